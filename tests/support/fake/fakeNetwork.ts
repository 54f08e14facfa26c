import { createRandom } from '../../../core/base/random.ts';
import type { LocationName, RiskLevel } from '../../../core/contract/views.ts';
import { riskLevels } from '../../../core/contract/views.ts';

/**
 * A network for developing and testing the window without a host: the figures hang together roughly as planned
 * ones do (an available of 0 is risky, money is units times cost), but nothing is computed by the planning core.
 */
export interface FakePosition {
  readonly index: number;
  readonly location: number;
  readonly item: number;
  onHand: number;
  reserved: number;
  backorder: number;
  onOrder: number;
  inTransitIn: number;
  forecastMean: number;
  serviceLevel: number;
  plannerLevel: number | null;
  nextArrivalDays: number;
}

export interface FakeItem {
  readonly id: string;
  readonly description: string;
  readonly family: string;
  readonly criticality: 'vital' | 'essential' | 'desirable';
  readonly unitCostMinor: number;
  readonly stockoutCostMinor: number;
  readonly demandClass: 'smooth' | 'erratic' | 'intermittent' | 'lumpy';
}

export interface FakeNetwork {
  readonly locations: readonly LocationName[];
  readonly items: readonly FakeItem[];
  readonly positions: FakePosition[];
  readonly feedAgeMinutes: Float64Array;
}

const towns: readonly (readonly [string, number, number, string])[] = [
  ['Springfield, IL', 39.8, -89.6, 'Midwest'],
  ['Columbus, OH', 39.96, -83.0, 'Midwest'],
  ['Toledo, OH', 41.65, -83.54, 'Midwest'],
  ['Dayton, OH', 39.76, -84.19, 'Midwest'],
  ['Grand Rapids, MI', 42.96, -85.67, 'Midwest'],
  ['Madison, WI', 43.07, -89.4, 'Midwest'],
  ['Des Moines, IA', 41.6, -93.61, 'Midwest'],
  ['Minneapolis, MN', 44.98, -93.27, 'Midwest'],
  ['Kansas City, MO', 39.1, -94.58, 'Midwest'],
  ['Omaha, NE', 41.26, -95.94, 'Midwest'],
  ['Houston, TX', 29.76, -95.37, 'South'],
  ['Dallas, TX', 32.78, -96.8, 'South'],
  ['Austin, TX', 30.27, -97.74, 'South'],
  ['San Antonio, TX', 29.42, -98.49, 'South'],
  ['New Orleans, LA', 29.95, -90.07, 'South'],
  ['Atlanta, GA', 33.75, -84.39, 'South'],
  ['Charlotte, NC', 35.23, -80.84, 'South'],
  ['Nashville, TN', 36.16, -86.78, 'South'],
  ['Tampa, FL', 27.95, -82.46, 'South'],
  ['Orlando, FL', 28.54, -81.38, 'South'],
  ['Miami, FL', 25.77, -80.19, 'South'],
  ['Birmingham, AL', 33.52, -86.8, 'South'],
  ['Boston, MA', 42.36, -71.06, 'Northeast'],
  ['Hartford, CT', 41.76, -72.67, 'Northeast'],
  ['Albany, NY', 42.65, -73.75, 'Northeast'],
  ['Newark, NJ', 40.74, -74.17, 'Northeast'],
  ['Philadelphia, PA', 39.95, -75.17, 'Northeast'],
  ['Pittsburgh, PA', 40.44, -79.99, 'Northeast'],
  ['Seattle, WA', 47.61, -122.33, 'West'],
  ['Portland, OR', 45.52, -122.68, 'West'],
  ['Boise, ID', 43.62, -116.2, 'West'],
  ['Sacramento, CA', 38.58, -121.49, 'West'],
  ['San Jose, CA', 37.34, -121.89, 'West'],
  ['Fresno, CA', 36.74, -119.79, 'West'],
  ['Los Angeles, CA', 34.05, -118.24, 'West'],
  ['San Diego, CA', 32.72, -117.16, 'West'],
  ['Phoenix, AZ', 33.45, -112.07, 'West'],
  ['Denver, CO', 39.74, -104.99, 'West'],
  ['Salt Lake City, UT', 40.76, -111.89, 'West'],
  ['Anchorage, AK', 61.22, -149.9, 'West'],
  ['Honolulu, HI', 21.31, -157.86, 'West'],
];
const nouns = ['Brake pad set', 'Oil filter', 'Water pump', 'Door mirror', 'Control arm', 'Fuel sensor'];
const sides = ['front', 'rear', 'left', 'right', 'upper', 'lower'];
const families = ['Brakes', 'Filters', 'Cooling', 'Body', 'Chassis', 'Electrical'];

export function createFakeNetwork(options: {
  readonly seed: number;
  readonly dealers: number;
  readonly items: number;
}): FakeNetwork {
  const random = createRandom(options.seed);
  const locations: LocationName[] = [
    place('S01', 'Supplier Detroit', 'supplier', '', 'Midwest', 42.33, -83.05),
    place('C01', 'Central warehouse Louisville', 'cdc', '', 'South', 38.25, -85.76),
    place('R01', 'Regional warehouse Memphis', 'rdc', '', 'South', 35.15, -90.05),
    place('R02', 'Regional warehouse Reno', 'rdc', '', 'West', 39.53, -119.81),
  ];
  for (let i = 0; i < options.dealers; i++) {
    const [name, latitude, longitude, region] = towns[i % towns.length];
    const near = i < towns.length ? 0.2 : 1.4;
    locations.push(
      place(
        `D${String(i + 1).padStart(3, '0')}`,
        i < towns.length ? name : `${name} ${Math.floor(i / towns.length) + 1}`,
        'dealer',
        `Group ${random.integer(1, 9)}`,
        region,
        latitude + near * (random.next() - 0.5),
        longitude + near * (random.next() - 0.5),
      ),
    );
  }
  const items: FakeItem[] = [];
  for (let i = 0; i < options.items; i++) {
    const family = random.integer(0, families.length);
    const cost = Math.round(800 * Math.exp(1.1 * random.normal() + 1));
    items.push({
      id: String(21029627 + 31 * i),
      description: `${nouns[family]}, ${random.pick(sides)}`,
      family: families[family],
      criticality: random.pick(['vital', 'essential', 'essential', 'desirable']),
      unitCostMinor: cost,
      stockoutCostMinor: 4000 + 3 * cost,
      demandClass: random.pick(['smooth', 'erratic', 'intermittent', 'intermittent', 'lumpy']),
    });
  }
  const positions: FakePosition[] = [];
  for (let location = 1; location < locations.length; location++) {
    for (let item = 0; item < items.length; item++) {
      if (random.next() > (locations[location].kind === 'dealer' ? 0.35 : 0.9)) continue;
      const forecastMean = random.gamma(0.6, 2.5);
      positions.push({
        index: positions.length,
        location,
        item,
        onHand: Math.max(random.next() < 0.004 ? -1 : 0, random.poisson(forecastMean * 1.6 + 0.4)),
        reserved: random.next() < 0.1 ? 1 : 0,
        backorder: random.next() < 0.02 ? random.integer(1, 4) : 0,
        onOrder: random.next() < 0.15 ? random.integer(1, 6) : 0,
        inTransitIn: random.next() < 0.1 ? random.integer(1, 4) : 0,
        forecastMean,
        serviceLevel: items[item].criticality === 'vital' ? 0.98 : 0.95,
        plannerLevel: null,
        nextArrivalDays: random.integer(2, 19),
      });
    }
  }
  const feedAgeMinutes = Float64Array.from(locations, () =>
    random.next() < 0.05 ? 60 * random.integer(20, 70) : random.integer(2, 90),
  );
  return { locations, items, positions, feedAgeMinutes };
}

function place(
  id: string,
  name: string,
  kind: string,
  ownerGroup: string,
  region: string,
  latitude: number,
  longitude: number,
): LocationName {
  return { id, name, kind, region, ownerGroup, latitude, longitude };
}

export interface FakeFigures {
  readonly available: number;
  readonly pStockout: number;
  readonly expectedShort: number;
  readonly moneyAtRiskMinor: number;
  readonly level: RiskLevel;
  readonly reorderPoint: number;
  readonly orderUpTo: number;
  readonly safetyStock: number;
  readonly shortage: number;
  readonly excess: number;
}

/** The derived figures of a position: a Poisson demand until the next arrival against what is available. */
export function figuresOf(network: FakeNetwork, position: FakePosition): FakeFigures {
  const item = network.items[position.item];
  const dealer = network.locations[position.location].kind === 'dealer';
  const mean = dealer ? (position.forecastMean * position.nextArrivalDays) / 30 : 0;
  const available = Math.max(0, position.onHand - position.reserved);
  let term = Math.exp(-mean);
  let cumulative = 0;
  let short = 0;
  let reorderPoint = -1;
  const level = position.plannerLevel ?? position.serviceLevel;
  let pStockout = 1;
  for (let k = 0; k < 200; k++) {
    cumulative += term;
    if (k === available) pStockout = Math.max(0, 1 - cumulative);
    if (k > available) short += (k - available) * term;
    if (reorderPoint < 0 && cumulative >= level) reorderPoint = k;
    term *= mean / (k + 1);
  }
  const expectedShort = short + position.backorder;
  const moneyAtRiskMinor = Math.round(expectedShort * item.stockoutCostMinor);
  const riskLevel: RiskLevel =
    pStockout > 0.5 || position.backorder > 0
      ? 'critical'
      : pStockout > 0.2
        ? 'act'
        : pStockout > 0.08
          ? 'watch'
          : 'none';
  return {
    available,
    pStockout,
    expectedShort,
    moneyAtRiskMinor,
    level: riskLevel,
    reorderPoint: Math.max(0, reorderPoint),
    orderUpTo: Math.max(0, reorderPoint) + Math.max(1, Math.round(position.forecastMean)),
    safetyStock: Math.max(0, reorderPoint - mean),
    shortage: Math.max(0, reorderPoint - available),
    excess: Math.max(0, available - Math.max(1, reorderPoint) - Math.ceil(position.forecastMean * 2)),
  };
}

export function levelNumber(level: RiskLevel): number {
  return riskLevels.indexOf(level);
}
