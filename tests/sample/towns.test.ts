import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BallastError } from '../../core/base/errors.ts';
import { parseTowns } from '../../electron/host/sources/sample/parseTowns.ts';
import { townsCsv } from '../support/towns/townsCsv.ts';

const text = readFileSync(new URL('../../resources/network/towns.csv', import.meta.url), 'utf8');

describe('towns', () => {
  const towns = parseTowns(text);

  test('the resource is what its script makes', () => {
    expect(text).toBe(townsCsv());
  });

  test('towns lie in the contiguous United States and know their inhabitants', () => {
    expect(towns.length).toBeGreaterThan(2_000);
    for (const town of towns) {
      expect(town.latitude).toBeGreaterThan(24.3);
      expect(town.latitude).toBeLessThan(49.5);
      expect(town.longitude).toBeGreaterThan(-125);
      expect(town.longitude).toBeLessThan(-66.8);
      expect(town.population).toBeGreaterThanOrEqual(20_000);
    }
    expect(new Set(towns.map((town) => town.state)).size).toBe(49);
  });

  test('time zones exist', () => {
    for (const zone of new Set(towns.map((town) => town.timeZone))) {
      expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
    }
  });

  test.each([
    ['El Paso', 'TX', 'America/Denver'],
    ['Houston', 'TX', 'America/Chicago'],
    ['Pensacola', 'FL', 'America/Chicago'],
    ['Tallahassee', 'FL', 'America/New_York'],
    ['Knoxville', 'TN', 'America/New_York'],
    ['Nashville', 'TN', 'America/Chicago'],
    ['Louisville', 'KY', 'America/New_York'],
    ['Owensboro', 'KY', 'America/Chicago'],
    ['Gary', 'IN', 'America/Chicago'],
    ['South Bend', 'IN', 'America/Indiana/Indianapolis'],
    ['Evansville', 'IN', 'America/Chicago'],
    ['Terre Haute', 'IN', 'America/Indiana/Indianapolis'],
    ['Rapid City', 'SD', 'America/Denver'],
    ['Sioux Falls', 'SD', 'America/Chicago'],
    ['Dickinson', 'ND', 'America/Denver'],
    ["Coeur d'Alene", 'ID', 'America/Los_Angeles'],
    ['Boise', 'ID', 'America/Boise'],
    ['Phoenix', 'AZ', 'America/Phoenix'],
    ['Detroit', 'MI', 'America/Detroit'],
  ])('%s, %s keeps the time of %s', (name, state, zone) => {
    expect(towns.find((town) => town.name === name && town.state === state)?.timeZone).toBe(zone);
  });

  test('a damaged list is refused with its row', () => {
    const damaged =
      'name,state,latitude,longitude,population,timeZone\nHere,TX,31,east,20000,America/Chicago\n';
    expect(() => parseTowns(damaged)).toThrow(BallastError);
    expect(() => parseTowns(damaged)).toThrow(/row 2/);
    expect(() => parseTowns('town\n')).toThrow(/row 1/);
  });
});
