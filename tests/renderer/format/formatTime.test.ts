import { expect, test } from 'vitest';
import {
  formatAge,
  formatDate,
  formatInstant,
  formatTime,
} from '../../../renderer/components/format/formatTime.ts';

const opening = Date.UTC(2001, 3, 1, 13, 5) / 60_000;

test('instants of the network clock read in UTC whatever the machine’s zone', () => {
  expect(formatDate(opening, 'en-GB')).toBe('1 Apr 2001');
  expect(formatTime(opening, 'en-US')).toBe('13:05');
  expect(formatInstant(opening, 'en-GB')).toBe('1 Apr 2001, 13:05 UTC');
  expect(formatInstant(Number.NaN)).toBe('–');
});

test('midnight is 00:00, not 24:00', () => {
  expect(formatTime(0, 'en-US')).toBe('00:00');
});

test('ages use the largest unit that still tells them apart', () => {
  expect(formatAge(12, 'en-US')).toBe('12 min');
  expect(formatAge(300, 'en-US')).toBe('5 h');
  expect(formatAge(5040, 'en-US')).toBe('3.5 days');
});
