import { describe, expect, test } from 'vitest';
import { vehicleStatuses } from '../../core/model/network.ts';
import { hasVinCheckDigit, isVin, vinCheckDigit } from '../../electron/host/sources/sample/vin.ts';
import { sampleOf } from './sampleTexts.ts';

describe('vehicle identification numbers', () => {
  test('the check digit is the published one', () => {
    // The worked example of 49 CFR 565 and the all-ones number of the standard.
    expect(vinCheckDigit('1M8GDM9AXKP042788')).toBe('X');
    expect(vinCheckDigit('11111111111111111')).toBe('1');
    expect(hasVinCheckDigit('1M8GDM9A1KP042788')).toBe(false);
    expect(hasVinCheckDigit('WBLSR2C6Z1N100002')).toBeNull();
  });

  test('I, O, Q and other lengths are not allowed', () => {
    for (const text of [
      '1M8GDM9AXKPO42788',
      '1M8GDM9AXKPQ42788',
      '1M8GDM9AXKPI42788',
      '1M8GDM9AXKP04278',
      '',
    ]) {
      expect(isVin(text)).toBe(false);
    }
    expect(isVin('1M8GDM9AXKP042788')).toBe(true);
  });
});

test('vehicles of the sample have valid numbers, every status, and a few come from overseas', () => {
  const { vehicles, network } = sampleOf('small', 7);
  expect(vehicles.length).toBeGreaterThan(60 * 20);
  expect(new Set(vehicles.map((vehicle) => vehicle.vin)).size).toBe(vehicles.length);
  expect(new Set(vehicles.map((vehicle) => vehicle.status)).size).toBe(vehicleStatuses.length);
  let overseas = 0;
  for (const vehicle of vehicles) {
    expect(isVin(vehicle.vin), vehicle.vin).toBe(true);
    expect(hasVinCheckDigit(vehicle.vin), vehicle.vin).not.toBe(false);
    if (hasVinCheckDigit(vehicle.vin) === null) overseas++;
    expect(network.locations[vehicle.location]).toBeDefined();
    expect(vehicle.priceMinor).toBeGreaterThan(0);
  }
  expect(overseas).toBeGreaterThan(10);
  expect(overseas).toBeLessThan(vehicles.length / 10);
});
