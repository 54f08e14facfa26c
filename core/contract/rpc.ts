import { z } from 'zod';
import { BallastError, errorCodes, type ErrorCode, type ErrorDetail } from '../base/errors.ts';
import { contract, type Answer, type Input, type Method } from './contract.ts';
import { hostEventNames, type HostEventName, type HostEvents } from './views.ts';

/**
 * Questions and answers over any line that carries messages: a MessagePort, a WebSocket, a worker. The line
 * is reliable and ordered; when it closes, every open question fails with `unavailable`.
 */
export interface Port {
  post(message: unknown): void;
  /** At most one listener each; messages that arrive before there is one are kept by the implementation. */
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

interface Call {
  readonly kind: 'call';
  readonly id: number;
  readonly method: Method;
  readonly input: unknown;
}
type Reply =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: WireError };
type Event = { readonly kind: 'event'; readonly name: HostEventName; readonly payload: unknown };

export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly detail: ErrorDetail;
}

export function errorToWire(error: unknown): WireError {
  if (error instanceof BallastError)
    return { code: error.code, message: error.message, detail: error.detail };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'failed', message, detail: {} };
}

export function wireToError(wire: WireError): BallastError {
  return new BallastError(wire.code, wire.message, wire.detail);
}

export interface Client {
  ask<M extends Method>(method: M, input: Input<M>): Promise<Answer<M>>;
  /** Returns the function that stops listening. */
  on<E extends HostEventName>(event: E, listener: (payload: HostEvents[E]) => void): () => void;
  onClose(listener: () => void): void;
  close(): void;
}

const replySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), id: z.int(), value: z.unknown() }),
  z.object({
    kind: z.literal('error'),
    id: z.int(),
    error: z.object({
      code: z.enum(errorCodes),
      message: z.string(),
      detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  }),
  z.object({ kind: z.literal('event'), name: z.enum(hostEventNames), payload: z.unknown() }),
]);

export function createClient(port: Port): Client {
  let next = 1;
  let closed = false;
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<HostEventName, Set<(payload: never) => void>>();
  const closeListeners: (() => void)[] = [];

  port.onMessage((raw) => {
    const parsed = replySchema.safeParse(raw);
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.kind === 'event') {
      for (const listener of listeners.get(message.name) ?? []) listener(message.payload as never);
      return;
    }
    const open = waiting.get(message.id);
    if (open === undefined) return;
    waiting.delete(message.id);
    if (message.kind === 'answer') open.resolve(message.value);
    else open.reject(wireToError(message.error));
  });
  port.onClose(() => {
    closed = true;
    const error = new BallastError('unavailable', 'The connection to the planning host is closed.');
    for (const open of waiting.values()) open.reject(error);
    waiting.clear();
    for (const listener of closeListeners) listener();
  });

  return {
    ask: async <M extends Method>(method: M, input: Input<M>) => {
      if (closed) throw new BallastError('unavailable', 'The connection to the planning host is closed.');
      const id = next++;
      const answer = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
      port.post({ kind: 'call', id, method, input } satisfies Call);
      return (await answer) as Answer<M>;
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => set.delete(listener);
    },
    onClose: (listener) => void closeListeners.push(listener),
    close: () => port.close(),
  };
}

/** A handler a method; the input has passed its schema. */
export type Handlers = { readonly [M in Method]: (input: Input<M>) => Answer<M> | Promise<Answer<M>> };

export interface Server {
  emit<E extends HostEventName>(event: E, payload: HostEvents[E]): void;
}

const callSchema = z.object({
  kind: z.literal('call'),
  id: z.int().min(0),
  method: z.string(),
  input: z.unknown(),
});

/**
 * Answers the calls that arrive on a port. Anything that is not a call is dropped; bad input, a question that the
 * contract does not have, and an answer that cannot travel are answered as errors, so that no caller waits for ever.
 * `trusted` skips the input's schema on an inner line whose other end has checked it already.
 */
export function serve(port: Port, handlers: Handlers, line: 'border' | 'trusted' = 'border'): Server {
  port.onMessage((raw) => {
    const call = callSchema.safeParse(raw);
    if (!call.success) return;
    const { id, method, input } = call.data;
    void answer(method, input, handlers, line)
      .then((value) => port.post({ kind: 'answer', id, value } satisfies Reply))
      .catch((error: unknown) => port.post({ kind: 'error', id, error: errorToWire(error) } satisfies Reply));
  });
  return { emit: (name, payload) => port.post({ kind: 'event', name, payload } satisfies Event) };
}

async function answer(
  method: string,
  input: unknown,
  handlers: Handlers,
  line: 'border' | 'trusted',
): Promise<unknown> {
  if (!isMethod(method)) throw new BallastError('bad-input', `There is no question ${method}.`, { method });
  const handler = handlers[method] as (value: unknown) => unknown;
  if (line === 'trusted') return handler(input);
  const parsed = contract[method].input.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path.join('.') ?? '';
    throw new BallastError(
      'bad-input',
      `${method}: ${path === '' ? '' : `${path}: `}${issue?.message ?? 'bad input'}`,
      {
        method,
        path,
      },
    );
  }
  return handler(parsed.data);
}

function isMethod(method: string): method is Method {
  return Object.hasOwn(contract, method);
}
