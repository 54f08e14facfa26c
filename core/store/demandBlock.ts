import { BallastError } from '../base/errors.ts';
import { notObserved } from '../model/position.ts';

/**
 * Demand histories of one location packed into one BLOB, about 10 bytes a sparse monthly series instead of
 * two a cell. For each position in item order, all numbers as unsigned LEB128:
 *
 *   runs of observation:  count, then (skipped months, observed months) for each
 *   non-zero cells:       count, then (months since the previous cell, quantity × 2 + (lost > 0), [lost]) for each
 *
 * Encode and decode are O(cells). A block has one spelling, so that equal histories are equal bytes; a decoder that
 * meets any other says the replica is corrupt. Lost sales of a month that was not observed are not kept.
 */
export function encodeDemandBlock(
  demand: Uint16Array,
  lostSales: Uint16Array,
  periods: number,
  rows: number,
): Uint8Array {
  let bytes = new Uint8Array(Math.max(64, rows * 16));
  let at = 0;
  const put = (value: number): void => {
    if (at + 5 > bytes.length) {
      const grown = new Uint8Array(bytes.length * 2);
      grown.set(bytes);
      bytes = grown;
    }
    let rest = value;
    while (rest >= 128) {
      bytes[at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    bytes[at++] = rest;
  };
  for (let row = 0; row < rows; row++) {
    const start = row * periods;
    const end = start + periods;
    let runs = 0;
    let cells = 0;
    for (let cell = start; cell < end; cell++) {
      if (demand[cell] === notObserved) continue;
      if (cell === start || demand[cell - 1] === notObserved) runs++;
      if (demand[cell] !== 0 || lostSales[cell] !== 0) cells++;
    }
    put(runs);
    for (let cell = start, previous = start; cell < end;) {
      if (demand[cell] === notObserved) {
        cell++;
        continue;
      }
      const from = cell;
      while (cell < end && demand[cell] !== notObserved) cell++;
      put(from - previous);
      put(cell - from);
      previous = cell;
    }
    put(cells);
    for (let cell = start, previous = start; cell < end; cell++) {
      const quantity = demand[cell];
      if (quantity === notObserved) continue;
      const lost = lostSales[cell];
      if (quantity === 0 && lost === 0) continue;
      put(cell - previous);
      put(quantity * 2 + (lost > 0 ? 1 : 0));
      if (lost > 0) put(lost);
      previous = cell;
    }
  }
  return bytes.slice(0, at);
}

/** Fills `demand` and `lostSales` (series-major, at least rows × periods long) from a block. */
export function decodeDemandBlock(
  bytes: Uint8Array,
  periods: number,
  rows: number,
  demand: Uint16Array,
  lostSales: Uint16Array,
): void {
  let at = 0;
  /** The next number; at most `most`, which keeps every sum below within 32 bits. */
  const take = (most: number): number => {
    let value = 0;
    let scale = 1;
    for (;;) {
      if (at >= bytes.length || scale > 2 ** 21) throw corrupt(at);
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (byte < 128) {
        if (value > most || (byte === 0 && scale > 1)) throw corrupt(at);
        return value;
      }
      scale *= 128;
    }
  };
  demand.fill(notObserved, 0, rows * periods);
  lostSales.fill(0, 0, rows * periods);
  for (let row = 0; row < rows; row++) {
    const start = row * periods;
    const end = start + periods;
    let cell = start;
    for (let runs = take(periods), run = 0; run < runs; run++) {
      const skipped = take(end - cell);
      const from = cell + skipped;
      const observed = take(end - from);
      if (observed === 0 || (skipped === 0 && run > 0)) throw corrupt(at);
      cell = from + observed;
      demand.fill(0, from, cell);
    }
    cell = start;
    for (let cells = take(periods), k = 0; k < cells; k++) {
      const step = take(end - 1 - cell);
      cell += step;
      if (demand[cell] !== 0 || (step === 0 && k > 0)) throw corrupt(at);
      const packed = take(2 * notObserved - 1);
      const isLost = (packed & 1) === 1;
      if (packed === 0) throw corrupt(at);
      demand[cell] = packed >>> 1;
      if (isLost) lostSales[cell] = take(0xffff);
      if (isLost && lostSales[cell] === 0) throw corrupt(at);
    }
  }
  if (at !== bytes.length) throw corrupt(at);
}

function corrupt(at: number): BallastError {
  return new BallastError(
    'replica-corrupt',
    `A demand history in the replica is damaged (byte ${at} of a block).`,
    {
      at,
    },
  );
}
