import type { PlanSession } from './session.ts';

/** Longest time in ms that background work keeps the worker from answering, apart from single long steps. */
const sliceMs = 6;
const waitMs = 40;

export interface Background {
  /** Sets the work of a kind; work of the kind that is still under way is given up. */
  set(kind: BackgroundKind, work: Generator<void, void>): void;
  has(kind: BackgroundKind): boolean;
  /** Gives up work of a kind that is under way. */
  drop(kind: BackgroundKind): void;
  /** Resolves once nothing is left to do; rejects with the first failure of any work since it was last asked. */
  idle(): Promise<void>;
  close(): void;
}

/** In the order of their precedence. */
export const backgroundKinds = ['adopt', 'present', 'follow', 'preview', 'frontier'] as const;
export type BackgroundKind = (typeof backgroundKinds)[number];

/**
 * Small work between questions: generators advanced in slices, the most important kind first. It stands still
 * while a plan run is under way, whose arrays are not yet those of the plan.
 */
export function createBackground(session: PlanSession, isHeld: () => boolean): Background {
  const works = new Map<BackgroundKind, Generator<void, void>>();
  let waiting: (() => void)[] = [];
  let failure: unknown = null;
  let scheduled = false;
  let closed = false;

  const turn = (): void => {
    scheduled = false;
    if (closed) return;
    if (isHeld()) {
      scheduled = true;
      setTimeout(turn, waitMs);
      return;
    }
    const begun = session.now();
    while (session.now() - begun < sliceMs) {
      const kind = backgroundKinds.find((one) => works.has(one));
      if (kind === undefined) break;
      const work = works.get(kind);
      if (work === undefined || !advance(work)) continue;
      if (works.get(kind) === work) works.delete(kind);
    }
    if (works.size > 0) schedule();
    else rest();
  };
  /** Whether the work is at its end. One that fails ends alone: the worker's answers must not end with it. */
  const advance = (work: Generator<void, void>): boolean => {
    try {
      return work.next().done === true;
    } catch (error) {
      failure ??= error;
      return true;
    }
  };
  const schedule = (): void => {
    if (scheduled || closed) return;
    scheduled = true;
    setImmediate(turn);
  };
  const rest = (): void => {
    for (const resolve of waiting) resolve();
    waiting = [];
  };

  return {
    set(kind, work) {
      works.get(kind)?.return();
      works.set(kind, work);
      schedule();
    },
    has: (kind) => works.has(kind),
    drop(kind) {
      works.get(kind)?.return();
      works.delete(kind);
    },
    async idle() {
      if (works.size > 0) await new Promise<void>((resolve) => waiting.push(resolve));
      const failed = failure;
      failure = null;
      if (failed instanceof Error) throw failed;
    },
    close() {
      closed = true;
      for (const work of works.values()) work.return();
      works.clear();
      rest();
    },
  };
}
