/**
 * Stable sort of row numbers by one key a row: an LSD radix sort over the order-preserving 32-bit image of a
 * Float32 key, 11 bits a pass (3 passes). NaN sorts last in both directions. O(rows), two scratch arrays of rows.
 * Source: Knuth, The Art of Computer Programming 3, section 5.2.5; the image of floats after Terdiman (2000).
 * Applied from the last key of a multi-column sort to the first, the result is sorted by all of them.
 */
export function argsort(
  rows: Int32Array,
  key: ((row: number) => number) | Int32Array | Float32Array | Uint16Array,
  descending: boolean,
): Int32Array {
  const count = rows.length;
  const image = imageOf(rows, key);
  if (descending) for (let i = 0; i < count; i++) if (image[i] !== unknown) image[i] = ~image[i];
  let from: Int32Array = Int32Array.from({ length: count }, (_, i) => i);
  let to: Int32Array = new Int32Array(count);
  const starts = new Int32Array(2049);
  for (let shift = 0; shift < 33; shift += 11) {
    starts.fill(0);
    for (let i = 0; i < count; i++) starts[((image[i] >>> shift) & 2047) + 1]++;
    if (starts.includes(count)) continue;
    for (let b = 0; b < 2048; b++) starts[b + 1] += starts[b];
    for (let i = 0; i < count; i++) {
      const entry = from[i];
      to[starts[(image[entry] >>> shift) & 2047]++] = entry;
    }
    [from, to] = [to, from];
  }
  for (let i = 0; i < count; i++) to[i] = rows[from[i]];
  return to;
}

/** NaN: after everything, in both directions. No other key has this image or its complement. */
const unknown = 0xffffffff;

/** Keys as unsigned integers in the same order. */
function imageOf(
  rows: Int32Array,
  key: ((row: number) => number) | Int32Array | Float32Array | Uint16Array,
): Uint32Array {
  const count = rows.length;
  const image = new Uint32Array(count);
  if (key instanceof Int32Array || key instanceof Uint16Array) {
    // Clear of the image of NaN and its complement: the two ends of the range share their neighbour's.
    for (let i = 0; i < count; i++)
      image[i] = Math.min(0xfffffffe, Math.max(1, (key[rows[i]] ^ 0x80000000) >>> 0));
    return image;
  }
  const floats = new Float32Array(image.buffer);
  if (key instanceof Float32Array) for (let i = 0; i < count; i++) floats[i] = key[rows[i]];
  else for (let i = 0; i < count; i++) floats[i] = key(rows[i]);
  for (let i = 0; i < count; i++) {
    if (Number.isNaN(floats[i])) {
      image[i] = unknown;
      continue;
    }
    // −0 and 0 are one key.
    const raw = image[i] === 0x80000000 ? 0 : image[i];
    image[i] = (raw & 0x80000000) === 0 ? raw | 0x80000000 : ~raw;
  }
  return image;
}
