/**
 * Messages as bytes, for doors that carry bytes only (WebSocket). Typed arrays keep their type and travel as
 * they lie in memory; everything else is JSON.
 *
 *   u32 length of the JSON · JSON · padding to 8 · arrays, each padded to 8          (little endian)
 *
 * In the JSON a typed array stands as {"$a": [type, byte offset, length]}; NaN and infinities outside arrays
 * stand as {"$n": "NaN"} and so on. A plain object with such a key does not occur in the contract.
 */
const arrayTypes = {
  i8: Int8Array,
  u8: Uint8Array,
  i16: Int16Array,
  u16: Uint16Array,
  i32: Int32Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;
type ArrayType = keyof typeof arrayTypes;
type AnyTypedArray = InstanceType<(typeof arrayTypes)[ArrayType]>;

export function encodeMessage(message: unknown): Uint8Array<ArrayBuffer> {
  const arrays: AnyTypedArray[] = [];
  let offset = 0;
  const json = JSON.stringify(
    message,
    function place(this: Readonly<Record<string, unknown>>, key, given: unknown) {
      // As it stands in the message: a Node Buffer would already have turned into an object of its own here.
      const value = ArrayBuffer.isView(this[key]) ? this[key] : given;
      if (typeof value === 'number' && !Number.isFinite(value)) return { $n: String(value) };
      if (!ArrayBuffer.isView(value)) return value;
      const array = value as AnyTypedArray;
      const type = typeOf(array);
      const entry = { $a: [type, offset, array.length] };
      arrays.push(array);
      offset += padded(array.byteLength);
      return entry;
    },
  );
  const text = new TextEncoder().encode(json);
  const start = padded(4 + text.length);
  const bytes = new Uint8Array(start + offset);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  let at = start;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += padded(array.byteLength);
  }
  return bytes;
}

/** Throws RangeError on bytes that are not a message: the caller closes the line. */
export function decodeMessage(bytes: Uint8Array): unknown {
  if (bytes.length < 4) throw new RangeError('message shorter than its header');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (4 + length > bytes.length) throw new RangeError('message shorter than its text');
  const start = padded(4 + length);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(4, 4 + length));
    return JSON.parse(text, (_key, value: unknown) => revived(value, bytes, start));
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new RangeError('message whose text is not JSON', { cause: error });
  }
}

function revived(value: unknown, bytes: Uint8Array, start: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Object.hasOwn(value, '$n')) return specialNumber((value as { readonly $n: unknown }).$n);
  if (!Object.hasOwn(value, '$a')) return value;
  const place = (value as { readonly $a: unknown }).$a;
  const [type, offset, count]: readonly unknown[] = Array.isArray(place) ? place : [];
  if (!isArrayType(type) || !isCount(offset) || !isCount(count)) {
    throw new RangeError('array of unknown type or place');
  }
  const constructor = arrayTypes[type];
  const from = start + offset;
  const to = from + count * constructor.BYTES_PER_ELEMENT;
  if (to > bytes.length) throw new RangeError('array beyond the end of the message');
  // A copy of its own, aligned for its type, also where `bytes` is a Node Buffer, whose own slice shares memory.
  return new constructor(Uint8Array.prototype.slice.call(bytes, from, to).buffer);
}

function specialNumber(text: unknown): number {
  if (text !== 'NaN' && text !== 'Infinity' && text !== '-Infinity') {
    throw new RangeError('number that is none of NaN and the infinities');
  }
  return Number(text);
}

function isArrayType(type: unknown): type is ArrayType {
  return typeof type === 'string' && Object.hasOwn(arrayTypes, type);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function typeOf(array: ArrayBufferView): ArrayType {
  for (const [type, constructor] of Object.entries(arrayTypes)) {
    if (array instanceof constructor) return type as ArrayType;
  }
  throw new RangeError('array of a type that does not travel');
}

function padded(length: number): number {
  return (length + 7) & ~7;
}
