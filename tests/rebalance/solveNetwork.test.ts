import * as fc from 'fast-check';
import createHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { planGreedily } from '../../core/rebalance/greedy.ts';
import type { NetworkProblem } from '../../core/rebalance/networkProblem.ts';
import { runSolver, solveNetwork, type NetworkPlan } from '../../core/rebalance/solveNetwork.ts';
import { evaluateTransfers } from '../../core/rebalance/transferColumns.ts';
import { explainTransfers } from '../../core/rebalance/transferEconomics.ts';
import { drawProblem } from './drawProblem.ts';
import { bruteForce, problemToLp } from './oracles.ts';

const never = (): boolean => false;

function solve(problem: NetworkProblem, workLimit = Number.POSITIVE_INFINITY): NetworkPlan {
  return runSolver(solveNetwork(problem, { workLimit }), never);
}

/** Everything that must hold of any plan, however it came about. */
function expectSound(problem: NetworkProblem, plan: NetworkPlan): void {
  const evaluation = evaluateTransfers(problem, plan.transfers);
  expect(evaluation.fault).toBeNull();
  expect(plan.objective).toBe(evaluation.objective);
  expect(plan.objective).toBeGreaterThanOrEqual(0);
  expect(plan.upperBound).toBeGreaterThanOrEqual(plan.objective);
  const difference = plan.upperBound - plan.objective;
  expect(plan.gap).toBeCloseTo(difference === 0 ? 0 : difference / Math.abs(plan.upperBound), 12);
  expect(plan.status).toBe(plan.gap <= 1e-6 ? 'optimal' : 'feasible');
  const pairs = new Set<string>();
  for (let row = 0; row < plan.transfers.count; row++) {
    expect(plan.transfers.quantity[row]).toBeGreaterThan(0);
    pairs.add(`${plan.transfers.item[row]}/${plan.transfers.lane[row]}`);
  }
  expect(pairs.size).toBe(plan.transfers.count);
}

const kinds = [
  { laneDensity: 0.5, fixedCost: 25 },
  { laneDensity: 1, fixedCost: 8 },
  { laneDensity: 0.25, fixedCost: 60, mostUnits: 8 },
  { laneDensity: 0.7, fixedCost: 20, negativeSurplus: true },
  { laneDensity: 0.7, fixedCost: 20, ties: true },
  { laneDensity: 0.6, fixedCost: 400 },
  { laneDensity: 0.6, fixedCost: 15, mostSteps: 1, mostUnits: 1 },
] as const;

describe('network plan', () => {
  it('[F1] [F2] [F3] [F4] [Q3] [B1] [B2] equals brute force on tiny networks of every kind', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom(...kinds), (seed, kind) => {
        const problem = drawProblem({
          seed,
          items: 3,
          locations: 4,
          giveDensity: 0.4,
          needDensity: 0.4,
          ...kind,
          mostUnits: 2,
          mostSteps: 2,
        });
        const plan = solve(problem);
        expectSound(problem, plan);
        const best = bruteForce(problem);
        expect(plan.objective).toBeCloseTo(best, 8);
        expect(plan.upperBound).toBeGreaterThanOrEqual(best - 1e-9 * best);
        if (best > 0) expect(plan.status).toBe('optimal');
      }),
      { numRuns: 80 },
    );
  });

  it('[Q3] [B1] equals the mixed-integer optimum of HiGHS on small networks', async () => {
    const highs = await createHighs();
    for (const [index, kind] of kinds.entries()) {
      const problem = drawProblem({ seed: 40 + index, items: 10, locations: 8, ...kind });
      const plan = solve(problem);
      expectSound(problem, plan);
      expect(plan.status).toBe('optimal');
      const oracle = highs.solve(problemToLp(problem), { mip_rel_gap: 1e-9, output_flag: false });
      expect(oracle.Status).toBe('Optimal');
      expect(Math.abs(plan.objective - oracle.ObjectiveValue)).toBeLessThan(
        1e-5 * (1 + oracle.ObjectiveValue),
      );
    }
  });

  it('[Q2] [Q1] is optimal at once without fixed costs', async () => {
    const highs = await createHighs();
    for (let seed = 1; seed <= 5; seed++) {
      const problem = drawProblem({ seed, items: 12, locations: 14, laneDensity: 0.6 });
      const plan = solve(problem, 0);
      expectSound(problem, plan);
      expect(plan.status).toBe('optimal');
      const oracle = highs.solve(problemToLp(problem, true));
      expect(Math.abs(plan.objective - oracle.ObjectiveValue)).toBeLessThan(1e-6 * oracle.ObjectiveValue);
    }
  });

  it('[Q4] is never worse than nothing nor than the pairwise loop, however little work it may do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom(...kinds),
        fc.constantFrom(0, 100_000, 3_000_000),
        (seed, kind, workLimit) => {
          const problem = drawProblem({ seed, items: 14, locations: 10, ...kind });
          const plan = solve(problem, workLimit);
          expectSound(problem, plan);
          const greedy = evaluateTransfers(problem, planGreedily(problem));
          expect(greedy.fault).toBeNull();
          expect(plan.objective).toBeGreaterThanOrEqual(greedy.objective);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('[B1] keeps bounds above the best plan that any amount of work finds', () => {
    for (const [index, kind] of kinds.entries()) {
      const problem = drawProblem({ seed: 70 + index, items: 20, locations: 12, ...kind });
      const plans = [0, 300_000, 2_000_000, 30_000_000].map((workLimit) => solve(problem, workLimit));
      const best = Math.max(...plans.map((plan) => plan.objective));
      for (const plan of plans) {
        expectSound(problem, plan);
        expect(plan.upperBound).toBeGreaterThanOrEqual(best);
      }
    }
  });

  it('[B3] carries shares that never exceed a lane’s fixed cost', () => {
    for (const [index, kind] of kinds.entries()) {
      const problem = drawProblem({ seed: 90 + index, items: 16, locations: 10, ...kind });
      const { shares } = solve(problem, 3_000_000);
      if (shares === null) continue;
      const sums = new Float64Array(problem.laneCount);
      for (let k = 0; k < shares.lane.length; k++) {
        expect(shares.share[k]).toBeGreaterThan(0);
        sums[shares.lane[k]] += shares.share[k];
      }
      for (let lane = 0; lane < problem.laneCount; lane++) {
        expect(sums[lane]).toBeLessThanOrEqual(problem.lanes.fixedCost[lane] * (1 + 1e-12));
      }
    }
  });

  it('[D1] [D2] gives the same bits again, sliced or not', () => {
    const problem = drawProblem({ seed: 11, items: 40, locations: 14, laneDensity: 0.6, fixedCost: 30 });
    const limit = { workLimit: 20_000_000 };
    const whole = runSolver(solveNetwork(problem, limit), never);
    const solver = solveNetwork(problem, limit);
    let slices = 0;
    let step = solver.next();
    let before = Number.NEGATIVE_INFINITY;
    for (; step.done !== true; step = solver.next()) {
      slices++;
      expect(step.value.objective).toBeGreaterThanOrEqual(before);
      before = step.value.objective;
    }
    expect(slices).toBeGreaterThan(50);
    expect(step.value).toEqual(whole);
  });

  it('[D3] stops at any yield with a sound plan', () => {
    const problem = drawProblem({ seed: 12, items: 30, locations: 12, laneDensity: 0.8, fixedCost: 30 });
    const best = solve(problem, 50_000_000);
    for (const stopAt of [1, 2, 5, 17, 60, 200, 1000]) {
      let seen = 0;
      const plan = runSolver(solveNetwork(problem), () => ++seen >= stopAt);
      expectSound(problem, plan);
      expect(plan.upperBound).toBeGreaterThanOrEqual(best.objective);
    }
  });

  it('[E4] opens a lane that two items pay for together and neither alone', () => {
    const two = pairProblem([10, 10], 15);
    expect(solve(two)).toMatchObject({ status: 'optimal', objective: 5 });
    expect(solve(pairProblem([10], 15))).toMatchObject({ status: 'optimal', objective: 0, gap: 0 });
  });

  it('[H2] gives up a costly unit only for a need that outweighs it', () => {
    expect(solve(pairProblem([10], 0, -9)).objective).toBe(1);
    expect(solve(pairProblem([10], 0, -11)).transfers.count).toBe(0);
  });

  it('[Q5] answers nothing where nothing pays', () => {
    for (const problem of [
      pairProblem([], 5),
      pairProblem([0], 0),
      pairProblem([3, 3, 3], 100),
      drawProblem({ seed: 3, items: 5, locations: 6, laneDensity: 0 }),
    ]) {
      const plan = solve(problem);
      expect(plan).toMatchObject({ status: 'optimal', objective: 0, upperBound: 0, gap: 0 });
      expect(plan.transfers.count).toBe(0);
    }
  });

  it('[E1] [E5] the economics of the rows add up to the plan', () => {
    const problem = drawProblem({ seed: 21, items: 25, locations: 12, fixedCost: 20 });
    const plan = solve(problem, 2_000_000);
    const rows = explainTransfers(problem, plan.transfers);
    const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
    expect(sum(rows.needValue)).toBeCloseTo(plan.evaluation.needValue, 7);
    expect(sum(rows.surplusValue)).toBeCloseTo(plan.evaluation.surplusValue, 7);
    expect(sum(rows.freight)).toBeCloseTo(plan.evaluation.freight, 7);
    expect(sum(rows.fixedShare)).toBeCloseTo(plan.evaluation.fixedCost, 7);
    expect(sum(rows.net)).toBeCloseTo(plan.objective, 7);
  });

  it('[F4] keeps hazardous items off lanes that do not permit them', () => {
    const base = pairProblem([10, 8], 1);
    const problem: NetworkProblem = {
      ...base,
      lanes: { ...base.lanes, permits: Uint8Array.of(0) },
      itemLaneClass: Uint8Array.of(1, 0),
    };
    const plan = solve(problem);
    expectSound(problem, plan);
    expect(Array.from(plan.transfers.item)).toEqual([1]);
    const open: NetworkProblem = { ...problem, lanes: { ...base.lanes, permits: Uint8Array.of(1) } };
    expect(Array.from(solve(open).transfers.item)).toEqual([0, 1]);
  });

  it('[E1] [B1] stays sound with amounts fifteen digits apart', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const drawn = drawProblem({ seed, items: 6, locations: 7, laneDensity: 0.8, fixedCost: 5 });
      const valuePerUnit = drawn.need.valuePerUnit.map((value, step) =>
        step % 3 === 0 ? value * 1e7 : step % 3 === 1 ? value * 1e-6 : value,
      );
      const problem: NetworkProblem = { ...drawn, need: { ...drawn.need, valuePerUnit } };
      const plan = solve(problem);
      expectSound(problem, plan);
      expect(plan.status).toBe('optimal');
      expect(plan.objective).toBeGreaterThanOrEqual(
        evaluateTransfers(problem, planGreedily(problem)).objective,
      );
    }
  });
});

/** One donor, one receiver, one unit of each item; freight nil. */
function pairProblem(needValues: readonly number[], fixedCost: number, surplusValue = 0): NetworkProblem {
  const items = needValues.length;
  const steps = (location: number, values: readonly number[]): NetworkProblem['need'] => ({
    start: Int32Array.from({ length: items + 1 }, (_, index) => index),
    location: new Int32Array(items).fill(location),
    quantity: new Int32Array(items).fill(1),
    valuePerUnit: Float64Array.from(values),
  });
  const drawn = drawProblem({ seed: 1, items: 0, locations: 2, laneDensity: 0 });
  return {
    ...drawn,
    laneCount: 1,
    itemCount: items,
    lanes: {
      from: Int32Array.of(0),
      to: Int32Array.of(1),
      fixedCost: Float64Array.of(fixedCost),
      costPerKg: Float64Array.of(0),
    },
    laneStart: Int32Array.of(0, 1, 1),
    laneByFrom: Int32Array.of(0),
    itemWeightKg: new Float64Array(items).fill(1),
    surplus: steps(
      0,
      needValues.map(() => surplusValue),
    ),
    need: steps(1, needValues),
  };
}
