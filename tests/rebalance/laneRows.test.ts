import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createItemFlows } from '../../core/rebalance/exactItem.ts';
import { createItemGraphs } from '../../core/rebalance/itemGraphs.ts';
import { createLaneDual, createLinearOracle } from '../../core/rebalance/laneDual.ts';
import { createLaneRows } from '../../core/rebalance/laneRows.ts';
import type { NetworkProblem } from '../../core/rebalance/networkProblem.ts';
import { projectShares } from '../../core/rebalance/projectShares.ts';
import { drawProblem, drawTinyProblem } from './drawProblem.ts';
import { bruteForce } from './oracles.ts';

/** The shares' bound after so many rounds against a known plan. */
function sharesBound(problem: NetworkProblem, split: boolean, rounds: number, incumbent: number): number {
  const rows = createLaneRows(createItemGraphs(problem), split);
  const dual = createLaneDual(rows, createLinearOracle(rows, createItemFlows(rows.graphs)));
  for (let k = 0; k < rounds; k++) {
    const round = dual.round(incumbent);
    while (round.next().done !== true);
  }
  return dual.bound;
}

describe('lane rows', () => {
  it('[B1] never bound a tiny network below its brute-force optimum, split or whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom(6, 20, 45),
        fc.boolean(),
        (seed, fixedCost, split) => {
          const problem = drawTinyProblem(seed, fixedCost, seed % 2 === 0);
          const optimum = bruteForce(problem);
          for (const rounds of [1, 5, 40]) {
            const bound = sharesBound(problem, split, rounds, optimum);
            expect(bound).toBeGreaterThanOrEqual(optimum - 1e-9 * (1 + optimum));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('bound dense networks lower when receivers are split into their steps', () => {
    for (let seed = 1; seed <= 4; seed++) {
      const problem = drawProblem({ seed, items: 25, locations: 10, laneDensity: 1, fixedCost: 80 });
      const whole = sharesBound(problem, false, 250, 0);
      const split = sharesBound(problem, true, 250, 0);
      expect(split).toBeLessThan(whole * 0.995);
    }
  });

  it('have a reach for each step, and one together only where the donor cannot fill all steps', () => {
    const problem = drawProblem({ seed: 5, items: 20, locations: 12, laneDensity: 1, fixedCost: 25 });
    const graphs = createItemGraphs(problem);
    const rows = createLaneRows(graphs, true);
    let together = 0;
    for (let group = 0; group < rows.groupLane.length; group++) {
      const arcs = rows.groupArcTo[group] - rows.groupArcFrom[group];
      const own = rows.rowReach.subarray(rows.groupRowStart[group], rows.groupRowStart[group] + arcs);
      const sum = own.reduce((total, reach) => total + reach, 0);
      for (const reach of own) expect(reach).toBeGreaterThan(0);
      if (rows.groupRowStart[group + 1] - rows.groupRowStart[group] === arcs) continue;
      together++;
      expect(rows.rowReach[rows.groupRowStart[group + 1] - 1]).toBeLessThan(sum);
    }
    expect(together).toBeGreaterThan(0);
    expect(rows.laneRows.toSorted()).toEqual(Int32Array.from(rows.rowReach, (_, row) => row));
  });
});

describe('projection of shares', () => {
  it('[B3] lands on the nearest shares that are not negative and fit the cost', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 1, maxLength: 12 }),
        fc.double({ min: 0.5, max: 60, noNaN: true }),
        (values, budget) => {
          const share = Float64Array.from(values);
          const rows = Int32Array.from(values, (_, row) => row);
          projectShares(share, rows, 0, rows.length, budget, new Float64Array(rows.length));
          const sum = share.reduce((total, value) => total + value, 0);
          expect(sum).toBeLessThanOrEqual(Math.max(budget, 0) * (1 + 1e-12) + 1e-12);
          const before = values.reduce((total, value) => total + value, 0);
          if (before <= budget) {
            expect(Array.from(share)).toEqual(values);
            return;
          }
          // Nearest means that what is kept was lowered evenly, and what is dropped lay below that.
          expect(sum).toBeCloseTo(budget, 9);
          const lowered = values.map((value, row) => value - share[row]);
          const level = Math.max(...lowered);
          for (const [row, value] of share.entries()) {
            if (value > 0) expect(lowered[row]).toBeCloseTo(level, 9);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
