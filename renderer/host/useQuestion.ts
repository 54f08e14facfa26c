import { useCallback, useEffect, useRef, useState } from 'react';
import { BallastError } from '../../core/base/errors.ts';
import type { Answer, Input, Method } from '../../core/contract/contract.ts';
import type { HostEventName } from '../../core/contract/views.ts';
import { useConnection } from './connection.ts';

export interface QuestionState<M extends Method> {
  /** The last answer; it stays while a newer one is under way and when one fails. */
  readonly answer: Answer<M> | null;
  /** The input that the answer belongs to: with `keep`, it may be an earlier one. */
  readonly answered: Input<M> | null;
  readonly error: BallastError | null;
  /** True until the first answer or error of this question. */
  readonly loading: boolean;
  /** An answer is shown and a newer one is under way. */
  readonly refreshing: boolean;
  readonly askAgain: () => void;
}

export interface QuestionOptions {
  /** Host events after which the answer may be out of date. */
  readonly refreshOn?: readonly HostEventName[];
  /** At most one refresh in this time, with the last event never dropped. */
  readonly everyMs?: number;
  /** Keep the answer of an earlier input while the next one is under way (paging); default true. */
  readonly keep?: boolean;
}

interface Settled<M extends Method> {
  readonly key: string | null;
  readonly answered: Input<M> | null;
  readonly turn: number;
  readonly answer: Answer<M> | null;
  readonly error: BallastError | null;
}

/**
 * Asks the host, and again when the input changes, the line comes back, or a named event says so. Answers that
 * were overtaken are dropped. `null` as input asks nothing.
 */
export function useQuestion<M extends Method>(
  method: M,
  input: Input<M> | null,
  options: QuestionOptions = {},
): QuestionState<M> {
  const client = useConnection((state) => state.client);
  const key = input === null ? null : JSON.stringify(input);
  const [state, setState] = useState<Settled<M>>({
    key: null,
    answered: null,
    turn: 0,
    answer: null,
    error: null,
  });
  const [turn, setTurn] = useState(0);
  const asked = useRef(0);
  const busy = useRef(false);

  useEffect(() => {
    if (client === null || key === null) return;
    const mine = ++asked.current;
    busy.current = true;
    const question = JSON.parse(key) as Input<M>;
    client.ask(method, question).then(
      (answer) => {
        if (mine !== asked.current) return;
        busy.current = false;
        setState({ key, answered: question, turn, answer, error: null });
      },
      (error: unknown) => {
        if (mine !== asked.current) return;
        busy.current = false;
        const known = error instanceof BallastError ? error : new BallastError('failed', String(error));
        setState((before) => ({
          key,
          answered: before.key === key ? before.answered : null,
          turn,
          answer: before.key === key ? before.answer : null,
          error: known,
        }));
      },
    );
  }, [client, method, key, turn]);

  const askAgain = useCallback(() => setTurn((value) => value + 1), []);
  const events = (options.refreshOn ?? []).join(' ');
  const everyMs = options.everyMs ?? 400;
  useEffect(() => {
    if (client === null || key === null || events === '') return undefined;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let last = 0;
    const soon = (): void => {
      if (timer !== null) return;
      const wait = Math.max(0, last + everyMs - performance.now());
      timer = setTimeout(
        () => {
          timer = null;
          if (busy.current) {
            soon();
            return;
          }
          last = performance.now();
          askAgain();
        },
        Math.max(wait, busy.current ? 50 : 0),
      );
    };
    const stops = events.split(' ').map((name) => client.on(name as HostEventName, soon));
    return () => {
      for (const stop of stops) stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [client, key, events, everyMs, askAgain]);

  const current = state.key === key || (options.keep ?? true);
  const answer = key !== null && current ? state.answer : null;
  const error = state.key === key ? state.error : null;
  return {
    answer,
    answered: answer === null ? null : state.answered,
    error,
    loading: key !== null && answer === null && error === null,
    refreshing: answer !== null && (state.key !== key || state.turn !== turn),
    askAgain,
  };
}
