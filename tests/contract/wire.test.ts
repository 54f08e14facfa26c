import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from '../../core/contract/wire.ts';

const typed = fc.oneof(
  fc.int8Array(),
  fc.uint8Array(),
  fc.int16Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.float32Array(),
  fc.float64Array(),
);
/** A view into the middle of a larger buffer, as windows and columns are. */
const view = fc
  .tuple(fc.float64Array({ minLength: 3, maxLength: 9 }), fc.nat({ max: 3 }))
  .map(([array, skip]) => array.subarray(skip, array.length - 1));
/** −0 becomes 0 in JSON; nothing of the contract tells them apart. */
const scalar = fc.oneof(
  fc.double().map((number) => (number === 0 ? 0 : number)),
  fc.constantFrom(Number.NaN, Infinity, -Infinity),
  fc.string({ unit: 'grapheme' }),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.string({ maxLength: 6 }).filter((name) => !name.startsWith('$') && name !== '__proto__');
const { message } = fc.letrec<{ message: unknown }>((tie) => ({
  message: fc.oneof(
    { depthSize: 'small' },
    scalar,
    typed,
    view,
    fc.array(tie('message'), { maxLength: 4 }),
    fc.dictionary(key, tie('message'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

function isRangeError(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    return error instanceof RangeError;
  }
}

function framed(text: string, arrays = 0): Uint8Array {
  const body = new TextEncoder().encode(text);
  const bytes = new Uint8Array(((4 + body.length + 7) & ~7) + arrays);
  new DataView(bytes.buffer).setUint32(0, body.length, true);
  bytes.set(body, 4);
  return bytes;
}

describe('messages as bytes', () => {
  it('[C7] come back as they went, nested arrays, NaN and infinities included', () => {
    fc.assert(
      fc.property(message, (value) => {
        expect(decodeMessage(encodeMessage(value))).toEqual(value);
      }),
      { numRuns: 1000 },
    );
  });

  it('come back from a Buffer in the middle of a pool, with arrays of their own', () => {
    const column = Float64Array.of(1.5, Number.NaN, -0.25);
    const bytes = encodeMessage({ column, text: 'Ωß' });
    const pool = Buffer.alloc(bytes.length + 11, 0xee);
    pool.set(bytes, 5);
    const back = decodeMessage(pool.subarray(5, 5 + bytes.length)) as { column: Float64Array };
    expect(back).toEqual({ column, text: 'Ωß' });
    expect(back.column.buffer.byteLength).toBe(24);
    pool.fill(0);
    expect(back.column[0]).toBe(1.5);
  });

  it('carry a Node Buffer as bytes', () => {
    const back = decodeMessage(encodeMessage({ bytes: Buffer.from('abc') })) as { bytes: Uint8Array };
    expect(back.bytes).toEqual(Uint8Array.of(97, 98, 99));
  });

  it('refuse arrays that do not travel', () => {
    expect(() => encodeMessage({ a: BigInt64Array.of(1n) })).toThrow(RangeError);
    expect(() => encodeMessage({ a: new DataView(new ArrayBuffer(8)) })).toThrow(RangeError);
  });

  it('cut short, or with any byte flipped, are read or refused by RangeError and nothing else', () => {
    fc.assert(
      fc.property(message, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (value, cut, at, flip) => {
        const bytes = encodeMessage(value);
        const short = bytes.subarray(0, cut % bytes.length);
        expect(isRangeError(() => decodeMessage(short))).toBe(true);
        const flipped = bytes.slice();
        flipped[at % bytes.length] ^= flip;
        expect(isRangeError(() => decodeMessage(flipped))).toBe(true);
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (noise) => {
        expect(isRangeError(() => decodeMessage(noise))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a header alone', new Uint8Array(4)],
    ['a length beyond the end', Uint8Array.of(255, 255, 255, 255, 0)],
    ['text that is not JSON', framed('{"a":')],
    ['bytes that are no UTF-8', framed('""').map((byte, i) => (i === 5 ? 0xff : byte))],
    ['an unknown array type', framed('{"$a":["f16",0,1]}', 64)],
    ['an inherited name as type', framed('{"$a":["constructor",0,1]}', 64)],
    ['a negative place', framed('{"$a":["u8",-8,1]}', 64)],
    ['a fraction as length', framed('{"$a":["u8",0,0.5]}', 64)],
    ['an array beyond the end', framed('{"$a":["f64",0,9]}', 64)],
    ['a length that overflows', framed('{"$a":["f64",0,9007199254740991]}', 64)],
    ['a place that is no list', framed('{"$a":7}', 64)],
    ['a number in words', framed('{"$n":"seven"}')],
  ])('with %s are refused', (_name, bytes) => {
    expect(() => decodeMessage(bytes)).toThrow(RangeError);
  });
});
