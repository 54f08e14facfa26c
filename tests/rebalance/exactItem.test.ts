import * as fc from 'fast-check';
import createHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { createItemFlows } from '../../core/rebalance/exactItem.ts';
import { createItemGraphs } from '../../core/rebalance/itemGraphs.ts';
import { createLaneSet } from '../../core/rebalance/laneSet.ts';
import { evaluateTransfers } from '../../core/rebalance/transferColumns.ts';
import { drawProblem } from './drawProblem.ts';
import { bruteForce, problemToLp } from './oracles.ts';

function solveAll(problem: ReturnType<typeof drawProblem>): {
  value: number;
  objective: number;
  fault: string | null;
} {
  const flows = createItemFlows(createItemGraphs(problem));
  let value = 0;
  for (let item = 0; item < problem.itemCount; item++) value += flows.solve(item);
  const evaluation = evaluateTransfers(problem, createLaneSet(flows).transfers());
  return { value, objective: evaluation.objective, fault: evaluation.fault };
}

describe('exact item', () => {
  it('[Q1] [H1] equals brute force on tiny items, ties and worthless needs included', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.boolean(),
        fc.boolean(),
        (seed, ties, negativeSurplus) => {
          const problem = drawProblem({
            seed,
            items: 1,
            locations: 4,
            laneDensity: 0.6,
            mostSteps: 2,
            mostUnits: 2,
            needValue: 10,
            ties,
            negativeSurplus,
          });
          const solved = solveAll(problem);
          expect(solved.fault).toBeNull();
          const best = bruteForce(problem);
          expect(solved.value).toBeCloseTo(best, 9);
          expect(solved.objective).toBeCloseTo(best, 9);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('equals the linear programs of HiGHS on random items', async () => {
    const highs = await createHighs();
    for (let seed = 1; seed <= 12; seed++) {
      const problem = drawProblem({
        seed,
        items: 3,
        locations: 12 + seed,
        laneDensity: seed % 2 === 0 ? 1 : 0.4,
        giveDensity: 0.5,
        needDensity: 0.6,
        mostUnits: 9,
        ties: seed % 3 === 0,
        negativeSurplus: seed % 4 === 0,
      });
      const solved = solveAll(problem);
      const oracle = highs.solve(problemToLp(problem, true));
      expect(solved.fault).toBeNull();
      expect(Math.abs(solved.value - oracle.ObjectiveValue)).toBeLessThan(1e-6 * (1 + oracle.ObjectiveValue));
      expect(solved.objective).toBeCloseTo(solved.value, 6);
    }
  });

  it('re-solves from the last tree to the same optimum as from scratch, under any charges and closures', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.boolean(), (seed, ties) => {
        const problem = drawProblem({ seed, items: 2, locations: 14, laneDensity: 0.7, mostUnits: 6, ties });
        const graphs = createItemGraphs(problem);
        const warm = createItemFlows(graphs);
        const random = createRandom(seed);
        for (let round = 0; round < 6; round++) {
          const cold = createItemFlows(graphs);
          for (let arc = 0; arc < graphs.arcTail.length; arc++) {
            if (graphs.arcLane[arc] < 0) continue;
            warm.charge[arc] = random.next() < 0.5 ? 0 : random.next() * 10;
            warm.closed[arc] = random.next() < 0.3 ? 1 : 0;
            cold.charge[arc] = warm.charge[arc];
            cold.closed[arc] = warm.closed[arc];
          }
          for (let item = 0; item < 2; item++) {
            expect(warm.solve(item)).toBeCloseTo(cold.solve(item), 8);
            for (let arc = graphs.arcStart[item]; arc < graphs.stepStart[item]; arc++) {
              expect(Number.isInteger(warm.flow[arc]) && warm.flow[arc] >= 0).toBe(true);
              if (warm.closed[arc] === 1) expect(warm.flow[arc]).toBe(0);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('[E3] never ships at a loss', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const problem = drawProblem({ seed, items: 1, locations: 10, negativeSurplus: true, needValue: 6 });
      const flows = createItemFlows(createItemGraphs(problem));
      flows.solve(0);
      const whole = createLaneSet(flows).transfers();
      const best = evaluateTransfers(problem, whole).objective;
      for (let row = 0; row < whole.count; row++) {
        const quantity = whole.quantity.slice();
        quantity[row]--;
        const keep = Array.from(quantity, (_, index) => index).filter((index) => quantity[index] > 0);
        const fewer = {
          count: keep.length,
          item: Int32Array.from(keep, (index) => whole.item[index]),
          lane: Int32Array.from(keep, (index) => whole.lane[index]),
          quantity: Int32Array.from(keep, (index) => quantity[index]),
        };
        expect(evaluateTransfers(problem, fewer).objective).toBeLessThanOrEqual(best + 1e-9);
      }
    }
  });
});
