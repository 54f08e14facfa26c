/** A plan as parallel columns, one row per (item, lane) that carries something. */
export interface TransferColumns {
  readonly count: number;
  readonly item: Int32Array;
  readonly lane: Int32Array;
  readonly quantity: Int32Array;
}

/** Row numbers in the order of items; rows of one item keep theirs. */
export function rowsByItem({ count, item }: TransferColumns): Int32Array {
  const order = Int32Array.from({ length: count }, (_, row) => row);
  for (let row = 1; row < count; row++) {
    if (item[row] < item[row - 1]) return order.toSorted((a, b) => item[a] - item[b] || a - b);
  }
  return order;
}
