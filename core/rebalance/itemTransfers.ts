import type { TransferColumns } from './transferRows.ts';

/** Transfers of one item: units over each lane. */
export interface ItemTransfers {
  readonly lane: ArrayLike<number>;
  readonly quantity: ArrayLike<number>;
}

/** Transfers item by item as a plan; item k of the plan is the k-th. O(transfers). */
export function joinTransfers(parts: readonly ItemTransfers[]): TransferColumns {
  const count = parts.reduce((sum, part) => sum + part.lane.length, 0);
  const item = new Int32Array(count);
  const lane = new Int32Array(count);
  const quantity = new Int32Array(count);
  let row = 0;
  for (const [k, part] of parts.entries()) {
    item.fill(k, row, row + part.lane.length);
    lane.set(part.lane, row);
    quantity.set(part.quantity, row);
    row += part.lane.length;
  }
  return { count, item, lane, quantity };
}

/** The same turned round: the transfers of each of a plan's items, in the order of its rows. O(transfers + items). */
export function splitTransfers(
  { count, item, lane, quantity }: TransferColumns,
  itemCount: number,
): { readonly row: Int32Array; readonly lane: Int32Array; readonly quantity: Int32Array }[] {
  const rows: number[][] = Array.from({ length: itemCount }, () => []);
  for (let row = 0; row < count; row++) rows[item[row]].push(row);
  return rows.map((own) => ({
    row: Int32Array.from(own),
    lane: Int32Array.from(own, (row) => lane[row]),
    quantity: Int32Array.from(own, (row) => quantity[row]),
  }));
}
