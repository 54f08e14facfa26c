/**
 * Where the sample network stands: dealers in towns drawn by population, owner groups of dealers that are
 * near each other, regional warehouses where they shorten the way to the dealers most, one central
 * warehouse in their middle and the suppliers at a plant and a port.
 *
 * The order is suppliers, central warehouse, regional warehouses, dealers.
 */
import type { Random } from '../../../../core/base/random.ts';
import type { Location, LocationKind } from '../../../../core/model/network.ts';
import { distanceKm } from './distanceKm.ts';
import type { Town } from './parseTowns.ts';
import { regionOfState } from './regions.ts';
import type { SampleDimensions } from './sampleSizes.ts';
import { createWeightedChoice } from './weightedChoice.ts';

/** Dealers are no closer than this to each other, so that each has a town of its own. */
const nearestDealersKm = 9;
/** A warehouse stands outside a metropolis, not in the middle of it. */
const warehouseTown = { smallest: 120_000, metropolis: 1_000_000, kmFromMetropolis: 25 };
const supplierTowns = [
  { name: 'Toledo', state: 'OH', title: 'Plant' },
  { name: 'Savannah', state: 'GA', title: 'Port' },
] as const;
const dealerWords = [
  'Motors',
  'Auto',
  'Car Company',
  'Automotive',
  'Auto Center',
  'Motor Sales',
  'Auto Gallery',
];
/** With the names enough for 240 groups; a thousand dealers form about 150. */
const groupWords = [
  'Auto Group',
  'Motor Group',
  'Dealer Group',
  'Auto Partners',
  'Motor Holdings',
  'Auto Holdings',
];
const groupNames = [
  'Blue Ridge', 'Prairie', 'Great Lakes', 'Tidewater', 'Sunbelt', 'Cascade', 'Piedmont', 'High Plains', 'Gulf Coast',
  'Canyon', 'Heartland', 'Northwoods', 'Palmetto', 'Lone Pine', 'Harbor', 'Redwood', 'Three Rivers', 'Mesa', 'Old Mill',
  'Summit', 'Valley', 'Bayou', 'Granite', 'Lakeshore', 'Orchard', 'Peachtree', 'Pinnacle', 'Riverbend', 'Sierra',
  'Stonebridge', 'Timberline', 'Magnolia', 'Ironwood', 'Clearwater', 'Cedar', 'Bluegrass', 'Copper State', 'Silver Lake',
  'Evergreen', 'Cumberland',
]; // prettier-ignore

export function createLocations(towns: readonly Town[], size: SampleDimensions, random: Random): Location[] {
  const dealerTowns = drawDealerTowns(towns, size.dealers, random.fork('towns'));
  const metropolises = towns.filter(({ population }) => population >= warehouseTown.metropolis);
  const candidates = towns.filter(
    (town) =>
      town.population >= warehouseTown.smallest &&
      metropolises.every((metropolis) => distanceKm(town, metropolis) >= warehouseTown.kmFromMetropolis),
  );
  const rdcTowns = placeWarehouses(candidates, dealerTowns, size.rdcs);
  const [cdcTown] = placeWarehouses(
    candidates.filter((town) => !rdcTowns.includes(town)),
    dealerTowns,
    1,
  );
  const groups = formGroups(dealerTowns, random.fork('groups'));
  const names = new Set<string>();
  const naming = random.fork('names');
  return [
    ...supplierTowns
      .slice(0, size.suppliers)
      .map(({ name, state, title }, index) =>
        locate(townNamed(towns, name, state), 'supplier', `S${two(index + 1)}`, `${title} ${name}`, ''),
      ),
    locate(cdcTown, 'cdc', 'C01', `CDC ${cdcTown.name}`, ''),
    ...rdcTowns.map((town, index) => {
      const isAlone = rdcTowns.every((other) => other === town || other.name !== town.name);
      return locate(
        town,
        'rdc',
        `R${two(index + 1)}`,
        `RDC ${town.name}${isAlone ? '' : ` ${town.state}`}`,
        '',
      );
    }),
    ...dealerTowns.map((town, index) => {
      const name = nameDealer(town, names, naming);
      const id = `D${String(index + 1).padStart(size.dealers > 999 ? 4 : 3, '0')}`;
      return locate(town, 'dealer', id, name, groups[index] ?? name);
    }),
  ];
}

function drawDealerTowns(towns: readonly Town[], count: number, random: Random): Town[] {
  const choose = createWeightedChoice(towns.map((town) => town.population ** 0.8));
  const chosen: Town[] = [];
  const taken = new Set<Town>();
  for (let attempt = 0; chosen.length < count; attempt++) {
    if (attempt > 2_000 * count) throw new Error(`${towns.length} towns are too few for ${count} dealers`);
    const town = towns[choose(random)];
    if (taken.has(town)) continue;
    taken.add(town);
    if (chosen.every((other) => distanceKm(town, other) >= nearestDealersKm)) chosen.push(town);
  }
  // From east to west within a region: ids of neighbours are near each other, as in a real dealer list.
  const order = [...new Set(regionOfState.values())];
  const rank = (town: Town): number => order.indexOf(regionOfState.get(town.state) ?? '');
  return chosen.toSorted((a, b) => rank(a) - rank(b) || b.longitude - a.longitude || b.latitude - a.latitude);
}

/**
 * Greedy k-median: each warehouse goes where it shortens Σ population^0.5 × distance to the nearest
 * warehouse most. O(warehouses × candidates × dealers).
 */
function placeWarehouses(candidates: readonly Town[], dealers: readonly Town[], count: number): Town[] {
  const distances = candidates.map((town) =>
    Float64Array.from(dealers, (dealer) => distanceKm(town, dealer)),
  );
  const weights = dealers.map((dealer) => Math.sqrt(dealer.population));
  const nearest = new Float64Array(dealers.length).fill(Number.POSITIVE_INFINITY);
  const chosen: Town[] = [];
  for (let step = 0; step < count; step++) {
    let best = -1;
    let bestCost = Number.POSITIVE_INFINITY;
    for (const [candidate, distance] of distances.entries()) {
      let cost = 0;
      for (let d = 0; d < dealers.length; d++) cost += weights[d] * Math.min(nearest[d], distance[d]);
      if (cost < bestCost && !chosen.includes(candidates[candidate])) {
        best = candidate;
        bestCost = cost;
      }
    }
    chosen.push(candidates[best]);
    for (let d = 0; d < dealers.length; d++) nearest[d] = Math.min(nearest[d], distances[best][d]);
  }
  return chosen;
}

/** The group's name of each dealer; undefined for an independent one (about two in five). */
function formGroups(dealers: readonly Town[], random: Random): (string | undefined)[] {
  const groups: (string | undefined)[] = dealers.map(() => undefined);
  const decided = new Set<number>();
  let formed = 0;
  for (let first = 0; first < dealers.length; first++) {
    if (decided.has(first)) continue;
    decided.add(first);
    if (random.next() < 0.65) continue;
    const others = dealers
      .map((town, dealer) => ({ dealer, km: distanceKm(dealers[first], town) }))
      .filter(({ dealer }) => !decided.has(dealer))
      .toSorted((a, b) => a.km - b.km)
      .slice(0, random.integer(1, 7));
    if (others.length === 0) continue;
    const suffix = groupWords[Math.floor(formed / groupNames.length) % groupWords.length];
    const name = `${groupNames[formed % groupNames.length]} ${suffix}`;
    formed++;
    for (const dealer of [first, ...others.map((other) => other.dealer)]) {
      groups[dealer] = name;
      decided.add(dealer);
    }
  }
  return groups;
}

/** Town and trade; towns of the same name in two states are told apart by the state. */
function nameDealer(town: Town, names: Set<string>, random: Random): string {
  const word = random.pick(dealerWords);
  const plain = `${town.name} ${word}`;
  const name = names.has(plain) ? `${town.name} ${town.state} ${word}` : plain;
  names.add(name);
  return name;
}

function locate(town: Town, kind: LocationKind, id: string, name: string, ownerGroup: string): Location {
  const { latitude, longitude, timeZone, population } = town;
  const region = regionOfState.get(town.state) ?? '';
  return { id, name, kind, ownerGroup, region, latitude, longitude, timeZone, population };
}

function townNamed(towns: readonly Town[], name: string, state: string): Town {
  const town = towns.find((candidate) => candidate.name === name && candidate.state === state);
  if (town === undefined) throw new Error(`The list of towns lacks ${name}, ${state}`);
  return town;
}

function two(count: number): string {
  return String(count).padStart(2, '0');
}
