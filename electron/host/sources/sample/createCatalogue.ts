/**
 * The items of the sample network and what their demand is drawn from.
 *
 * Small: the real car parts by part number, then the synthetic fast movers. Medium and large: synthetic
 * slow movers, each with the shape of a real series (neighbours in the catalogue take neighbouring series),
 * then the fast movers. A fast mover has a mean, a trend, a yearly swing and a dispersion of its own.
 */
import type { Random } from '../../../../core/base/random.ts';
import type { Criticality, Item, ItemStatus, Supersession } from '../../../../core/model/network.ts';
import { createSupersessions } from './createSupersessions.ts';
import type { CarParts } from './parseCarParts.ts';
import { fastFamilies, type FastFamily, type PartFamily, slowFamilies } from './partFamilies.ts';
import type { PatternBank } from './patternBank.ts';
import type { SampleDimensions } from './sampleSizes.ts';

export interface Catalogue {
  readonly items: readonly Item[];
  readonly supersessions: readonly Supersession[];
  /** Index of the real series whose shape an item has; -1 for a fast mover. */
  readonly pattern: Int32Array;
  /** Index of the first fast mover: they are the last items. */
  readonly firstFast: number;
  /** Of each fast mover: mean units a month at an average dealer, without trend and season. */
  readonly fastMean: Float64Array;
  /** Of each fast mover: variance of the monthly demand over its mean. */
  readonly fastDispersion: Float64Array;
  /** Of each fast mover, month by month: what trend, season, launch and end multiply the mean by. */
  readonly fastCurve: Float64Array;
  /** Months [from, to) in which an item is observed. */
  readonly observedFrom: Uint8Array;
  readonly observedTo: Uint8Array;
}

interface Draft {
  readonly id: string;
  readonly family: PartFamily;
  readonly origin: Item['origin'];
}

const sides = ['left', 'right', 'front left', 'front right', 'rear left', 'rear right'];
const types = Array.from('ABCDEFGHJKLMNPRSTUVWX');
const models = ['Larch', 'Rowan', 'Tamarack', 'Juniper', 'Sorrel', 'Yarrow'];

export function createCatalogue(
  size: SampleDimensions,
  carParts: CarParts,
  bank: PatternBank,
  real: boolean,
  random: Random,
): Catalogue {
  const { periods } = carParts;
  const slowCount = real ? carParts.ids.length : size.syntheticItems - size.fastMovers;
  const slow = real
    ? draftRealParts(carParts.ids, random.fork('families'))
    : draftSlowMovers(slowCount, random.fork('families'));
  const fast = draftFastMovers(size.fastMovers);
  const drafts: readonly Draft[] = [...slow, ...fast];
  const pattern = new Int32Array(drafts.length).fill(-1);
  for (let item = 0; item < slowCount; item++) pattern[item] = Math.floor((item * bank.count) / slowCount);

  const observedFrom = new Uint8Array(drafts.length);
  const observedTo = new Uint8Array(drafts.length).fill(periods);
  for (let item = 0; item < slowCount; item++) observedTo[item] = bank.end[pattern[item]];
  const fastMean = new Float64Array(fast.length);
  const fastDispersion = new Float64Array(fast.length);
  const fastCurve = new Float64Array(fast.length * periods);
  const replacedFast = new Map<number, number>();
  const demandRandom = random.fork('demand');
  let handover = 0;
  for (const [index, { family }] of fast.entries()) {
    const swing = 1 + 0.3 * demandRandom.normal();
    fastMean[index] = family.monthlyMean * Math.exp(0.7 * demandRandom.normal());
    fastDispersion[index] = demandRandom.pick([1, 1, 1.2, 1.8, 3, 6]);
    const yearlyGrowth = Math.exp(0.12 * demandRandom.normal());
    const launch = handover > 0 ? handover : demandRandom.next() < 0.06 ? demandRandom.integer(6, 31) : 0;
    // A part that its neighbour in the catalogue replaces: one fades out as the other is launched.
    const hasSuccessor = index + 1 < fast.length && fast[index + 1].family === family;
    handover =
      handover === 0 && launch === 0 && hasSuccessor && demandRandom.next() < 0.06
        ? demandRandom.integer(16, 34)
        : 0;
    if (handover > 0) replacedFast.set(slowCount + index, handover);
    observedFrom[slowCount + index] = launch;
    for (let month = launch; month < periods; month++) {
      const season =
        1 + family.seasonAmplitude * swing * Math.cos((2 * Math.PI * (month - family.peakMonth)) / 12);
      const fading = handover > 0 && month >= handover ? 0.25 * 0.5 ** (month - handover) : 1;
      const growing = launch > 0 ? Math.min(1, (month - launch + 1) / 3) : 1;
      const kept = fading < 0.02 ? 0 : fading;
      fastCurve[index * periods + month] =
        Math.max(0.05, season) * yearlyGrowth ** (month / 12) * kept * growing;
    }
  }

  const lastDemand = lastDemandMonths(drafts.length, pattern, bank);
  const supersessions = createSupersessions(
    {
      families: drafts.map((draft) => draft.family.code),
      lastDemand,
      replacedFast,
      firstFast: slowCount,
      firstPeriod: carParts.firstPeriod,
      periods,
    },
    random.fork('supersessions'),
  );
  const statuses = drawStatuses(drafts, observedTo, periods, supersessions, random.fork('status'));
  const attributes = random.fork('attributes');
  const items = drafts.map((draft, index) => describe(draft, index, statuses[index], attributes));
  return {
    items,
    supersessions,
    pattern,
    firstFast: slowCount,
    fastMean,
    fastDispersion,
    fastCurve,
    observedFrom,
    observedTo,
  };
}

/** Real parts take the family of their neighbourhood: a family ends at a gap in the numbers or when it is full. */
function draftRealParts(ids: readonly string[], random: Random): Draft[] {
  const largestGap = 1_500;
  let left = 0;
  let family = slowFamilies[0];
  return ids.map((id, index) => {
    left--;
    if (left < 0 || (index > 0 && Number(id) - Number(ids[index - 1]) > largestGap)) {
      left = random.integer(8, 48);
      family = random.pick(slowFamilies.filter((candidate) => candidate !== family));
    }
    return { id, family, origin: 'real' };
  });
}

function draftSlowMovers(count: number, random: Random): Draft[] {
  const nextNumber = new Map<string, number>();
  let left = 0;
  let family = slowFamilies[0];
  return Array.from({ length: count }, () => {
    left--;
    if (left < 0) {
      left = random.integer(10, 60);
      family = random.pick(slowFamilies.filter((candidate) => candidate !== family));
    }
    const number = (nextNumber.get(family.code) ?? 10_000) + 1 + random.integer(0, 9);
    nextNumber.set(family.code, number);
    return { id: `${family.code}-${number}`, family, origin: 'synthetic' };
  });
}

function draftFastMovers(count: number): (Draft & { readonly family: FastFamily })[] {
  return Array.from({ length: count }, (_, index) => {
    const family = fastFamilies[Math.floor((index * fastFamilies.length) / count)];
    const first = Math.ceil((fastFamilies.indexOf(family) * count) / fastFamilies.length);
    return {
      id: `${family.code}-${String(101 + 7 * (index - first)).padStart(4, '0')}`,
      family,
      origin: 'synthetic',
    };
  });
}

/** The last month with demand of each item with a real shape; -1 where there is none, and for fast movers. */
function lastDemandMonths(count: number, pattern: Int32Array, bank: PatternBank): Int16Array {
  return Int16Array.from({ length: count }, (_, item) => {
    const series = pattern[item];
    if (series < 0 || bank.start[series] === bank.start[series + 1]) return -1;
    return bank.months[bank.start[series + 1] - 1];
  });
}

function drawStatuses(
  drafts: readonly Draft[],
  observedTo: Uint8Array,
  periods: number,
  supersessions: readonly Supersession[],
  random: Random,
): ItemStatus[] {
  const statuses = drafts.map((_, item): ItemStatus => (observedTo[item] < periods ? 'phase-out' : 'active'));
  for (const { item, kind } of supersessions)
    statuses[item] = kind === 'one-way' ? 'superseded' : 'phase-out';
  const stopped = Math.max(6, Math.round(drafts.length / 500));
  for (let drawn = 0; drawn < stopped;) {
    const item = random.integer(0, drafts.length);
    if (statuses[item] !== 'active') continue;
    // A recall stops safety parts twice as often as others.
    if (drafts[item].family.vital < 0.5 && random.next() < 0.5) continue;
    statuses[item] = 'stop-sale';
    drawn++;
  }
  return statuses;
}

function describe({ id, family, origin }: Draft, index: number, status: ItemStatus, random: Random): Item {
  const noun = random.pick(family.nouns);
  const side = random.pick(sides);
  const model = random.pick(models);
  const fit = family.modelSpecific ? model : `type ${types[index % types.length]}`;
  const cost = family.costMinor * Math.exp(0.55 * random.normal());
  const weight = family.weightKg * Math.exp(0.35 * random.normal());
  const urgency = random.next();
  const criticality: Criticality =
    urgency < family.vital ? 'vital' : urgency < family.vital + family.essential ? 'essential' : 'desirable';
  return {
    id,
    description: family.sided ? `${noun}, ${side}, ${fit}` : `${noun}, ${fit}`,
    family: family.name,
    unitCostMinor: Math.max(25, Math.round(cost / 5) * 5),
    currency: 'USD',
    weightKg: Math.max(0.01, Math.round(weight * 100) / 100),
    packQuantity: random.pick(family.packs),
    criticality,
    hazardous: family.hazardous,
    status,
    origin,
  };
}
