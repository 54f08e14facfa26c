/** The towns of `resources/network/towns.csv`: name, state, latitude, longitude, population, timeZone. */
import { badInput } from '../../../../core/base/errors.ts';

export interface Town {
  readonly name: string;
  /** Two-letter code. */
  readonly state: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly population: number;
  readonly timeZone: string;
}

const header = 'name,state,latitude,longitude,population,timeZone';

export function parseTowns(text: string): Town[] {
  const file = 'towns.csv';
  const lines = text.trimEnd().split(/\r?\n/);
  if (lines[0] !== header) throw badInput({ file, row: 1 }, `the header is not ${header}`);
  return lines.slice(1).map((line, index) => {
    const [name, state, latitude, longitude, population, timeZone] = line.split(',');
    const town: Town = {
      name,
      state,
      latitude: Number(latitude),
      longitude: Number(longitude),
      population: Number(population),
      timeZone,
    };
    const numbers = town.latitude + town.longitude + town.population;
    if (timeZone === undefined || !Number.isFinite(numbers)) {
      throw badInput({ file, row: index + 2 }, 'a town needs six fields, the numbers being finite');
    }
    return town;
  });
}
