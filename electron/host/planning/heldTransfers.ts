import { createOpenProposals, type OpenProposals } from '../../../core/plan/openProposals.ts';
import { isPlanProposal, type Transfer } from '../../../core/store/transferStore.ts';

/**
 * The transfers in memory: what the plan proposes, which the next plan may replace as a whole, and the settled ones,
 * which people or rules have decided or edited. Reads like a map of both by id.
 */
export interface HeldTransfers extends Iterable<[string, Transfer]> {
  readonly size: number;
  readonly proposals: OpenProposals;
  readonly settled: ReadonlyMap<string, Transfer>;
  settledOf(item: number): Iterable<Transfer>;
  ofItem(item: number): Iterable<Transfer>;
  get(id: string): Transfer | undefined;
  has(id: string): boolean;
  keys(): Iterable<string>;
  values(): Iterable<Transfer>;
  set(transfer: Transfer): void;
  delete(id: string): void;
  /** Puts other proposals in the place of all present ones. */
  replaceProposals(proposals: OpenProposals): void;
}

export function createHeldTransfers(
  transfers: Iterable<Transfer>,
  weightKg: (item: number) => number,
): HeldTransfers {
  let proposals = createOpenProposals(weightKg);
  const settled = new Map<string, Transfer>();
  const settledByItem = new Map<number, Map<string, Transfer>>();
  const noTransfers: readonly Transfer[] = [];

  const remove = (id: string): void => {
    if (proposals.delete(id)) return;
    const known = settled.get(id);
    if (known === undefined) return;
    settled.delete(id);
    const ofItem = settledByItem.get(known.item);
    ofItem?.delete(id);
    if (ofItem?.size === 0) settledByItem.delete(known.item);
  };
  const set = (transfer: Transfer): void => {
    if (isPlanProposal(transfer)) {
      if (settled.has(transfer.id)) remove(transfer.id);
      proposals.set(transfer);
      return;
    }
    proposals.delete(transfer.id);
    settled.set(transfer.id, transfer);
    const ofItem = settledByItem.get(transfer.item);
    if (ofItem === undefined) settledByItem.set(transfer.item, new Map([[transfer.id, transfer]]));
    else ofItem.set(transfer.id, transfer);
  };
  const settledOf = (item: number): Iterable<Transfer> => settledByItem.get(item)?.values() ?? noTransfers;
  function* values(): Generator<Transfer> {
    yield* settled.values();
    yield* proposals.values();
  }
  for (const transfer of transfers) set(transfer);

  return {
    get size() {
      return settled.size + proposals.size;
    },
    get proposals() {
      return proposals;
    },
    settled,
    settledOf,
    *ofItem(item) {
      yield* settledOf(item);
      yield* proposals.ofItem(item);
    },
    get: (id) => settled.get(id) ?? proposals.get(id),
    has: (id) => settled.has(id) || proposals.get(id) !== undefined,
    *keys() {
      yield* settled.keys();
      yield* proposals.keys();
    },
    values,
    *[Symbol.iterator]() {
      for (const transfer of values()) yield [transfer.id, transfer];
    },
    set,
    delete: remove,
    replaceProposals(next) {
      proposals = next;
    },
  };
}
