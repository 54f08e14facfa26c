import { describe, expect, it } from 'vitest';
import { BallastError } from '../../core/base/errors.ts';
import { parseProblemFile } from '../../core/rebalance/problemFile.ts';
import { rebalanceProblemText } from '../../core/rebalance/rebalanceFile.ts';
import { evaluateTransfers } from '../../core/rebalance/transferColumns.ts';
import { drawProblem, problemToText } from './drawProblem.ts';

interface Sample {
  currency: unknown;
  minimumShipmentValue?: unknown;
  locations: Record<string, unknown>[];
  lanes: Record<string, unknown>[];
  items: {
    id: unknown;
    weightKg: unknown;
    packQuantity?: unknown;
    surplus: Record<string, unknown>[];
    need: Record<string, unknown>[];
  }[];
}

function sample(): Sample {
  return {
    currency: 'USD',
    locations: [{ id: 'D001', latitude: 41.88, longitude: -87.63 }, { id: 'D002' }],
    lanes: [{ from: 'D001', to: 'D002', fixedCost: 18, costPerKg: 0.42 }],
    items: [
      {
        id: 'P1',
        weightKg: 1.2,
        surplus: [{ location: 'D001', quantity: 5, valuePerUnit: 1.3 }],
        need: [
          { location: 'D002', quantity: 1, valuePerUnit: 4 },
          { location: 'D002', quantity: 2, valuePerUnit: 12.5 },
        ],
      },
    ],
  };
}

function refusal(change: (file: Sample) => void, toText: (file: Sample) => string = JSON.stringify): string {
  const file = sample();
  change(file);
  try {
    parseProblemFile(toText(file), 'p.json');
  } catch (error) {
    if (error instanceof BallastError && error.code === 'bad-input') return error.message;
    throw error;
  }
  return 'accepted';
}

const timeless = { timeLimitS: 30, clockS: () => 0 };

describe('problem file', () => {
  it('[P3] [E2] reads the documented example and plans it by hand', () => {
    const file = parseProblemFile(JSON.stringify(sample()), 'p.json');
    expect(file.locationIds).toEqual(['D001', 'D002']);
    const { planText, summary } = rebalanceProblemText(JSON.stringify(sample()), 'p.json', timeless);
    const objective = 2 * 12.5 + 4 + 3 * 1.3 - 3 * 1.2 * 0.42 - 18;
    expect(summary.objective).toBeCloseTo(objective, 10);
    expect(JSON.parse(planText)).toEqual({
      status: 'optimal',
      objective: summary.objective,
      upperBound: summary.upperBound,
      gap: summary.gap,
      seconds: 0,
      transfers: [{ item: 'P1', from: 'D001', to: 'D002', quantity: 3 }],
    });
  });

  it('[F5] [E6] [F7] reads packs and limits and plans them by hand', () => {
    const plan = (
      change: (file: Sample) => void,
    ): { objective: number; gap: number; quantities: number[] } => {
      const file = sample();
      change(file);
      const { planText } = rebalanceProblemText(JSON.stringify(file), 'p.json', timeless);
      const { status, objective, gap, transfers } = JSON.parse(planText) as {
        status: string;
        objective: number;
        gap: number;
        transfers: { quantity: number }[];
      };
      expect(status).toBe('optimal');
      return { objective, gap, quantities: transfers.map(({ quantity }) => quantity) };
    };
    // Packs of 2: the first brings 2 × 12.5, the second 4 and a unit too many; both 2 × 1.3 at the donor, 2.4 kg.
    const first = 25 + 2.6 - 2.4 * 0.42;
    const second = 4 + 2.6 - 2.4 * 0.42;
    const inPacks = (file: Sample): void => {
      file.items[0].packQuantity = 2;
    };
    const both = plan(inPacks);
    expect(both.quantities).toEqual([4]);
    expect(both.objective).toBeCloseTo(first + second - 18, 9);
    // A shipment each: the second is not worth another 18.
    const apart = plan((file) => {
      inPacks(file);
      file.lanes[0]['kgPerShipment'] = 2.4;
    });
    expect(apart.quantities).toEqual([2]);
    expect(apart.objective).toBeCloseTo(first - 18, 9);
    const none = (file: Sample): void => {
      file.lanes[0]['maxShipments'] = 0;
    };
    const poor = (file: Sample): void => {
      file.minimumShipmentValue = 40;
    };
    for (const change of [none, poor]) expect(plan(change)).toEqual({ objective: 0, gap: 0, quantities: [] });
    // A lane's own least value goes before the file's.
    const own = plan((file) => {
      poor(file);
      file.lanes[0]['minimumShipmentValue'] = 5;
    });
    expect(own.quantities).toEqual([3]);
  });

  it.each<[string, (file: Sample) => void]>([
    ['lanes[0].to: location D9 is not in locations', (file) => (file.lanes[0]['to'] = 'D9')],
    ['items[0].need[1].location: location X is not', (file) => (file.items[0].need[1]['location'] = 'X')],
    ['items[0].need[0].quantity: -2 is negative', (file) => (file.items[0].need[0]['quantity'] = -2)],
    [
      'items[0].surplus[0].quantity: 1.5 is not a whole',
      (file) => (file.items[0].surplus[0]['quantity'] = 1.5),
    ],
    [
      'items[0].surplus[0].quantity: 2000000000 is above',
      (file) => (file.items[0].surplus[0]['quantity'] = 2e9),
    ],
    ['lanes[1]: the lane D001 to D002 is listed twice', (file) => file.lanes.push({ ...file.lanes[0] })],
    ['lanes[0]: the lane leads from D001 to itself', (file) => (file.lanes[0]['to'] = 'D001')],
    ['lanes[0].fixedCost: -1 is negative', (file) => (file.lanes[0]['fixedCost'] = -1)],
    ['lanes[0].costPerKg: a number is expected, found nothing', (file) => delete file.lanes[0]['costPerKg']],
    ['locations[1].id: location D001 is listed twice', (file) => (file.locations[1]['id'] = 'D001')],
    ['items[1].id: item P1 is listed twice', (file) => file.items.push(structuredClone(file.items[0]))],
    ['items[0].weightKg: a number is expected, found the text "1"', (file) => (file.items[0].weightKg = '1')],
    ['items[0].weightKg: -1 is negative', (file) => (file.items[0].weightKg = -1)],
    [
      'items[0].need[0].valuePerUnit: a number is expected, found null',
      (file) => (file.items[0].need[0]['valuePerUnit'] = null),
    ],
    ['items[0].packQuantity: 0 is below 1', (file) => (file.items[0].packQuantity = 0)],
    ['items[0].packQuantity: 2.5 is not a whole', (file) => (file.items[0].packQuantity = 2.5)],
    ['lanes[0].kgPerShipment: a shipment of 0 kg', (file) => (file.lanes[0]['kgPerShipment'] = 0)],
    ['lanes[0].kgPerShipment: -1 is negative', (file) => (file.lanes[0]['kgPerShipment'] = -1)],
    ['lanes[0].maxShipments: 1.5 is not a whole', (file) => (file.lanes[0]['maxShipments'] = 1.5)],
    ['lanes[0].minimumShipmentValue: -1 is negative', (file) => (file.lanes[0]['minimumShipmentValue'] = -1)],
    ['minimumShipmentValue: a number is expected', (file) => (file.minimumShipmentValue = '5')],
    ['currency: a non-empty text is expected', (file) => (file.currency = '')],
    ['locations[0].latitude: 91 is above', (file) => (file.locations[0]['latitude'] = 91)],
    [
      'items[0].need[0].valuePerUnit: 0.000001 beside 1000000000000 (items[0].surplus[0].valuePerUnit)',
      (file) => {
        file.items[0].need[0]['valuePerUnit'] = 1e-6;
        file.items[0].surplus[0]['valuePerUnit'] = 1e12;
      },
    ],
  ])('[P1] [P2] refuses with the place: %s', (message, change) => {
    expect(refusal(change)).toContain(`p.json, ${message}`);
  });

  it('refuses numbers that JSON cannot hold, and files that are not JSON', () => {
    expect(
      refusal(
        () => undefined,
        (file) => JSON.stringify(file).replace('12.5', 'NaN'),
      ),
    ).toContain('not JSON');
    expect(
      refusal(
        () => undefined,
        (file) => JSON.stringify(file).replace('12.5', '1e999'),
      ),
    ).toContain('items[0].need[1].valuePerUnit: the number is too large');
    expect(
      refusal(
        () => undefined,
        () => '[]',
      ),
    ).toContain('an object is expected, found a list');
    expect(
      refusal(
        () => undefined,
        () => '{"currency":"USD"}',
      ),
    ).toContain('locations: a list is expected');
    expect(
      refusal(
        () => undefined,
        () => '',
      ),
    ).toContain('not JSON');
  });

  it('[Q5] answers an empty optimal plan where nothing can or should move', () => {
    for (const change of [
      (file: Sample) => (file.lanes = []),
      (file: Sample) => (file.items = []),
      (file: Sample) => (file.items[0].surplus = []),
      (file: Sample) => (file.items[0].need = []),
      (file: Sample) =>
        file.items[0].need.forEach((step) => (step['valuePerUnit'] = 0)) ??
        (file.items[0].surplus[0]['valuePerUnit'] = 0),
      (file: Sample) => (file.lanes[0]['fixedCost'] = 1000),
      (file: Sample) => file.items[0].surplus.forEach((step) => (step['valuePerUnit'] = -20)),
    ]) {
      const file = sample();
      change(file);
      const { planText, summary } = rebalanceProblemText(JSON.stringify(file), 'p.json', timeless);
      expect(summary).toMatchObject({ status: 'optimal', objective: 0, upperBound: 0, gap: 0, transfers: 0 });
      expect(JSON.parse(planText)).toMatchObject({ transfers: [] });
    }
  });

  it('keeps a drawn problem as it was on the way through text', () => {
    const problem = drawProblem({ seed: 5, items: 4, locations: 9, fixedCost: 12 });
    const file = parseProblemFile(problemToText(problem), 'p.json');
    expect(file.problem).toEqual(problem);
    const { planText, summary } = rebalanceProblemText(problemToText(problem), 'p.json', timeless);
    const plan = JSON.parse(planText) as {
      transfers: { item: string; from: string; to: string; quantity: number }[];
    };
    const laneOf = new Map(
      Array.from(problem.lanes.from, (from, lane) => [`D${from}/D${problem.lanes.to[lane]}`, lane]),
    );
    const columns = {
      count: plan.transfers.length,
      item: Int32Array.from(plan.transfers, (row) => file.itemIds.indexOf(row.item)),
      lane: Int32Array.from(plan.transfers, (row) => laneOf.get(`${row.from}/${row.to}`) ?? -1),
      quantity: Int32Array.from(plan.transfers, (row) => row.quantity),
    };
    const evaluation = evaluateTransfers(problem, columns);
    expect(evaluation.fault).toBeNull();
    expect(evaluation.objective).toBe(summary.objective);
  });
});
