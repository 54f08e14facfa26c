import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { createNetworkProblem, type NetworkProblem } from '../../core/rebalance/networkProblem.ts';
import type { ItemChange } from '../../core/rebalance/itemChange.ts';
import { createRebalancer } from '../../core/rebalance/rebalancer.ts';
import { runSolver, solveNetwork } from '../../core/rebalance/solveNetwork.ts';
import { solveProblem } from '../../core/rebalance/solveProblem.ts';
import { evaluateTransfers } from '../../core/rebalance/transferColumns.ts';
import { drawProblem } from './drawProblem.ts';

interface Steps {
  location: number[];
  quantity: number[];
  valuePerUnit: number[];
}

function stepsOf(columns: NetworkProblem['need'], item: number): Steps {
  const from = columns.start[item];
  const to = columns.start[item + 1];
  return {
    location: Array.from(columns.location.subarray(from, to)),
    quantity: Array.from(columns.quantity.subarray(from, to)),
    valuePerUnit: Array.from(columns.valuePerUnit.subarray(from, to)),
  };
}

function withItems(problem: NetworkProblem, all: readonly { surplus: Steps; need: Steps }[]): NetworkProblem {
  const columns = (key: 'surplus' | 'need'): NetworkProblem['need'] => {
    const start = [0];
    for (const item of all) start.push(start[start.length - 1] + item[key].location.length);
    return {
      start: Int32Array.from(start),
      location: Int32Array.from(all.flatMap((item) => item[key].location)),
      quantity: Int32Array.from(all.flatMap((item) => item[key].quantity)),
      valuePerUnit: Float64Array.from(all.flatMap((item) => item[key].valuePerUnit)),
    };
  };
  return createNetworkProblem({
    locationCount: problem.locationCount,
    lanes: problem.lanes,
    itemWeightKg: problem.itemWeightKg,
    ...(problem.itemPackQuantity === undefined ? {} : { itemPackQuantity: problem.itemPackQuantity }),
    surplus: columns('surplus'),
    need: columns('need'),
  });
}

describe('rebalancer', () => {
  it('[I1] [I2] [I3] keeps totals, limits and a valid bound through any sequence of edits', () => {
    const kinds = [
      { fixedCost: 0 },
      { fixedCost: 12 },
      { fixedCost: 40 },
      { fixedCost: 15, kgPerShipment: 10, maxShipments: 2 },
      { fixedCost: 12, minimumShipmentValue: 40 },
      { fixedCost: 12, kgPerShipment: 12, minimumShipmentValue: 20, mostPack: 3 },
    ] as const;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom(...kinds), (seed, kind) => {
        const random = createRandom(seed);
        const items = 12;
        let problem = drawProblem({ seed, items, locations: 10, laneDensity: 0.7, ...kind });
        const first = runSolver(solveProblem(problem, { workLimit: 2_000_000 }), () => false);
        const rebalancer = createRebalancer(problem, first);
        expect(rebalancer.totals().objective).toBeCloseTo(first.objective, 6);
        expect(rebalancer.totals().upperBound).toBeLessThanOrEqual(first.upperBound);
        const all = Array.from({ length: items }, (_, item) => ({
          surplus: stepsOf(problem.surplus, item),
          need: stepsOf(problem.need, item),
        }));
        for (let round = 0; round < 5; round++) {
          const changes: ItemChange[] = [];
          for (const item of new Set([random.integer(0, items), random.integer(0, items)])) {
            const { surplus, need } = all[item];
            if (random.next() < 0.3) surplus.quantity = surplus.quantity.map(() => random.integer(0, 9));
            else if (random.next() < 0.5)
              need.valuePerUnit = need.valuePerUnit.map((v) => v * 3 * random.next());
            else {
              need.location.push(random.integer(0, 10));
              need.quantity.push(random.integer(1, 4));
              need.valuePerUnit.push(60 * random.next());
            }
            changes.push({ item, surplus, need });
          }
          const totals = rebalancer.resolveItems(changes);
          problem = withItems(problem, all);
          const evaluation = evaluateTransfers(problem, rebalancer.transfers());
          expect(evaluation.fault).toBeNull();
          expect(totals.objective).toBeCloseTo(evaluation.objective, 6);
          expect(totals.lanesUsed).toBe(evaluation.lanesUsed);
          const again = runSolver(solveProblem(problem, { workLimit: 1_500_000 }), () => false);
          expect(totals.upperBound).toBeGreaterThanOrEqual(again.objective - 1e-9 * again.objective);
          expect(totals.upperBound).toBeGreaterThanOrEqual(totals.objective);
        }
      }),
      { numRuns: 24 },
    );
  });

  it('reverses an edit to the value it had', () => {
    const problem = drawProblem({ seed: 4, items: 20, locations: 12, laneDensity: 0.5, fixedCost: 10 });
    const rebalancer = createRebalancer(
      problem,
      runSolver(solveNetwork(problem, { workLimit: 5_000_000 }), () => false),
    );
    const before = rebalancer.totals().objective;
    const original = { item: 3, surplus: stepsOf(problem.surplus, 3), need: stepsOf(problem.need, 3) };
    const without = rebalancer.resolveItems([
      { ...original, need: { location: [], quantity: [], valuePerUnit: [] } },
    ]);
    expect(rebalancer.itemTransfers(3).lane.length).toBe(0);
    expect(without.objective).toBeLessThan(before);
    expect(rebalancer.resolveItems([original]).objective).toBeGreaterThanOrEqual(before - 1e-6);
  });
});
