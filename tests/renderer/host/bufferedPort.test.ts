import { expect, test } from 'vitest';
import { bufferedPort } from '../../../renderer/host/bufferedPort.ts';
import { retryDelayMs } from '../../../renderer/host/connection.ts';
import { socketUrl } from '../../../renderer/host/openHostPort.ts';
import { splitToken } from '../../../renderer/host/token.ts';

function rawLine() {
  let receive: (message: unknown) => void = () => undefined;
  let closed: () => void = () => undefined;
  const posted: unknown[] = [];
  return {
    posted,
    say: (message: unknown) => receive(message),
    end: () => closed(),
    line: {
      post: (message: unknown) => void posted.push(message),
      close: () => undefined,
      start: (onMessage: (message: unknown) => void, onClose: () => void) => {
        receive = onMessage;
        closed = onClose;
      },
    },
  };
}

test('messages that come before the listener are kept in order', () => {
  const raw = rawLine();
  const port = bufferedPort(raw.line);
  raw.say(1);
  raw.say(2);
  const heard: unknown[] = [];
  port.onMessage((message) => heard.push(message));
  raw.say(3);
  expect(heard).toEqual([1, 2, 3]);
});

test('the end is told once, also to a listener that comes late', () => {
  const raw = rawLine();
  const port = bufferedPort(raw.line);
  raw.end();
  raw.end();
  let ends = 0;
  port.onClose(() => ends++);
  expect(ends).toBe(1);
});

test('the token leaves the address and the rest of the fragment stays', () => {
  expect(splitToken('#token=a%2Bb')).toEqual({ token: 'a+b', rest: '' });
  expect(splitToken('#/inventory?q=1')).toEqual({ token: null, rest: '#/inventory?q=1' });
  expect(splitToken('#token=x&/tower')).toEqual({ token: 'x', rest: '#/tower' });
  expect(socketUrl({ protocol: 'http:', host: '127.0.0.1:9' }, 'a+b')).toBe(
    'ws://127.0.0.1:9/host?token=a%2Bb',
  );
});

test('retries wait longer each time, and never longer than eight seconds', () => {
  expect([1, 2, 3, 4, 5, 6, 20].map(retryDelayMs)).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000]);
});
