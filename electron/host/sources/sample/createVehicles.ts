/** The vehicles of the sample network, each with a valid number of its own. O(vehicles). */
import type { Random } from '../../../../core/base/random.ts';
import type { Location, Vehicle, VehicleStatus } from '../../../../core/model/network.ts';
import { vinCheckDigit } from './vin.ts';

interface Model {
  readonly name: string;
  /** Manufacturer, line, body and engine: the first eight characters of the number. */
  readonly start: string;
  readonly plant: string;
  readonly priceMinor: number;
  /** Relative sales. */
  readonly share: number;
}

/** The Sorrel comes from overseas: its numbers have a filler where North America has the check digit. */
const models: readonly Model[] = [
  { name: 'Larch', start: '4BLLA5E2', plant: 'T', priceMinor: 1_895_000, share: 6 },
  { name: 'Rowan', start: '4BLRW5E2', plant: 'T', priceMinor: 2_240_000, share: 4 },
  { name: 'Tamarack', start: '1BLTM7K6', plant: 'C', priceMinor: 2_680_000, share: 6 },
  { name: 'Juniper', start: '1BLJN8K4', plant: 'C', priceMinor: 2_975_000, share: 6 },
  { name: 'Yarrow', start: '4BLYW3H4', plant: 'T', priceMinor: 2_510_000, share: 3 },
  { name: 'Sorrel', start: 'ZBLSR2C6', plant: 'N', priceMinor: 3_620_000, share: 1 },
];
const trims = [
  { name: 'Base', factor: 1 },
  { name: 'Touring', factor: 1.09 },
  { name: 'Touring', factor: 1.09 },
  { name: 'Sport', factor: 1.16 },
  { name: 'Limited', factor: 1.27 },
] as const;
const colours = ['WHT', 'SIL', 'BLK', 'RED', 'BLU', 'GRN', 'TAN'];
const options = [
  { code: 'SUN', priceMinor: 92_000 },
  { code: 'TOW', priceMinor: 48_000 },
  { code: 'LTH', priceMinor: 135_000 },
  { code: 'ABS', priceMinor: 65_000 },
  { code: 'CDC', priceMinor: 41_000 },
  { code: 'AWD', priceMinor: 180_000 },
  { code: 'HTD', priceMinor: 36_000 },
] as const;
const statusShares: readonly (readonly [VehicleStatus, number])[] = [
  ['dealer-yard', 58],
  ['in-transit', 11],
  ['in-production', 8],
  ['compound', 7],
  ['sold-not-delivered', 6],
  ['allocated', 5],
  ['demonstrator', 3],
  ['trade-pending', 2],
];

export function createVehicles(
  locations: readonly Location[],
  perDealer: number,
  today: number,
  random: Random,
): Vehicle[] {
  const vehicles: Vehicle[] = [];
  const plant = locations.findIndex(({ kind }) => kind === 'supplier');
  const compounds = locations.flatMap(({ kind }, index) => (kind === 'rdc' ? [index] : []));
  const serials = new Map<string, number>();
  const byShare = models.flatMap((model) => Array.from({ length: model.share }, () => model));
  for (const [dealer, location] of locations.entries()) {
    if (location.kind !== 'dealer') continue;
    const count = Math.max(5, Math.round(perDealer * (0.6 + 0.8 * random.next())));
    for (let n = 0; n < count; n++) {
      const model = random.pick(byShare);
      const trim = random.pick(trims);
      const chosen = options.filter(() => random.next() < 0.3);
      const status = drawStatus(random);
      const arrivedDay = today + drawArrival(status, random);
      const serial = (serials.get(model.plant) ?? 100_000) + random.integer(1, 9);
      serials.set(model.plant, serial);
      const extras = chosen.reduce((sum, { priceMinor }) => sum + priceMinor, 0);
      vehicles.push({
        vin: vinOf(model, today - arrivedDay > 240 ? 'Y' : '1', serial),
        model: model.name,
        trim: trim.name,
        options: [random.pick(colours), ...chosen.map(({ code }) => code)].join(' '),
        location:
          status === 'in-production' ? plant : status === 'compound' ? random.pick(compounds) : dealer,
        status,
        arrivedDay,
        priceMinor: Math.round((model.priceMinor * trim.factor + extras) / 1_000) * 1_000,
        currency: 'USD',
      });
    }
  }
  return vehicles;
}

/** `year` is the model year's letter: Y for 2000, 1 for 2001. */
function vinOf({ start, plant }: Model, year: string, serial: number): string {
  const rest = `${year}${plant}${serial}`;
  const check = /^[1-5]/.test(start) ? vinCheckDigit(`${start}0${rest}`) : 'Z';
  return `${start}${check}${rest}`;
}

function drawStatus(random: Random): VehicleStatus {
  let target = random.next() * 100;
  for (const [status, share] of statusShares) {
    target -= share;
    if (target < 0) return status;
  }
  return 'dealer-yard';
}

/** Days from today: ahead of today while the vehicle is on its way, else how long it has stood there, negative. */
function drawArrival(status: VehicleStatus, random: Random): number {
  switch (status) {
    case 'in-production':
      return random.integer(15, 60);
    case 'in-transit':
      return random.integer(1, 15);
    case 'sold-not-delivered':
    case 'allocated':
    case 'trade-pending':
    case 'compound':
      return -random.integer(0, 40);
    case 'demonstrator':
      return -random.integer(30, 300);
    case 'dealer-yard':
      return -Math.min(520, Math.floor(random.gamma(1.3, 55)));
  }
}
