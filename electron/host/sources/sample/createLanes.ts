/**
 * The lanes of the sample network. Goods flow from the suppliers to the central warehouse, from there to
 * the regional ones, and from the nearest regional warehouse to each dealer (its supplying lane); regional
 * warehouses help each other out, and a dealer can send to its nearest dealers and within its owner group.
 * There is at most one lane from a location to another. Freight grows with road distance; parcels between
 * dealers do not carry hazardous goods except on the dearer lanes with a courier that is certified for them.
 */
import type { Random } from '../../../../core/base/random.ts';
import type { Lane, Location } from '../../../../core/model/network.ts';
import { roadKm } from './distanceKm.ts';

const nearestDealers = 14;
/** Members of a group further away than this don't exchange parts. */
const farthestGroupKm = 1_500;
const hazardousSurchargeMinor = 1_900;

export function createLanes(locations: readonly Location[], random: Random): Lane[] {
  const of = (kind: Location['kind']): number[] =>
    locations.flatMap((location, index) => (location.kind === kind ? [index] : []));
  const km = (from: number, to: number): number => roadKm(locations[from], locations[to]);
  const [cdc] = of('cdc');
  const rdcs = of('rdc');
  const dealers = of('dealer');
  return [
    ...of('supplier').map((from, index) => lane(from, cdc, 18 + 9 * index, 90_000, 3, true)),
    ...rdcs.map((to) => lane(cdc, to, truckDays(km(cdc, to)) + 1, 18_000, 5 + km(cdc, to) * 0.006, true)),
    ...rdcs.flatMap((from) =>
      rdcs
        .filter((to) => to !== from)
        .map((to) => lane(from, to, truckDays(km(from, to)) + 1, 9_000, 8 + km(from, to) * 0.008, true)),
    ),
    ...dealers.map((to) => {
      const from = nearestOf(rdcs, to, km);
      return lane(from, to, truckDays(km(from, to)), 700, 12 + km(from, to) * 0.01, true);
    }),
    ...dealerLanes(locations, dealers, km, random),
  ];
}

function dealerLanes(
  locations: readonly Location[],
  dealers: readonly number[],
  km: (from: number, to: number) => number,
  random: Random,
): Lane[] {
  const lanes: Lane[] = [];
  for (const from of dealers) {
    const byDistance = dealers
      .filter((to) => to !== from)
      .map((to) => ({ to, km: km(from, to) }))
      .toSorted((a, b) => a.km - b.km);
    const reached = byDistance.filter(
      (other, rank) =>
        rank < nearestDealers ||
        (locations[other.to].ownerGroup === locations[from].ownerGroup && other.km <= farthestGroupKm),
    );
    for (const { to, km } of reached) {
      const hazardousAllowed = random.next() < 0.3;
      const sameGroup = locations[to].ownerGroup === locations[from].ownerGroup;
      const fixed = (1_100 + km * 3.2) * (0.85 + 0.3 * random.next()) * (sameGroup ? 0.7 : 1);
      lanes.push(
        lane(
          from,
          to,
          parcelDays(km),
          Math.min(6_500, fixed) + (hazardousAllowed ? hazardousSurchargeMinor : 0),
          35 + km * 0.08,
          hazardousAllowed,
        ),
      );
    }
  }
  return lanes.toSorted((a, b) => a.from - b.from || a.to - b.to);
}

function lane(
  from: number,
  to: number,
  days: number,
  fixedCostMinor: number,
  costPerKgMinor: number,
  hazardousAllowed: boolean,
): Lane {
  const whole = { fixedCostMinor: Math.round(fixedCostMinor), costPerKgMinor: Math.round(costPerKgMinor) };
  return { from, to, days, ...whole, hazardousAllowed };
}

function nearestOf(
  candidates: readonly number[],
  to: number,
  km: (from: number, to: number) => number,
): number {
  return candidates.reduce((best, candidate) => (km(candidate, to) < km(best, to) ? candidate : best));
}

function truckDays(km: number): number {
  return 1 + Math.floor(km / 850);
}

function parcelDays(km: number): number {
  if (km < 350) return 1;
  if (km < 900) return 2;
  return km < 1_800 ? 3 : 5;
}
