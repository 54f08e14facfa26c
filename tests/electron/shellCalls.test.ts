import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { HostProcess } from '../../electron/main/hostProcess.ts';
import { answerShellCalls } from '../../electron/main/shellCalls.ts';
import { channels } from '../../electron/preload/channels.ts';

type Listener = (event: unknown, ...args: unknown[]) => unknown;
const electron = vi.hoisted(() => ({
  on: new Map<string, Listener>(),
  handle: new Map<string, Listener>(),
  theme: { themeSource: 'system' },
  opened: [] as string[],
  saveAs: { canceled: false, filePath: '' },
}));
vi.mock('electron', () => ({
  app: { getVersion: () => '0.1.0' },
  BrowserWindow: { fromWebContents: () => ({}) },
  dialog: { showSaveDialog: async () => electron.saveAs },
  ipcMain: {
    on: (channel: string, listener: Listener) => electron.on.set(channel, listener),
    handle: (channel: string, listener: Listener) => electron.handle.set(channel, listener),
  },
  MessageChannelMain: class {
    port1 = 'port 1';
    port2 = 'port 2';
  },
  nativeTheme: electron.theme,
  shell: { openPath: async (folder: string) => void electron.opened.push(folder) },
}));

const host = { state: { kind: 'ready' }, connect: vi.fn(), restart: vi.fn(), close: vi.fn() };
const openWindow = vi.fn();
const refused: string[] = [];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ballast-shell-'));
  answerShellCalls({
    host: host as unknown as HostProcess,
    replica: '/replica',
    openWindow,
    log: (line) => refused.push(line),
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  vi.clearAllMocks();
  refused.length = 0;
});

function event(frame: Partial<{ url: string; parent: unknown; detached: boolean }> = {}) {
  return {
    senderFrame: { url: 'app://ballast/', parent: null, detached: false, postMessage: vi.fn(), ...frame },
    sender: { send: vi.fn() },
  };
}

const foreign = [
  event({ url: 'https://evil.example/' }),
  event({ parent: {} }),
  event({ detached: true }),
  { ...event(), senderFrame: null },
];

it('hears every call from the page alone', () => {
  for (const from of foreign) {
    for (const [channel, listener] of electron.on) {
      listener(from, 'dark');
      expect(refused.at(-1)).toContain(channel);
    }
    for (const listener of electron.handle.values())
      expect(() => listener(from, 'a.csv', new Uint8Array(1))).toThrow('foreign frame');
  }
  expect(host.connect).not.toHaveBeenCalled();
  expect(host.restart).not.toHaveBeenCalled();
  expect(openWindow).not.toHaveBeenCalled();
  expect(electron.opened).toEqual([]);
  expect(electron.theme.themeSource).toBe('system');
});

it('answers exactly the calls that the preload makes', () => {
  const { port: _port, menu: _menu, hostState: _hostState, ...calls } = channels;
  expect([...electron.on.keys(), ...electron.handle.keys()].toSorted()).toEqual(
    Object.values(calls).toSorted(),
  );
});

it('brokers a line: one end to the host, the other to the frame that asked', () => {
  const from = event();
  electron.on.get(channels.requestPort)?.(from);
  expect(host.connect).toHaveBeenCalledWith('port 1');
  expect(from.senderFrame.postMessage).toHaveBeenCalledWith(channels.port, null, ['port 2']);
  expect(from.sender.send).toHaveBeenCalledWith(channels.hostState, { kind: 'ready' });
});

it('sets a theme that there is', () => {
  electron.on.get(channels.setTheme)?.(event(), 'dark');
  electron.on.get(channels.setTheme)?.(event(), 'sepia');
  expect(electron.theme.themeSource).toBe('dark');
});

it('saves whole files where the person says, and none under another name', async () => {
  const save = electron.handle.get(channels.saveFile);
  electron.saveAs = { canceled: false, filePath: path.join(folder, 'chosen.csv') };
  expect(await save?.(event(), 'inventory.csv', Uint8Array.of(104, 105))).toBe(electron.saveAs.filePath);
  expect(readFileSync(electron.saveAs.filePath, 'utf8')).toBe('hi');
  expect(readdirSync(folder)).toEqual(['chosen.csv']);
  electron.saveAs = { canceled: true, filePath: '' };
  expect(await save?.(event(), 'inventory.csv', Uint8Array.of(1))).toBeNull();
  expect(() => save?.(event(), '../inventory.csv', Uint8Array.of(1))).toThrow(/name|pattern|string/i);
  expect(() => save?.(event(), 'inventory.csv', 'text')).toThrow('Invalid input');
});
