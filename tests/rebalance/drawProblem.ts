import { createRandom } from '../../core/base/random.ts';
import { createNetworkProblem, type NetworkProblem } from '../../core/rebalance/networkProblem.ts';

export interface DrawOptions {
  readonly seed: number;
  readonly items: number;
  readonly locations: number;
  /** Chance that an ordered pair of locations has a lane. */
  readonly laneDensity?: number;
  /** Chance that a location gives, and that another needs, a given item. */
  readonly giveDensity?: number;
  readonly needDensity?: number;
  /** Mean fixed cost of a lane; 0: none. */
  readonly fixedCost?: number;
  readonly mostSteps?: number;
  readonly mostUnits?: number;
  /** Whole-number money: plenty of ties. */
  readonly ties?: boolean;
  readonly negativeSurplus?: boolean;
  /** Packs of up to so many units. */
  readonly mostPack?: number;
  /** Mean weight of a shipment, and most shipments of a lane. */
  readonly kgPerShipment?: number;
  readonly maxShipments?: number;
  /** Mean of the least values of a shipment. */
  readonly minimumShipmentValue?: number;
  /** Need values are drawn up to this. */
  readonly needValue?: number;
}

/** A seeded problem on a square map: freight and fixed cost grow with distance. */
export function drawProblem(options: DrawOptions): NetworkProblem {
  const { seed, items, locations } = options;
  const random = createRandom(seed);
  const x = Array.from({ length: locations }, () => random.next());
  const y = Array.from({ length: locations }, () => random.next());
  const from: number[] = [];
  const to: number[] = [];
  const fixedCost: number[] = [];
  const costPerKg: number[] = [];
  const money = (value: number): number => (options.ties === true ? Math.round(value) : value);
  for (let a = 0; a < locations; a++) {
    for (let b = 0; b < locations; b++) {
      if (a === b || random.next() >= (options.laneDensity ?? 0.5)) continue;
      const distance = Math.hypot(x[a] - x[b], y[a] - y[b]);
      from.push(a);
      to.push(b);
      fixedCost.push(money((options.fixedCost ?? 0) * (0.4 + 1.2 * distance)));
      costPerKg.push(money(0.1 + 1.5 * distance));
    }
  }
  const weight: number[] = [];
  const surplus = { start: [0], location: [] as number[], quantity: [] as number[], value: [] as number[] };
  const need = { start: [0], location: [] as number[], quantity: [] as number[], value: [] as number[] };
  for (let item = 0; item < items; item++) {
    weight.push(options.ties === true ? random.integer(0, 4) : 0.1 + random.gamma(1, 2));
    const worth = (options.needValue ?? 40) * (0.2 + random.next());
    for (let location = 0; location < locations; location++) {
      const gives = random.next() < (options.giveDensity ?? 0.3);
      const needs = random.next() < (options.needDensity ?? 0.4);
      for (const [wanted, steps, sign] of [
        [gives, surplus, -1],
        [needs, need, 1],
      ] as const) {
        if (!wanted) continue;
        let value = worth * random.next();
        for (let step = random.integer(1, (options.mostSteps ?? 3) + 1); step > 0; step--) {
          steps.location.push(location);
          steps.quantity.push(random.integer(options.ties === true ? 0 : 1, (options.mostUnits ?? 4) + 1));
          const drawn = sign > 0 ? value : value * 0.2 - (options.negativeSurplus === true ? worth * 0.2 : 0);
          steps.value.push(money(drawn));
          value *= 0.3 + 0.6 * random.next();
        }
      }
    }
    surplus.start.push(surplus.location.length);
    need.start.push(need.location.length);
  }
  const columns = (steps: typeof need): NetworkProblem['need'] => ({
    start: Int32Array.from(steps.start),
    location: Int32Array.from(steps.location),
    quantity: Int32Array.from(steps.quantity),
    valuePerUnit: Float64Array.from(steps.value),
  });
  const { kgPerShipment, maxShipments, minimumShipmentValue, mostPack } = options;
  const perLane = (draw: () => number): Float64Array => Float64Array.from(from, draw);
  return createNetworkProblem({
    locationCount: locations,
    lanes: {
      from: Int32Array.from(from),
      to: Int32Array.from(to),
      fixedCost: Float64Array.from(fixedCost),
      costPerKg: Float64Array.from(costPerKg),
      ...(kgPerShipment === undefined
        ? {}
        : { kgPerShipment: perLane(() => kgPerShipment * (0.5 + random.next())) }),
      ...(maxShipments === undefined
        ? {}
        : { maxShipments: perLane(() => random.integer(0, maxShipments + 1)) }),
      ...(minimumShipmentValue === undefined
        ? {}
        : { minimumShipmentValue: perLane(() => 2 * minimumShipmentValue * random.next()) }),
    },
    itemWeightKg: Float64Array.from(weight),
    ...(mostPack === undefined
      ? {}
      : { itemPackQuantity: Int32Array.from(weight, () => random.integer(1, mostPack + 1)) }),
    surplus: columns(surplus),
    need: columns(need),
  });
}

/** The problem file of a drawn problem. */
export function problemToText(problem: NetworkProblem): string {
  const place = (index: number): string => `D${index}`;
  const steps = (columns: NetworkProblem['need'], item: number): object[] => {
    const list: object[] = [];
    for (let s = columns.start[item]; s < columns.start[item + 1]; s++) {
      list.push({
        location: place(columns.location[s]),
        quantity: columns.quantity[s],
        valuePerUnit: columns.valuePerUnit[s],
      });
    }
    return list;
  };
  const { lanes } = problem;
  return JSON.stringify({
    currency: 'USD',
    locations: Array.from({ length: problem.locationCount }, (_, index) => ({ id: place(index) })),
    lanes: Array.from(lanes.from, (from, lane) => ({
      from: place(from),
      to: place(lanes.to[lane]),
      fixedCost: lanes.fixedCost[lane],
      costPerKg: lanes.costPerKg[lane],
      ...(lanes.kgPerShipment === undefined ? {} : { kgPerShipment: lanes.kgPerShipment[lane] }),
      ...(lanes.maxShipments === undefined ? {} : { maxShipments: lanes.maxShipments[lane] }),
      ...(lanes.minimumShipmentValue === undefined
        ? {}
        : { minimumShipmentValue: lanes.minimumShipmentValue[lane] }),
    })),
    items: Array.from(problem.itemWeightKg, (weightKg, item) => ({
      id: `P${item}`,
      weightKg,
      ...(problem.itemPackQuantity === undefined ? {} : { packQuantity: problem.itemPackQuantity[item] }),
      surplus: steps(problem.surplus, item),
      need: steps(problem.need, item),
    })),
  });
}

/** Three items on four places in small steps: few enough plans to look at all of them. */
export function drawTinyProblem(seed: number, fixedCost: number, negativeSurplus = false): NetworkProblem {
  return drawProblem({
    seed,
    items: 3,
    locations: 4,
    laneDensity: 0.8,
    giveDensity: 0.4,
    needDensity: 0.4,
    mostUnits: 2,
    mostSteps: 2,
    negativeSurplus,
    fixedCost,
  });
}
