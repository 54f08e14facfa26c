import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { createDonorBound } from '../../core/rebalance/donorBound.ts';
import { createDonorProblem } from '../../core/rebalance/donorProblem.ts';
import { createItemFlows } from '../../core/rebalance/exactItem.ts';
import { createItemGraphs } from '../../core/rebalance/itemGraphs.ts';
import { createLaneDual, createLinearOracle } from '../../core/rebalance/laneDual.ts';
import { createLaneRows, type LaneRows } from '../../core/rebalance/laneRows.ts';
import type { NetworkProblem } from '../../core/rebalance/networkProblem.ts';
import { runSolver, solveNetwork } from '../../core/rebalance/solveNetwork.ts';
import { drawProblem, drawTinyProblem } from './drawProblem.ts';
import { bruteForce } from './oracles.ts';

interface Start {
  readonly rows: LaneRows;
  readonly share: Float64Array;
  readonly worth: Float64Array;
  readonly bound: number;
}

/** Shares after so many rounds, what units are worth under them, and the bound that they prove. */
function sharesOf(problem: NetworkProblem, rounds: number): Start {
  const rows = createLaneRows(createItemGraphs(problem), true);
  const flows = createItemFlows(rows.graphs);
  const oracle = createLinearOracle(rows, flows);
  const dual = createLaneDual(rows, oracle);
  for (let k = 0; k < rounds; k++) {
    const round = dual.round(0);
    while (round.next().done !== true);
  }
  const { nodeStart, itemCount } = rows.graphs;
  const use = new Float64Array(rows.rowReach.length);
  const worth = new Float64Array(flows.potential.length);
  for (let item = 0; item < itemCount; item++) {
    oracle(item, dual.bestShare, dual.fixed, use);
    const root = nodeStart[item + 1] - 1;
    for (let node = nodeStart[item]; node < root; node++) {
      worth[node] = flows.potential[node] - flows.potential[root];
    }
  }
  return { rows, share: dual.bestShare.slice(), worth, bound: dual.bound };
}

/** The donors' own bound; networks of so few locations are never given up on. */
function boundAfter(start: Start, splits: readonly number[], incumbent = 0): number {
  const { rows, share, worth } = start;
  const donors = createDonorBound(rows, share, worth, Number.POSITIVE_INFINITY, Math.max(1, ...splits));
  for (const most of splits) {
    const round = donors.round(incumbent, most);
    while (round.next().done !== true);
  }
  return donors.bound;
}

const dense = { laneDensity: 1, giveDensity: 0.4, needDensity: 0.5, fixedCost: 60 } as const;

describe('bound donor by donor', () => {
  it('[B5] [B3] holds for one donor whatever shares it starts from', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom(0, 2, 10), (seed, splits) => {
        const problem = drawProblem({ seed, items: 8, locations: 6, ...dense, fixedCost: 30 });
        const rows = createLaneRows(createItemGraphs(problem), true);
        const donorProblem = createDonorProblem(rows, 100);
        const random = createRandom(seed);
        const price = Float64Array.from(rows.graphs.nodeLocation, () => 6 * random.next());
        const sent = new Float64Array(price.length);
        for (let donor = 0; donor < problem.locationCount; donor++) {
          // Five lanes at most: so many splits decide them all, and what is left is exact.
          const exact = donorProblem.solve(donor, price, new Float64Array(rows.rowReach.length), 100, sent);
          const shares = rows.rowReach.map(() => 40 * random.next());
          const bound = donorProblem.solve(donor, price, shares, splits, sent);
          expect(bound).toBeGreaterThanOrEqual(exact - 1e-7 * (1 + exact));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('[B5] [B1] holds at any prices, any shares and any number of splits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom(6, 20, 45),
        fc.constantFrom(0, 1, 3, 40),
        fc.constantFrom(0, 0.3, 3),
        (seed, fixedCost, splits, noise) => {
          const problem = drawTinyProblem(seed, fixedCost, seed % 2 === 0);
          const optimum = bruteForce(problem);
          const random = createRandom(seed);
          const start = sharesOf(problem, seed % 30);
          const worth = start.worth.map((value) => value * (1 + noise * (random.next() - 0.5)));
          const bound = boundAfter({ ...start, worth }, [splits, splits, splits, splits, splits, splits], 0);
          expect(bound).toBeGreaterThanOrEqual(optimum - 1e-9 * (1 + optimum));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('[B5] starts at the bound of the shares and falls as donors are split', () => {
    for (let seed = 1; seed <= 3; seed++) {
      const problem = drawProblem({ seed, items: 40, locations: 6, ...dense, fixedCost: 150 });
      const start = sharesOf(problem, 200);
      const unsplit = boundAfter(start, [0]);
      expect(unsplit).toBeLessThanOrEqual(start.bound * (1 + 1e-9));
      const few = boundAfter(start, [2]);
      const many = boundAfter(start, [40]);
      expect(few).toBeLessThan(unsplit);
      expect(many).toBeLessThan(few);
      const best = runSolver(solveNetwork(problem, { workLimit: 30_000_000 }), () => false);
      expect(many).toBeGreaterThanOrEqual(best.objective);
    }
  });

  it('[B5] [D1] [D2] is part of a plan whose gap is wide, the same sliced or not', () => {
    const problem = drawProblem({ seed: 2, items: 25, locations: 14, ...dense });
    const limit = { workLimit: 80_000_000 };
    const plan = runSolver(solveNetwork(problem, limit), () => false);
    const solver = solveNetwork(problem, limit);
    let step = solver.next();
    let bound = Number.POSITIVE_INFINITY;
    for (; step.done !== true; step = solver.next()) {
      expect(step.value.upperBound).toBeLessThanOrEqual(bound);
      bound = step.value.upperBound;
    }
    expect(step.value).toEqual(plan);
    expect(plan.upperBound).toBeLessThan(sharesOf(problem, 200).bound);
    const longer = runSolver(solveNetwork(problem, { workLimit: 200_000_000 }), () => false);
    expect(plan.upperBound).toBeGreaterThanOrEqual(longer.objective);
  });
});
