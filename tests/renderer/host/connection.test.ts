import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Port } from '../../../core/contract/rpc.ts';
import { connect, reconnectNow, useConnection } from '../../../renderer/host/connection.ts';

/** A door that opens or refuses as told, and lines whose other end can go away. */
function door() {
  let refusing = false;
  let opened = 0;
  let end: () => void = () => undefined;
  return {
    refuse: (value: boolean) => (refusing = value),
    opened: () => opened,
    lose: () => end(),
    open: async (): Promise<Port> => {
      if (refusing) throw new Error('refused');
      opened++;
      return {
        post: () => undefined,
        onMessage: () => undefined,
        onClose: (listener) => (end = listener),
        close: () => undefined,
      };
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  useConnection.setState({ status: 'connecting', client: null, everOpen: false, attempt: 0, retryAt: null });
});
afterEach(() => vi.useRealTimers());

test('a line that is lost is opened again, with a new client for the same window', async () => {
  const host = door();
  connect(host.open);
  await vi.advanceTimersByTimeAsync(0);
  const first = useConnection.getState().client;
  expect(useConnection.getState().status).toBe('open');

  host.lose();
  expect(useConnection.getState()).toMatchObject({
    status: 'lost',
    client: null,
    everOpen: true,
    attempt: 1,
  });
  await vi.advanceTimersByTimeAsync(499);
  expect(useConnection.getState().status).toBe('lost');
  await vi.advanceTimersByTimeAsync(1);
  expect(useConnection.getState().status).toBe('open');
  expect(useConnection.getState().client).not.toBe(first);
  expect(host.opened()).toBe(2);
});

test('a host that stays away is asked less and less often, and at once when a person says so', async () => {
  const host = door();
  host.refuse(true);
  connect(host.open);
  await vi.advanceTimersByTimeAsync(0);
  expect(useConnection.getState()).toMatchObject({ status: 'lost', everOpen: false, attempt: 1 });
  await vi.advanceTimersByTimeAsync(500 + 1000 + 2000);
  expect(useConnection.getState().attempt).toBe(4);

  host.refuse(false);
  reconnectNow();
  await vi.advanceTimersByTimeAsync(0);
  expect(useConnection.getState()).toMatchObject({
    status: 'open',
    everOpen: true,
    attempt: 0,
    retryAt: null,
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(host.opened()).toBe(1);
});
