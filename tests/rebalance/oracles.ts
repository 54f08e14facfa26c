import type { NetworkProblem } from '../../core/rebalance/networkProblem.ts';

/**
 * A mixed-integer model of the problem in LP format, written from the format's definition alone. Shipments of so many
 * kg are whole numbers of their own; packs and least values are not modelled.
 */
export function problemToLp(problem: NetworkProblem, relaxed = false): string {
  const { lanes, surplus, need } = problem;
  const objective: string[] = [];
  const rows: string[] = [];
  const bounds: string[] = [];
  const whole: string[] = [];
  const binaries: string[] = [];
  const usable = new Set<number>();
  const loads = new Map<number, string[]>();
  const kgOf = (lane: number): number => lanes.kgPerShipment?.[lane] ?? Infinity;
  const shipmentsOf = (lane: number): number => lanes.maxShipments?.[lane] ?? Infinity;
  const term = (value: number, name: string): string => `${value < 0 ? '-' : '+'} ${Math.abs(value)} ${name}`;
  for (let item = 0; item < problem.itemCount; item++) {
    const outgoing = new Map<number, string[]>();
    const incoming = new Map<number, string[]>();
    const total = (steps: typeof need): Map<number, number> => {
      const sums = new Map<number, number>();
      for (let s = steps.start[item]; s < steps.start[item + 1]; s++) {
        sums.set(steps.location[s], (sums.get(steps.location[s]) ?? 0) + steps.quantity[s]);
      }
      return sums;
    };
    const supply = total(surplus);
    const demand = total(need);
    for (let lane = 0; lane < problem.laneCount; lane++) {
      const from = lanes.from[lane];
      const to = lanes.to[lane];
      const most = Math.min(supply.get(from) ?? 0, demand.get(to) ?? 0);
      if (most === 0) continue;
      const name = `x${item}_${lane}`;
      objective.push(term(-problem.itemWeightKg[item] * lanes.costPerKg[lane], name));
      outgoing.set(from, [...(outgoing.get(from) ?? []), name]);
      incoming.set(to, [...(incoming.get(to) ?? []), name]);
      if (lanes.fixedCost[lane] > 0 || Number.isFinite(shipmentsOf(lane))) {
        loads.set(lane, [...(loads.get(lane) ?? []), `${problem.itemWeightKg[item]} ${name}`]);
        rows.push(`${name} - ${most} y${lane} <= 0`);
        usable.add(lane);
      }
      whole.push(name);
    }
    for (const [steps, label, arcs] of [
      [surplus, 'g', outgoing],
      [need, 'n', incoming],
    ] as const) {
      const parts = new Map<number, string[]>();
      for (let s = steps.start[item]; s < steps.start[item + 1]; s++) {
        const name = `${label}${item}_${s}`;
        objective.push(term(steps.valuePerUnit[s], name));
        bounds.push(`0 <= ${name} <= ${steps.quantity[s]}`);
        parts.set(steps.location[s], [...(parts.get(steps.location[s]) ?? []), name]);
      }
      for (const [location, names] of parts) {
        const flows = (arcs.get(location) ?? []).map((name) => `- ${name}`).join(' ');
        rows.push(`${names.join(' + ')} ${flows} = 0`);
      }
    }
  }
  for (const lane of usable) {
    objective.push(term(-lanes.fixedCost[lane], `y${lane}`));
    const shipments = Number.isFinite(kgOf(lane)) ? shipmentsOf(lane) : Math.min(1, shipmentsOf(lane));
    if (Number.isFinite(kgOf(lane))) {
      rows.push(`${(loads.get(lane) ?? []).join(' + ')} - ${kgOf(lane)} y${lane} <= 0`);
    }
    if (shipments === 1) binaries.push(`y${lane}`);
    else whole.push(`y${lane}`);
    if (relaxed || shipments !== 1)
      bounds.push(`0 <= y${lane} <= ${Number.isFinite(shipments) ? shipments : 1000}`);
  }
  const kinds = relaxed
    ? ''
    : `${whole.length > 0 ? `General\n ${whole.join('\n ')}\n` : ''}${
        binaries.length > 0 ? `Binary\n ${binaries.join('\n ')}\n` : ''
      }`;
  return [
    'Maximize',
    ` obj: ${objective.length === 0 ? '0 zero' : objective.join('\n ')}`,
    'Subject To',
    rows.length === 0 ? ' none: zero <= 1' : rows.map((row, index) => ` r${index}: ${row}`).join('\n'),
    'Bounds',
    ...bounds.map((bound) => ` ${bound}`),
    `${kinds}End`,
  ].join('\n');
}

/** Best objective by trying every quantity on every (item, lane); only for tiny problems. */
export function bruteForce(problem: NetworkProblem): number {
  const { lanes, surplus, need } = problem;
  const columns: { item: number; lane: number; most: number }[] = [];
  const stepsAt = (steps: typeof need, item: number, location: number): number[] => {
    const units: number[] = [];
    for (let s = steps.start[item]; s < steps.start[item + 1]; s++) {
      if (steps.location[s] !== location) continue;
      for (let u = 0; u < steps.quantity[s]; u++) units.push(steps.valuePerUnit[s]);
    }
    return units.toSorted((a, b) => b - a);
  };
  const curves = new Map<string, number[]>();
  const curve = (steps: typeof need, item: number, location: number): number[] => {
    const key = `${steps === need ? 'n' : 's'}${item}/${location}`;
    const known = curves.get(key) ?? stepsAt(steps, item, location);
    curves.set(key, known);
    return known;
  };
  for (let item = 0; item < problem.itemCount; item++) {
    for (let lane = 0; lane < problem.laneCount; lane++) {
      const most = Math.min(
        curve(surplus, item, lanes.from[lane]).length,
        curve(need, item, lanes.to[lane]).length,
      );
      if (most > 0) columns.push({ item, lane, most });
    }
  }
  const given = new Map<string, number>();
  const laneUnits = new Int32Array(problem.laneCount);
  let best = 0;
  const visit = (index: number, value: number): void => {
    if (index === columns.length) {
      best = Math.max(best, value);
      return;
    }
    const { item, lane, most } = columns[index];
    const freight = problem.itemWeightKg[item] * lanes.costPerKg[lane];
    const from = curve(surplus, item, lanes.from[lane]);
    const to = curve(need, item, lanes.to[lane]);
    const fromKey = `s${item}/${lanes.from[lane]}`;
    const toKey = `n${item}/${lanes.to[lane]}`;
    const usedFrom = given.get(fromKey) ?? 0;
    const usedTo = given.get(toKey) ?? 0;
    let gained = 0;
    visit(index + 1, value);
    for (let units = 1; units <= most; units++) {
      if (usedFrom + units > from.length || usedTo + units > to.length) break;
      gained += from[usedFrom + units - 1] + to[usedTo + units - 1] - freight;
      given.set(fromKey, usedFrom + units);
      given.set(toKey, usedTo + units);
      laneUnits[lane] += units;
      const toll = laneUnits[lane] === units ? lanes.fixedCost[lane] : 0;
      visit(index + 1, value + gained - toll);
      laneUnits[lane] -= units;
    }
    given.set(fromKey, usedFrom);
    given.set(toKey, usedTo);
  };
  visit(0, 0);
  return best;
}

/**
 * Best objective within packs and lane limits by trying every number of packs on every (item, lane), each plan valued
 * from the rules' text alone; only for tiny problems.
 */
export function bruteForceWithin(problem: NetworkProblem): number {
  const { lanes, surplus, need } = problem;
  const unitsAt = (steps: typeof need, item: number, location: number): number[] => {
    const units: number[] = [];
    for (let s = steps.start[item]; s < steps.start[item + 1]; s++) {
      if (steps.location[s] !== location) continue;
      for (let u = 0; u < steps.quantity[s]; u++) units.push(steps.valuePerUnit[s]);
    }
    return units.toSorted((a, b) => b - a);
  };
  const columns: {
    item: number;
    lane: number;
    pack: number;
    most: number;
    give: number[];
    take: number[];
  }[] = [];
  for (let item = 0; item < problem.itemCount; item++) {
    const pack = problem.itemPackQuantity?.[item] ?? 1;
    for (let lane = 0; lane < problem.laneCount; lane++) {
      const give = unitsAt(surplus, item, lanes.from[lane]);
      const take = unitsAt(need, item, lanes.to[lane]);
      while (take.length > 0 && take.length % pack > 0) take.push(Math.min(0, take[take.length - 1]));
      const most = Math.floor(Math.min(give.length, take.length) / pack);
      if (most > 0) columns.push({ item, lane, pack, most, give, take });
    }
  }
  const packs = new Int32Array(columns.length);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  /** Worth of the plan, or null where it breaks a limit. */
  const worth = (): number | null => {
    let objective = 0;
    const kg = new Float64Array(problem.laneCount);
    const value = new Float64Array(problem.laneCount);
    const used = new Set<number>();
    for (const [k, { item, lane, pack, give, take }] of columns.entries()) {
      if (packs[k] === 0) continue;
      const units = packs[k] * pack;
      const total = (end: Int32Array): number =>
        sum(
          columns.map((other, j) =>
            other.item === item && end[other.lane] === end[lane] ? packs[j] * other.pack : 0,
          ),
        );
      const given = total(lanes.from);
      const taken = total(lanes.to);
      if (given > give.length || taken > take.length) return null;
      const ends = sum(give.slice(0, given)) / given + sum(take.slice(0, taken)) / taken;
      const earned = units * (ends - problem.itemWeightKg[item] * lanes.costPerKg[lane]);
      objective += earned;
      value[lane] += earned;
      kg[lane] += units * problem.itemWeightKg[item];
      used.add(lane);
    }
    for (const lane of used) {
      const shipments = Math.max(1, Math.ceil(kg[lane] / (lanes.kgPerShipment?.[lane] ?? Infinity) - 1e-9));
      if (shipments > (lanes.maxShipments?.[lane] ?? Infinity)) return null;
      if (value[lane] < shipments * (lanes.minimumShipmentValue?.[lane] ?? 0) * (1 - 1e-9)) return null;
      objective -= shipments * lanes.fixedCost[lane];
    }
    return objective;
  };
  let best = 0;
  const visit = (index: number): void => {
    if (index === columns.length) {
      best = Math.max(best, worth() ?? 0);
      return;
    }
    for (packs[index] = 0; packs[index] <= columns[index].most; packs[index]++) visit(index + 1);
    packs[index] = 0;
  };
  visit(0);
  return best;
}
