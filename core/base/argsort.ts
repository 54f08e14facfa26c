/**
 * Stable sort of row numbers by one key a row: an LSD radix sort over the order-preserving 32-bit image of a
 * Float32 key, 11 bits a pass (3 passes). NaN sorts last in both directions. O(rows), two scratch arrays of rows.
 * Source: Knuth, The Art of Computer Programming 3, section 5.2.5; the image of floats after Terdiman (2000).
 * Applied from the last key of a multi-column sort to the first, the result is sorted by all of them.
 */
export function argsort(rows: Int32Array, key: (row: number) => number, descending: boolean): Int32Array {
  const count = rows.length;
  const image = new Uint32Array(count);
  const float = new Float32Array(1);
  const bits = new Uint32Array(float.buffer);
  for (let i = 0; i < count; i++) {
    const value = key(rows[i]);
    if (Number.isNaN(value)) {
      image[i] = 0xffffffff;
      continue;
    }
    float[0] = value === 0 ? 0 : value;
    const raw = bits[0];
    const ordered = (raw & 0x80000000) === 0 ? raw | 0x80000000 : ~raw;
    image[i] = (descending ? ~ordered : ordered) >>> 0;
  }
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
