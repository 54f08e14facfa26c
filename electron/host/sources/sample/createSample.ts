/**
 * The sample network: a car maker's dealers in real towns, with demand that is real (small) or has the shapes
 * of real demand (medium, large). A pure function of two published texts, a size and a seed: the same seed
 * gives the same bytes. Stock comes location by location, so 20 million positions are never in memory at once.
 *
 * What holds in every size: one lane from a regional warehouse into each dealer; `onOrder` and `inTransitIn`
 * agree with the inbound rows; warehouses' own demand is observed and zero, since what they send on is
 * no consumption; nothing is on its way between dealers yet.
 */
import { minutesPerDay, minutesToDay, parseDay } from '../../../../core/base/calendar.ts';
import { createRandom, type Random } from '../../../../core/base/random.ts';
import type { Inbound, Lane, Location, Network, Vehicle } from '../../../../core/model/network.ts';
import type { LocationDemand, LocationPositions } from '../../../../core/model/position.ts';
import type { Assortment } from './assortment.ts';
import { createCatalogue } from './createCatalogue.ts';
import { createDrawnAssortment } from './createDrawnAssortment.ts';
import { createLanes } from './createLanes.ts';
import { createLocations } from './createLocations.ts';
import { createSmallAssortment } from './createSmallAssortment.ts';
import { createVehicles } from './createVehicles.ts';
import { drawDaysOut } from './drawDaysOut.ts';
import { drawStock } from './drawStock.ts';
import type { SampleTexts } from './loadSampleTexts.ts';
import { parseCarParts } from './parseCarParts.ts';
import { parseTowns } from './parseTowns.ts';
import { createPatternBank } from './patternBank.ts';
import { type SampleSize, sampleSizes } from './sampleSizes.ts';

export type { SampleSize } from './sampleSizes.ts';

export interface SampleOptions extends SampleTexts {
  readonly size: SampleSize;
  readonly seed: number;
}

export interface LocationStock {
  readonly positions: LocationPositions;
  readonly demand: LocationDemand;
  /** What is on its way to the location; ids are unique over the network. */
  readonly inbound: readonly Inbound[];
}

export interface Sample {
  readonly network: Network;
  /** The network's now, minutes since 1970-01-01T00:00Z. */
  readonly clockMinutes: number;
  readonly vehicles: readonly Vehicle[];
  readonly positionCount: number;
  /** The stock of one location; the same whenever it is asked for and in whatever order. */
  stockOf(location: number): LocationStock;
}

/** 2001-04-01, eight in the morning in Chicago. */
const clockMinutes = parseDay('2001-04-01') * minutesPerDay + 13 * 60;

export function createSample({
  size,
  seed,
  carParts: carPartsText,
  towns: townsText,
}: SampleOptions): Sample {
  const random = createRandom(`sample/${size}/${seed}`);
  const dimensions = sampleSizes[size];
  const carParts = parseCarParts(carPartsText);
  const { periods, firstPeriod } = carParts;
  const bank = createPatternBank(carParts);
  const locations = createLocations(parseTowns(townsText), dimensions, random.fork('locations'));
  const lanes = createLanes(locations, random.fork('lanes'));
  const catalogue = createCatalogue(
    dimensions,
    carParts,
    bank,
    dimensions.positions === null,
    random.fork('items'),
  );
  const { positions } = dimensions;
  const assortment: Assortment =
    positions === null
      ? createSmallAssortment(dimensions, carParts, catalogue, locations, lanes, random.fork('assortment'))
      : createDrawnAssortment(
          { ...dimensions, positions },
          periods,
          bank,
          catalogue,
          locations,
          random.fork('assortment'),
        );
  const supplyDays = supplyDaysOf(locations, lanes);
  const lastHeard = drawLastHeard(locations, random.fork('as of'));
  const today = minutesToDay(clockMinutes);
  const stocking = random.fork('stock');
  const emptying = random.fork('stockouts');
  return {
    network: {
      name: `Sample network, ${size}`,
      currency: 'USD',
      locations,
      items: catalogue.items,
      lanes,
      supersessions: catalogue.supersessions,
      firstPeriod,
      periods,
    },
    clockMinutes,
    vehicles: createVehicles(locations, dimensions.vehiclesPerDealer, today, random.fork('vehicles')),
    positionCount: locations.reduce((sum, _, location) => sum + assortment.countOf(location), 0),
    stockOf(location) {
      const { id, kind } = locations[location];
      const rows = assortment.rowsOf(location);
      const { positions, inbound } = drawStock(
        {
          location,
          id,
          isWarehouse: kind !== 'dealer',
          buys: kind === 'cdc',
          supplyDays: supplyDays[location],
          networkShare: kind === 'cdc' ? 1 : kind === 'rdc' ? 1 / dimensions.rdcs : 0,
          today,
          asOf: lastHeard[location],
        },
        rows,
        periods,
        catalogue,
        assortment.networkMean,
        stocking.fork(id),
      );
      const { onHand } = positions.quantities;
      const daysOut =
        kind === 'dealer'
          ? drawDaysOut(rows, firstPeriod, periods, (row) => onHand[row] <= 0, emptying.fork(id))
          : new Uint8Array(rows.demand.length);
      return {
        positions,
        demand: { location, periods, demand: rows.demand, lostSales: rows.lostSales, daysOut },
        inbound,
      };
    },
  };
}

/** Days of the lane by which a location is supplied; the quickest where there are several. */
function supplyDaysOf(locations: readonly Location[], lanes: readonly Lane[]): number[] {
  const upstream: Partial<Record<Location['kind'], Location['kind']>> = {
    cdc: 'supplier',
    rdc: 'cdc',
    dealer: 'rdc',
  };
  const days = locations.map(() => Number.POSITIVE_INFINITY);
  for (const lane of lanes) {
    if (upstream[locations[lane.to].kind] === locations[lane.from].kind)
      days[lane.to] = Math.min(days[lane.to], lane.days);
  }
  return days.map((value) => (Number.isFinite(value) ? value : 0));
}

/** Most systems spoke within hours; one dealer in fifteen has been silent for days. */
function drawLastHeard(locations: readonly Location[], random: Random): number[] {
  let dealers = 0;
  return locations.map(({ kind }) => {
    const recent = clockMinutes - random.integer(4, 200);
    const silent = clockMinutes - random.integer(3, 13) * minutesPerDay - random.integer(0, 900);
    return kind === 'dealer' && dealers++ % 15 === 7 ? silent : recent;
  });
}
