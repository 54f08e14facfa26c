import type { GridQuery, GridWindow } from '../../../core/contract/grid.ts';
import type { GridSource, RowReader } from './gridSource.ts';

/**
 * The rows a grid has seen, as the column windows they arrived in: blocks of equal size, least recently used
 * ones dropped. Rows are never turned into objects; a reader looks into the typed arrays. Reading a value is
 * O(1), loading a block is one question.
 *
 * Values that have moved since are kept and shown until the block is asked for again, so that a change never
 * blanks the screen. Answers to an older query, or to an older sorting of the same one, are dropped.
 */
export interface WindowMeta {
  readonly version: number;
  readonly total: number;
  readonly unfiltered: number;
  readonly totals: Readonly<Record<string, number>>;
  /** The order may be out of date. */
  readonly stale: boolean;
  readonly tookMs: number;
}

export interface WindowCache {
  readonly blockSize: number;
  readonly query: GridQuery;
  /** Of the latest answer; null before the first. */
  readonly meta: WindowMeta | null;
  /** Grows whenever row numbers lose their meaning: a new query, or the same one sorted anew. */
  readonly epoch: number;
  /** Returns whether the query differs from the present one; if so, nothing of the old one is left. */
  setQuery(query: GridQuery): boolean;
  /** Drops all rows; the next question asks the host to sort anew. */
  sortAgain(): void;
  /** Drops all rows: whoever answers from now on is somebody else. */
  clear(): void;
  /** Values may have moved: what is loaded stays readable, and is asked for again when next refreshed. */
  invalidate(): void;
  /** The block is loaded and fresh when the promise resolves; false when the answer came too late to matter. */
  load(block: number): Promise<boolean>;
  /** Asks again for the out-of-date blocks among the rows [from, to); resolves to the blocks that changed. */
  refresh(from: number, to: number): Promise<readonly number[]>;
  has(row: number): boolean;
  reader(row: number): RowReader;
  /** Row of a key among the loaded rows; -1 when it is not among them. */
  loadedRowOf(key: number): number;
}

interface Block {
  readonly window: GridWindow;
  stale: boolean;
}

export function createWindowCache(
  source: Pick<GridSource, 'window'>,
  options: { readonly blockSize: number; readonly capacity: number; readonly query: GridQuery },
): WindowCache {
  const { blockSize, capacity } = options;
  const blocks = new Map<number, Block>();
  const pending = new Map<number, Promise<boolean>>();
  let query = options.query;
  let meta: WindowMeta | null = null;
  let metaEpoch = -1;
  let epoch = 0;
  /** Counts invalidations: an answer to a question asked before the last one is already out of date. */
  let generation = 0;
  /** While the host sorts anew, further questions wait, so that only one asks for it. */
  let sorting: Promise<unknown> | null = null;
  let sortNext = false;

  const reset = (): void => {
    epoch++;
    blocks.clear();
    pending.clear();
  };

  const keep = (index: number, block: Block): void => {
    blocks.delete(index);
    blocks.set(index, block);
    for (const oldest of blocks.keys()) {
      if (blocks.size <= capacity) break;
      blocks.delete(oldest);
    }
  };

  const ask = async (index: number): Promise<boolean> => {
    const asked = epoch;
    const refresh = sortNext;
    sortNext = false;
    if (!refresh && sorting !== null) await sorting.catch(() => undefined);
    if (asked !== epoch) return false;
    const generationAsked = generation;
    const from = index * blockSize;
    const answer = source.window({ query, from, to: from + blockSize, ...(refresh ? { refresh } : {}) });
    if (refresh) sorting = answer;
    try {
      const window = await answer;
      if (asked !== epoch) return false;
      keep(index, { window, stale: generationAsked !== generation });
      const { version, total, unfiltered, totals, stale, tookMs } = window;
      if (meta === null || metaEpoch !== epoch || version >= meta.version) {
        meta = { version, total, unfiltered, totals, stale, tookMs };
        metaEpoch = epoch;
      }
      return true;
    } catch (error) {
      if (refresh && asked === epoch) sortNext = true;
      throw error;
    } finally {
      if (sorting === answer) sorting = null;
    }
  };

  const request = (index: number): Promise<boolean> => {
    const open = pending.get(index);
    if (open !== undefined) return open;
    const promise = ask(index).finally(() => {
      if (pending.get(index) === promise) pending.delete(index);
    });
    pending.set(index, promise);
    return promise;
  };

  const windowOf = (row: number): GridWindow | undefined => blocks.get(Math.floor(row / blockSize))?.window;

  return {
    blockSize,
    get query() {
      return query;
    },
    get meta() {
      return meta;
    },
    get epoch() {
      return epoch;
    },
    setQuery(next) {
      if (sameQuery(query, next)) return false;
      query = next;
      sortNext = false;
      reset();
      return true;
    },
    sortAgain() {
      sortNext = true;
      reset();
    },
    clear: reset,
    invalidate() {
      generation++;
      for (const block of blocks.values()) block.stale = true;
    },
    async load(index) {
      const block = blocks.get(index);
      if (block !== undefined && !block.stale) {
        keep(index, block);
        return true;
      }
      return request(index);
    },
    async refresh(from, to) {
      const due: number[] = [];
      for (let index = Math.floor(from / blockSize); index * blockSize < to; index++) {
        if (blocks.get(index)?.stale === true) due.push(index);
      }
      const loaded = await Promise.all(due.map((index) => request(index)));
      return due.filter((_, at) => loaded[at]);
    },
    has: (row) => new CachedRow(windowOf, row).key !== -1,
    reader: (row) => new CachedRow(windowOf, row),
    loadedRowOf(key) {
      for (const { window } of blocks.values()) {
        const at = window.keys.indexOf(key);
        if (at !== -1) return window.from + at;
      }
      return -1;
    },
  };
}

/** Looks into whatever window has the row at the time of reading; one is made for every cell that is drawn. */
class CachedRow implements RowReader {
  readonly row: number;
  private readonly windowOf: (row: number) => GridWindow | undefined;

  constructor(windowOf: (row: number) => GridWindow | undefined, row: number) {
    this.windowOf = windowOf;
    this.row = row;
  }

  get key(): number {
    const window = this.windowOf(this.row);
    return window?.keys[this.row - window.from] ?? -1;
  }

  number(id: string): number {
    const window = this.windowOf(this.row);
    const column = window?.columns[id];
    if (window === undefined || column?.kind !== 'number') return Number.NaN;
    return column.values[this.row - window.from] ?? Number.NaN;
  }

  text(id: string): string {
    const window = this.windowOf(this.row);
    const column = window?.columns[id];
    if (window === undefined || column?.kind !== 'text') return '';
    return column.dictionary[column.codes[this.row - window.from] ?? -1] ?? '';
  }
}

/** Order of sorting and of conditions matters to nobody but the host: the same words are the same query. */
export function sameQuery(a: GridQuery, b: GridQuery): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
