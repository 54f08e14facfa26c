import * as fc from 'fast-check';
import createHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { createItemFlows } from '../../core/rebalance/exactItem.ts';
import { planGreedily } from '../../core/rebalance/greedy.ts';
import { createItemGraphs } from '../../core/rebalance/itemGraphs.ts';
import { createNetworkProblem, type NetworkProblem } from '../../core/rebalance/networkProblem.ts';
import { packProblem, unpackTransfers } from '../../core/rebalance/packs.ts';
import { runSolver, solveNetwork } from '../../core/rebalance/solveNetwork.ts';
import { solveProblem, type ProblemPlan } from '../../core/rebalance/solveProblem.ts';
import { evaluateTransfers } from '../../core/rebalance/transferColumns.ts';
import { explainTransfers } from '../../core/rebalance/transferEconomics.ts';
import { drawProblem } from './drawProblem.ts';
import { bruteForceWithin, problemToLp } from './oracles.ts';

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const never = (): boolean => false;

function solve(problem: NetworkProblem, workLimit = Number.POSITIVE_INFINITY): ProblemPlan {
  return runSolver(solveProblem(problem, { workLimit }), never);
}

function expectSound(problem: NetworkProblem, plan: ProblemPlan): void {
  const evaluation = evaluateTransfers(problem, plan.transfers);
  expect(evaluation.fault).toBeNull();
  expect(plan.objective).toBe(evaluation.objective);
  expect(plan.objective).toBeGreaterThanOrEqual(0);
  expect(plan.upperBound).toBeGreaterThanOrEqual(plan.objective);
  expect(plan.status).toBe(plan.gap <= 1e-6 ? 'optimal' : 'feasible');
}

const weights = [
  { fixedCost: 12, kgPerShipment: 3, maxShipments: 2 },
  { fixedCost: 8, kgPerShipment: 2 },
  { fixedCost: 0, kgPerShipment: 3, maxShipments: 1 },
  { fixedCost: 10, maxShipments: 1 },
  { fixedCost: 10, mostPack: 3, mostUnits: 4 },
  { fixedCost: 8, kgPerShipment: 6, maxShipments: 2, mostPack: 2, mostUnits: 3 },
  { fixedCost: 8, kgPerShipment: 3, negativeSurplus: true, ties: true, mostPack: 2 },
] as const;
const tiny = { items: 2, locations: 4, laneDensity: 0.6, giveDensity: 0.4, needDensity: 0.4, mostSteps: 2 };

describe('packs and lane limits', () => {
  it('[F5] [F6] [E6] [E7] [Q6] [B4] equal brute force on tiny networks, proven', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...weights), (seed, kind) => {
        const problem = drawProblem({ seed, mostUnits: 2, ...tiny, ...kind });
        const plan = solve(problem);
        expectSound(problem, plan);
        const best = bruteForceWithin(problem);
        expect(plan.objective).toBeCloseTo(best, 7);
        expect(plan.upperBound).toBeGreaterThanOrEqual(best - 1e-9 * best);
        expect(plan.status).toBe('optimal');
      }),
      { numRuns: 150 },
    );
  });

  it('[F7] [B4] keep least values of shipments, never above brute force and never bounded below it', () => {
    let best = 0;
    let found = 0;
    for (let seed = 1; seed <= 80; seed++) {
      const limits = seed % 2 === 0 ? {} : { kgPerShipment: 5, mostPack: 2 };
      const problem = drawProblem({
        seed,
        ...tiny,
        mostUnits: 3,
        fixedCost: 6,
        minimumShipmentValue: 30,
        ...limits,
      });
      const plan = solve(problem);
      expectSound(problem, plan);
      const optimum = bruteForceWithin(problem);
      expect(plan.objective).toBeLessThanOrEqual(optimum + 1e-7);
      expect(plan.upperBound).toBeGreaterThanOrEqual(optimum - 1e-9 * optimum);
      best += optimum;
      found += plan.objective;
    }
    expect(best).toBeGreaterThan(1_000);
    // Not proven, but close: all but a few of these are the optimum.
    expect(found).toBeGreaterThan(0.98 * best);
  });

  it('[Q4] [F6] [F7] are never worse than the pairwise loop within them, nor than doing nothing', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.constantFrom(
          { fixedCost: 20, kgPerShipment: 12, maxShipments: 2 },
          { fixedCost: 0, kgPerShipment: 8, maxShipments: 1 },
          { fixedCost: 15, kgPerShipment: 10, mostPack: 3 },
          { fixedCost: 15, minimumShipmentValue: 40 },
        ),
        fc.constantFrom(0, 2_000_000),
        (seed, kind, workLimit) => {
          const problem = drawProblem({ seed, items: 12, locations: 10, laneDensity: 0.5, ...kind });
          const plan = solve(problem, workLimit);
          expectSound(problem, plan);
          const pairs = unpackTransfers(problem, planGreedily(packProblem(problem)));
          const greedy = evaluateTransfers(problem, pairs);
          if (problem.lanes.minimumShipmentValue === undefined) expect(greedy.fault).toBeNull();
          if (greedy.fault === null) {
            expect(plan.objective).toBeGreaterThanOrEqual(greedy.objective - 1e-9 * greedy.objective);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('[B4] [F6] stand between the plan and the optimum of HiGHS where shipments are whole numbers', async () => {
    const highs = await createHighs();
    for (let seed = 1; seed <= 6; seed++) {
      const kind =
        seed % 2 === 0
          ? { fixedCost: 20, kgPerShipment: 12, maxShipments: 2 }
          : { fixedCost: 9, kgPerShipment: 5 };
      const problem = drawProblem({ seed, items: 6, locations: 8, laneDensity: 0.5, ...kind });
      const plan = solve(problem, 2e8);
      expectSound(problem, plan);
      const oracle = highs.solve(problemToLp(problem), { mip_rel_gap: 1e-6, output_flag: false });
      const optimum = oracle.ObjectiveValue;
      expect(plan.upperBound).toBeGreaterThanOrEqual(optimum - 1e-5 * optimum);
      expect(plan.objective).toBeLessThanOrEqual(optimum + 1e-5 * optimum);
      expect(plan.objective).toBeGreaterThan(0.98 * optimum);
    }
  });

  it('[Q7] leave a plan that keeps them anyway as it is', () => {
    const free = drawProblem({ seed: 5, items: 20, locations: 10, laneDensity: 0.5, fixedCost: 20 });
    const lanes = {
      ...free.lanes,
      kgPerShipment: new Float64Array(free.laneCount).fill(1e6),
      maxShipments: new Float64Array(free.laneCount).fill(1),
    };
    const limited = solve({ ...free, lanes });
    const plan = runSolver(solveNetwork(free, {}), never);
    expect(limited.status).toBe('optimal');
    expect(limited.objective).toBeCloseTo(plan.objective, 6);
  });

  it('[D1] [D2] [D3] give the same plan again, and a sound one wherever they are told to stop', () => {
    const problem = drawProblem({
      seed: 8,
      items: 30,
      locations: 12,
      laneDensity: 0.5,
      fixedCost: 20,
      kgPerShipment: 12,
      maxShipments: 2,
      minimumShipmentValue: 20,
      mostPack: 2,
    });
    const once = solve(problem, 4e7);
    const again = solve(problem, 4e7);
    expect(again.transfers).toEqual(once.transfers);
    expect(again.upperBound).toBe(once.upperBound);
    for (const stopAt of [1, 3, 20, 150, 700]) {
      let yields = 0;
      const plan = runSolver(solveProblem(problem, { workLimit: 4e7 }), () => ++yields >= stopAt);
      expectSound(problem, plan);
      expect(plan.upperBound).toBeGreaterThanOrEqual(once.objective);
    }
  });

  it('[E5] [E6] share the cost of every shipment among the rows on the lane', () => {
    const problem = drawProblem({
      seed: 3,
      items: 20,
      locations: 8,
      laneDensity: 0.5,
      fixedCost: 10,
      kgPerShipment: 6,
      mostPack: 2,
    });
    const { transfers, objective, evaluation } = solve(problem, 2e7);
    const { net, fixedShare } = explainTransfers(problem, transfers);
    const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
    expect(sum(net)).toBeCloseTo(objective, 6);
    expect(sum(fixedShare)).toBeCloseTo(evaluation.fixedCost, 6);
    const once = new Set(transfers.lane);
    let paidOnce = 0;
    for (const lane of once) paidOnce += problem.lanes.fixedCost[lane];
    expect(evaluation.fixedCost).toBeGreaterThan(paidOnce);
  });

  it('[F5] [F6] [F7] [E7] name what a plan breaks, and value the last pack', () => {
    const problem = createNetworkProblem({
      locationCount: 2,
      lanes: {
        from: Int32Array.of(0),
        to: Int32Array.of(1),
        fixedCost: Float64Array.of(5),
        costPerKg: Float64Array.of(0.5),
        kgPerShipment: Float64Array.of(6),
        maxShipments: Float64Array.of(2),
        minimumShipmentValue: Float64Array.of(8),
      },
      itemWeightKg: Float64Array.of(1),
      itemPackQuantity: Int32Array.of(3),
      surplus: {
        start: Int32Array.of(0, 1),
        location: Int32Array.of(0),
        quantity: Int32Array.of(20),
        valuePerUnit: Float64Array.of(1),
      },
      need: {
        start: Int32Array.of(0, 1),
        location: Int32Array.of(1),
        quantity: Int32Array.of(4),
        valuePerUnit: Float64Array.of(7),
      },
    });
    const shipping = (quantity: number) =>
      evaluateTransfers(problem, {
        count: 1,
        item: Int32Array.of(0),
        lane: Int32Array.of(0),
        quantity: Int32Array.of(quantity),
      });
    // Six units: four needed at 7, two beyond at 0; the donor gains 6, freight is 3, one shipment 5.
    expect(shipping(6)).toMatchObject({ fault: null, objective: 28 + 6 - 3 - 5 });
    expect(shipping(4).fault).toContain('packs of 3');
    expect(shipping(9).fault).toContain('more than it needs');
    expect(solve(problem).objective).toBe(26);
    const wide = { ...problem, need: { ...problem.need, quantity: Int32Array.of(18) } };
    const fifteen = { ...wide, itemPackQuantity: Int32Array.of(15) };
    expect(
      evaluateTransfers(fifteen, {
        count: 1,
        item: Int32Array.of(0),
        lane: Int32Array.of(0),
        quantity: Int32Array.of(15),
      }).fault,
    ).toContain('3 shipments');
    const poor = { ...problem, need: { ...problem.need, valuePerUnit: Float64Array.of(1) } };
    expect(evaluateTransfers(poor, { ...solve(problem).transfers }).fault).toContain('at least 8');
    expect(solve(poor).transfers.count).toBe(0);
  });

  it('limit single lanes of an item exactly, from the last tree or from scratch', () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, ties) => {
        const problem = drawProblem({
          ...tiny,
          seed,
          items: 1,
          mostUnits: 3,
          ties,
          kgPerShipment: 3,
          maxShipments: 1,
        });
        const { lanes } = problem;
        // At most so many units on each lane; free lanes where none fits would be closed.
        const most = Array.from(lanes.from, (_, lane) => 1 + (lane % 2));
        const kg = problem.itemWeightKg[0];
        fc.pre(kg > 0);
        const capped = {
          ...problem,
          lanes: {
            ...lanes,
            kgPerShipment: Float64Array.from(most, (units) => units * kg),
            maxShipments: new Float64Array(lanes.from.length).fill(1),
          },
        };
        const graphs = createItemGraphs(problem);
        const flows = createItemFlows(graphs);
        const unlimited = flows.solve(0);
        for (let arc = graphs.arcStart[0]; arc < graphs.stepStart[0]; arc++) {
          flows.limit(arc, most[graphs.arcLane[arc]]);
        }
        const limited = flows.solve(0);
        expect(limited).toBeCloseTo(bruteForceWithin(capped), 9);
        // Charges move the prices and back: the tree is kept, full lanes among it.
        flows.charge.fill(5);
        flows.solve(0);
        flows.charge.fill(0);
        expect(flows.solve(0)).toBeCloseTo(limited, 9);
        for (let arc = graphs.arcStart[0]; arc < graphs.stepStart[0]; arc++) {
          flows.limit(arc, Number.POSITIVE_INFINITY);
        }
        expect(flows.solve(0)).toBeCloseTo(unlimited, 9);
      }),
      { numRuns: 150 },
    );
  });
});
