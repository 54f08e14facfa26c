/**
 * Stable sort of row numbers by one key a row: an LSD radix sort over the order-preserving unsigned image of the key,
 * 11 bits a pass: 3 passes where every key is a whole number or fits a Float32, 6 over the two words of a Float64 else.
 * NaN sorts last in both directions. O(rows), scratch of a few arrays of rows.
 * Source: Knuth, The Art of Computer Programming 3, section 5.2.5; the image of floats after Terdiman (2000).
 * Applied from the last key of a multi-column sort to the first, the result is sorted by all of them.
 */
export function argsort(
  rows: Int32Array,
  key: ((row: number) => number) | Int32Array | Float32Array | Uint16Array,
  descending: boolean,
): Int32Array {
  const count = rows.length;
  const order: Order = {
    from: Int32Array.from({ length: count }, (_, i) => i),
    to: new Int32Array(count),
  };
  for (const image of imagesOf(rows, key, descending)) sortByImage(order, image);
  const { from, to } = order;
  for (let i = 0; i < count; i++) to[i] = rows[from[i]];
  return to;
}

/** The permutation so far, and room for the next. */
interface Order {
  from: Int32Array;
  to: Int32Array;
}

/** NaN: after everything, in both directions. No other key has this image or its complement. */
const unknown = 0xffffffff;

function sortByImage(order: Order, image: Uint32Array): void {
  const count = image.length;
  const starts = new Int32Array(2049);
  for (let shift = 0; shift < 33; shift += 11) {
    const { from, to } = order;
    starts.fill(0);
    for (let i = 0; i < count; i++) starts[((image[i] >>> shift) & 2047) + 1]++;
    if (starts.includes(count)) continue;
    for (let b = 0; b < 2048; b++) starts[b + 1] += starts[b];
    for (let i = 0; i < count; i++) {
      const entry = from[i];
      to[starts[(image[entry] >>> shift) & 2047]++] = entry;
    }
    order.from = to;
    order.to = from;
  }
}

/** Keys as unsigned integers in the wanted order; two of them, the lesser one first, where a Float64 needs both words. */
function imagesOf(
  rows: Int32Array,
  key: ((row: number) => number) | Int32Array | Float32Array | Uint16Array,
  descending: boolean,
): Uint32Array[] {
  const count = rows.length;
  const image = new Uint32Array(count);
  if (key instanceof Int32Array || key instanceof Uint16Array) {
    // A whole number is never NaN, so the whole range is free for images.
    const mask = descending ? 0x7fffffff : 0x80000000;
    for (let i = 0; i < count; i++) image[i] = key[rows[i]] ^ mask;
    return [image];
  }
  const floats = new Float32Array(image.buffer);
  let fits = true;
  if (key instanceof Float32Array) for (let i = 0; i < count; i++) floats[i] = key[rows[i]];
  else {
    for (let i = 0; i < count && fits; i++) {
      const value = key(rows[i]);
      floats[i] = value;
      fits = floats[i] === value || Number.isNaN(value);
    }
    if (!fits) return wordsOf(rows, key, descending);
  }
  for (let i = 0; i < count; i++) {
    if (Number.isNaN(floats[i])) {
      image[i] = unknown;
      continue;
    }
    // −0 and 0 are one key.
    const raw = image[i] === 0x80000000 ? 0 : image[i];
    const ordered = (raw & 0x80000000) === 0 ? raw | 0x80000000 : ~raw;
    image[i] = descending ? ~ordered : ordered;
  }
  return [image];
}

/** Low and high words of the image of Float64 keys. */
function wordsOf(rows: Int32Array, key: (row: number) => number, descending: boolean): Uint32Array[] {
  const count = rows.length;
  const lows = new Uint32Array(count);
  const highs = new Uint32Array(count);
  const bits = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < count; i++) {
    const value = key(rows[i]);
    if (Number.isNaN(value)) {
      lows[i] = unknown;
      highs[i] = unknown;
      continue;
    }
    bits.setFloat64(0, value === 0 ? 0 : value);
    const high = bits.getUint32(0);
    const low = bits.getUint32(4);
    const negative = high >= 0x80000000;
    const orderedLow = negative ? ~low : low;
    const orderedHigh = negative ? ~high : high ^ 0x80000000;
    lows[i] = descending ? ~orderedLow : orderedLow;
    highs[i] = descending ? ~orderedHigh : orderedHigh;
  }
  return [lows, highs];
}
