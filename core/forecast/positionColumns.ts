/** What a forecast says of each position: the pooled columns, and what made them (code of `positionMethods`). */
const columnTypes = {
  mean: Float32Array,
  dispersionWithin: Float32Array,
  dispersionRate: Float32Array,
  demandClass: Uint8Array,
  lastDemandAge: Uint8Array,
  forecastMethod: Uint8Array,
} as const;

export type PositionColumn = keyof typeof columnTypes;
export type PositionColumns = {
  readonly [C in PositionColumn]: InstanceType<(typeof columnTypes)[C]>;
};

export const positionColumnNames = Object.keys(columnTypes) as readonly PositionColumn[];

/** Columns of `count` positions; `allocate` gives their bytes, shared ones where workers fill them. */
export function createPositionColumns(
  count: number,
  allocate: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes),
): PositionColumns {
  const column = ([name, type]: [string, (typeof columnTypes)[PositionColumn]]) => [
    name,
    new type(allocate(count * type.BYTES_PER_ELEMENT) as ArrayBuffer),
  ];
  return Object.fromEntries(Object.entries(columnTypes).map((entry) => column(entry)));
}
