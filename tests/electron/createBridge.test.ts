import { expect, it } from 'vitest';
import { channels } from '../../electron/preload/channels.ts';
import { createBridge, type BridgeLine } from '../../electron/preload/createBridge.ts';

function fakeLine() {
  const sent: unknown[][] = [];
  const posted: unknown[][] = [];
  const listeners = new Map<string, (message: never) => void>();
  let forward: (ports: readonly MessagePort[]) => void = () => {};
  const line: BridgeLine = {
    platform: 'freebsd',
    send: (...call) => void sent.push(call),
    invoke: async (...call) => {
      sent.push(call);
      return null;
    },
    listen: (channel, listener) => {
      listeners.set(channel, listener);
      return () => void listeners.delete(channel);
    },
    onPort: (channel, listener) => {
      expect(channel).toBe(channels.port);
      forward = listener;
    },
    postToPage: (...call) => void posted.push(call),
  };
  return { line, sent, posted, listeners, arrive: (ports: readonly MessagePort[]) => forward(ports) };
}

it('passes each call on its own channel with its own arguments only', async () => {
  const { line, sent } = fakeLine();
  const bridge = createBridge(line);
  const bytes = Uint8Array.of(1);
  bridge.requestPort();
  (bridge.setTheme as (...args: unknown[]) => void)('dark', 'ipc:anything');
  await bridge.saveFile('a.csv', bytes);
  bridge.revealReplica();
  bridge.restartHost();
  bridge.openWindow();
  await bridge.versions();
  expect(sent).toEqual([
    [channels.requestPort],
    [channels.setTheme, 'dark'],
    [channels.saveFile, 'a.csv', bytes],
    [channels.revealReplica],
    [channels.restartHost],
    [channels.openWindow],
    [channels.versions],
  ]);
  expect(bridge.platform).toBe('linux');
});

it('forwards one port, and drops a message without one', () => {
  const { line, posted, arrive } = fakeLine();
  createBridge(line);
  const { port1, port2 } = new MessageChannel();
  arrive([]);
  arrive([port1, port2]);
  expect(posted).toEqual([['ballast:port', [port1]]]);
  port1.close();
});

it('stops listening when asked', () => {
  const { line, listeners } = fakeLine();
  const bridge = createBridge(line);
  const heard: unknown[] = [];
  const stop = bridge.onMenu((command) => heard.push(command));
  listeners.get(channels.menu)?.('undo' as never);
  stop();
  expect(heard).toEqual(['undo']);
  expect(listeners.size).toBe(0);
});
