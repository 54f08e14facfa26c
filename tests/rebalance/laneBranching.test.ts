import * as fc from 'fast-check';
import createHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { createItemFlows } from '../../core/rebalance/exactItem.ts';
import { createItemGraphs } from '../../core/rebalance/itemGraphs.ts';
import { branchOnLanes } from '../../core/rebalance/laneBranching.ts';
import { createLaneDual, createLinearOracle } from '../../core/rebalance/laneDual.ts';
import { createLaneRows } from '../../core/rebalance/laneRows.ts';
import { createLaneSet } from '../../core/rebalance/laneSet.ts';
import type { NetworkProblem } from '../../core/rebalance/networkProblem.ts';
import { evaluateTransfers } from '../../core/rebalance/transferColumns.ts';
import { drawProblem, drawTinyProblem } from './drawProblem.ts';
import { bruteForce, problemToLp } from './oracles.ts';

/** Branching alone: one round of the weakest bound before it, and no search but the lanes it asks for. */
function branch(problem: NetworkProblem): { best: number; bound: number; bounds: number[]; nodes: number } {
  const graphs = createItemGraphs(problem);
  const rows = createLaneRows(graphs, true);
  const oracle = createLinearOracle(rows, createItemFlows(rows.graphs));
  const dual = createLaneDual(rows, oracle);
  const lanes = createLaneSet(createItemFlows(graphs));
  const first = dual.round(0);
  while (first.next().done !== true);
  let best = 0;
  let nodes = 0;
  let bound = dual.bound;
  const bounds: number[] = [];
  const run = branchOnLanes(rows, dual, oracle, dual.bound, {
    incumbent: () => best,
    cutoff: () => best * (1 + 1e-9) + 1e-9,
    setBound(value) {
      nodes++;
      bound = Math.min(bound, value);
      bounds.push(value);
    },
    *tryLanes(open) {
      yield* lanes.load(open);
      best = Math.max(best, evaluateTransfers(problem, lanes.transfers()).objective);
    },
  });
  while (run.next().done !== true);
  return { best, bound, bounds, nodes };
}

describe('branching over lanes', () => {
  it('[Q3] [B1] closes tiny networks at the brute-force optimum from the weakest bound', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom(6, 20, 45), (seed, fixedCost) => {
        const problem = drawTinyProblem(seed, fixedCost);
        const optimum = bruteForce(problem);
        const { best, bound, bounds } = branch(problem);
        expect(best).toBeCloseTo(optimum, 7);
        expect(bound).toBeCloseTo(optimum, 6);
        for (const value of bounds) expect(value).toBeGreaterThanOrEqual(optimum - 1e-9 * (1 + optimum));
      }),
      { numRuns: 80 },
    );
  });

  it('[Q3] [B1] needs many nodes on small dense networks, and each bound on the way holds', async () => {
    const highs = await createHighs();
    let nodes = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const problem = drawProblem({ seed, items: 6, locations: 7, laneDensity: 1, fixedCost: 25 });
      const oracle = highs.solve(problemToLp(problem), { mip_rel_gap: 1e-9, output_flag: false });
      const branched = branch(problem);
      nodes += branched.nodes;
      expect(Math.abs(branched.best - oracle.ObjectiveValue)).toBeLessThan(
        1e-5 * (1 + oracle.ObjectiveValue),
      );
      expect(Math.abs(branched.bound - branched.best)).toBeLessThan(1e-6 * (1 + branched.best));
      for (const value of branched.bounds) expect(value).toBeGreaterThanOrEqual(branched.best - 1e-6);
    }
    expect(nodes).toBeGreaterThan(20);
  });
});
