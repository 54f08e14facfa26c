/**
 * Reads a rebalancing problem file (JSON) into the problem in memory. Whatever breaks the format is refused with
 * its place (`items[3].need[0].quantity`) and reason; nothing is repaired silently. Missing optional parts:
 * coordinates, and the limits (laneLimits.ts, packs.ts): `kgPerShipment`, `maxShipments` and `minimumShipmentValue` of
 * a lane, the last also of the whole file, `packQuantity` of an item. Unknown keys are ignored, so that files may carry notes.
 */
import { BallastError } from '../base/errors.ts';
import { growingInts, growingNumbers, type GrowingColumn } from './growingColumn.ts';
import { createNetworkProblem, largestQuantity, type NetworkProblem } from './networkProblem.ts';

export interface ProblemFile {
  readonly problem: NetworkProblem;
  readonly currency: string;
  readonly locationIds: readonly string[];
  readonly itemIds: readonly string[];
}

/** Beyond this a double no longer holds cents of a sum exactly. */
const largestMoney = 1e13;
/** Two amounts further apart than this cannot both count: the smaller vanishes in the rounding of the larger. */
const widestMoneyRange = 1e15;
const largestWeightKg = 1e9;

export function parseProblemFile(text: string, fileName: string): ProblemFile {
  const at = (path: string, reason: string): BallastError =>
    new BallastError('bad-input', `${fileName}, ${path}: ${reason}`, { file: fileName, path, reason });
  let raw: unknown;
  try {
    raw = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    throw at('(whole file)', `not JSON (${error instanceof Error ? error.message : 'unreadable'})`);
  }
  const record = (value: unknown, path: string): Record<string, unknown> => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw at(path, `an object is expected, found ${kindOf(value)}`);
    }
    return value as Record<string, unknown>;
  };
  const list = (value: unknown, path: string): readonly unknown[] => {
    if (!Array.isArray(value)) throw at(path, `a list is expected, found ${kindOf(value)}`);
    return value as readonly unknown[];
  };
  const name = (value: unknown, path: string): string => {
    if (typeof value !== 'string' || value === '') {
      throw at(path, `a non-empty text is expected, found ${kindOf(value)}`);
    }
    return value;
  };
  const number = (value: unknown, path: string, least: number, most: number): number => {
    if (typeof value !== 'number') throw at(path, `a number is expected, found ${kindOf(value)}`);
    if (!Number.isFinite(value)) throw at(path, 'the number is too large');
    if (value < least) {
      throw at(path, least === 0 ? `${value} is negative` : `${value} is below ${least}`);
    }
    if (value > most) throw at(path, `${value} is above ${most}, the most that is computed safely`);
    return value;
  };

  const whole = (value: unknown, path: string, least: number): number => {
    const found = number(value, path, least, largestQuantity);
    if (!Number.isInteger(found)) throw at(path, `${found} is not a whole number`);
    return found;
  };

  const file = record(raw, '(whole file)');
  const currency = name(file['currency'], 'currency');
  const locationIds: string[] = [];
  const locationIndex = new Map<string, number>();
  for (const [index, entry] of list(file['locations'], 'locations').entries()) {
    const path = `locations[${index}]`;
    const location = record(entry, path);
    const id = name(location['id'], `${path}.id`);
    if (locationIndex.has(id)) throw at(`${path}.id`, `location ${id} is listed twice`);
    if (location['latitude'] !== undefined) number(location['latitude'], `${path}.latitude`, -90, 90);
    if (location['longitude'] !== undefined) number(location['longitude'], `${path}.longitude`, -180, 180);
    locationIndex.set(id, index);
    locationIds.push(id);
  }
  const place = (value: unknown, path: string): number => {
    const id = name(value, path);
    const index = locationIndex.get(id);
    if (index === undefined) throw at(path, `location ${id} is not in locations`);
    return index;
  };

  const rawLanes = list(file['lanes'], 'lanes');
  const from = new Int32Array(rawLanes.length);
  const to = new Int32Array(rawLanes.length);
  const fixedCost = new Float64Array(rawLanes.length);
  const costPerKg = new Float64Array(rawLanes.length);
  const kgPerShipment = new Float64Array(rawLanes.length).fill(Number.POSITIVE_INFINITY);
  const maxShipments = new Float64Array(rawLanes.length).fill(Number.POSITIVE_INFINITY);
  const minimumShipmentValue = new Float64Array(rawLanes.length);
  const seen = new Set<number>();
  const money = { least: Number.POSITIVE_INFINITY, leastPath: '', most: 0, mostPath: '' };
  const noteMoney = (value: number, path: string): number => {
    const size = Math.abs(value);
    if (size > money.most) {
      money.most = size;
      money.mostPath = path;
    }
    if (size > 0 && size < money.least) {
      money.least = size;
      money.leastPath = path;
    }
    return value;
  };
  const leastValue = (of: Record<string, unknown>, path: string): number | null => {
    const value = of['minimumShipmentValue'];
    if (value === undefined) return null;
    const place = `${path}minimumShipmentValue`;
    return noteMoney(number(value, place, 0, largestMoney), place);
  };
  const minimumOfFile = leastValue(file, '') ?? 0;
  for (const [index, entry] of rawLanes.entries()) {
    const path = `lanes[${index}]`;
    const lane = record(entry, path);
    from[index] = place(lane['from'], `${path}.from`);
    to[index] = place(lane['to'], `${path}.to`);
    if (from[index] === to[index])
      throw at(path, `the lane leads from ${locationIds[from[index]]} to itself`);
    const key = from[index] * locationIds.length + to[index];
    if (seen.has(key)) {
      throw at(path, `the lane ${locationIds[from[index]]} to ${locationIds[to[index]]} is listed twice`);
    }
    seen.add(key);
    fixedCost[index] = noteMoney(
      number(lane['fixedCost'], `${path}.fixedCost`, 0, largestMoney),
      `${path}.fixedCost`,
    );
    costPerKg[index] = number(lane['costPerKg'], `${path}.costPerKg`, 0, largestMoney);
    if (lane['kgPerShipment'] !== undefined) {
      const kg = number(lane['kgPerShipment'], `${path}.kgPerShipment`, 0, largestWeightKg);
      if (kg === 0) throw at(`${path}.kgPerShipment`, 'a shipment of 0 kg carries nothing');
      kgPerShipment[index] = kg;
    }
    if (lane['maxShipments'] !== undefined) {
      maxShipments[index] = whole(lane['maxShipments'], `${path}.maxShipments`, 0);
    }
    minimumShipmentValue[index] = leastValue(lane, `${path}.`) ?? minimumOfFile;
  }

  const itemIds: string[] = [];
  const itemSeen = new Set<string>();
  const weights = growingNumbers();
  const packs = growingInts();
  const surplus = createSteps();
  const need = createSteps();
  for (const [index, entry] of list(file['items'], 'items').entries()) {
    const path = `items[${index}]`;
    const item = record(entry, path);
    const id = name(item['id'], `${path}.id`);
    if (itemSeen.has(id)) throw at(`${path}.id`, `item ${id} is listed twice`);
    itemSeen.add(id);
    itemIds.push(id);
    weights.push(number(item['weightKg'], `${path}.weightKg`, 0, largestWeightKg));
    packs.push(
      item['packQuantity'] === undefined ? 1 : whole(item['packQuantity'], `${path}.packQuantity`, 1),
    );
    for (const [key, steps] of [
      ['surplus', surplus],
      ['need', need],
    ] as const) {
      for (const [k, part] of list(item[key], `${path}.${key}`).entries()) {
        const stepPath = `${path}.${key}[${k}]`;
        const step = record(part, stepPath);
        steps.location.push(place(step['location'], `${stepPath}.location`));
        steps.quantity.push(whole(step['quantity'], `${stepPath}.quantity`, 0));
        steps.value.push(
          noteMoney(
            number(step['valuePerUnit'], `${stepPath}.valuePerUnit`, -largestMoney, largestMoney),
            `${stepPath}.valuePerUnit`,
          ),
        );
      }
      steps.start.push(steps.location.length);
    }
  }
  if (money.most / money.least > widestMoneyRange) {
    throw at(
      money.leastPath,
      `${money.least} beside ${money.most} (${money.mostPath}): the smaller amount is lost in the rounding of the larger`,
    );
  }
  const itemPackQuantity = packs.done();
  return {
    problem: createNetworkProblem({
      locationCount: locationIds.length,
      lanes: {
        from,
        to,
        fixedCost,
        costPerKg,
        ...(kgPerShipment.some(Number.isFinite) ? { kgPerShipment } : {}),
        ...(maxShipments.some(Number.isFinite) ? { maxShipments } : {}),
        ...(minimumShipmentValue.some((value) => value > 0) ? { minimumShipmentValue } : {}),
      },
      itemWeightKg: weights.done(),
      ...(itemPackQuantity.some((pack) => pack > 1) ? { itemPackQuantity } : {}),
      surplus: stepColumns(surplus),
      need: stepColumns(need),
    }),
    currency,
    locationIds,
    itemIds,
  };
}

interface StepsBeingRead {
  readonly start: GrowingColumn<Int32Array>;
  readonly location: GrowingColumn<Int32Array>;
  readonly quantity: GrowingColumn<Int32Array>;
  readonly value: GrowingColumn<Float64Array>;
}

function createSteps(): StepsBeingRead {
  const start = growingInts();
  start.push(0);
  return { start, location: growingInts(), quantity: growingInts(), value: growingNumbers() };
}

function stepColumns(steps: StepsBeingRead): NetworkProblem['surplus'] {
  return {
    start: steps.start.done(),
    location: steps.location.done(),
    quantity: steps.quantity.done(),
    valuePerUnit: steps.value.done(),
  };
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return value === '' ? 'an empty text' : `the text "${value.slice(0, 40)}"`;
  if (typeof value === 'object') return 'an object';
  return `the ${typeof value} ${JSON.stringify(value)}`;
}
