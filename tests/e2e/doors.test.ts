import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { describeWorkstation } from './launchers/describeWorkstation.ts';
import { startLoopback } from './launchers/loopback.ts';
import { root, startServer, type ServerProcess } from './launchers/serverProcess.ts';
import type { Workstation } from './launchers/workstation.ts';

describeWorkstation('the window', (launch) => {
  let station: Workstation;
  beforeAll(async () => {
    station = await launch();
  });
  afterAll(() => station.close());

  it('opens on the sample network with the host behind it', async () => {
    await station.page.getByRole('navigation').first().waitFor();
    await station.page.getByText('Sample network, small').first().waitFor();
  });

  it('keeps its token out of the address', async () => {
    await station.page.waitForFunction(() => !globalThis.location.hash.includes('token'));
  });

  it('opens twice on one host', async () => {
    const second = await station.openWindow();
    await second.getByText('Sample network, small').first().waitFor();
    await second.close();
  });

  it('has run into nothing that its policy refuses', () => {
    expect(station.problems).toEqual([]);
  });

  it('is isolated, has no Node and runs no script but its own', async () => {
    const facts = await station.page.evaluate(() => {
      const page = globalThis as unknown as Record<string, unknown>;
      const script = document.createElement('script');
      script.textContent = 'globalThis.inlineRan = true';
      document.head.append(script);
      return {
        isolated: page['crossOriginIsolated'],
        node: [typeof page['require'], typeof page['process'], typeof page['module']],
        inlineRan: page['inlineRan'] ?? false,
      };
    });
    expect(facts).toEqual({
      isolated: true,
      node: ['undefined', 'undefined', 'undefined'],
      inlineRan: false,
    });
    expect(station.problems.join('\n')).toMatch(/Content Security Policy/);
  });
});

describe('npm start without a display', () => {
  let folder: string;
  let server: ServerProcess;
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' };
  const start = (data: string, ...args: string[]) =>
    startServer(['electron/launch/ensureNode.cjs', 'electron/launch/start.ts', '--data', data, ...args], env);

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ballast-start-'));
    server = await start(path.join(folder, 'replica'), '--no-open');
  });
  afterAll(async () => {
    await server.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('serves the page and prints its address', async () => {
    const response = await fetch(server.url);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<div id="root">');
    expect(server.output()).toContain(`Ballast is open at ${server.url}`);
  });

  it('opens the socket with the printed token', async () => {
    const { host, hash } = new URL(server.url);
    const socket = new WebSocket(`ws://${host}/host?${hash.slice(1)}`, { origin: `http://${host}` });
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    socket.close();
  });

  it('refuses a second instance on the same replica in one sentence', async () => {
    await expect(startLoopback(path.join(folder, 'replica'))).rejects.toThrow(
      /code 1:\n.*(?:open|use).*\n$/i,
    );
  });

  it('ends well when it is told to, and the replica opens again', async () => {
    expect(await server.stop('SIGTERM')).toBe(0);
    server = await start(path.join(folder, 'replica'), '--no-open');
    expect(await server.stop('SIGINT')).toBe(0);
  });

  it('leaves no server behind when it is killed', async () => {
    server = await start(path.join(folder, 'replica'), '--no-open');
    await server.stop('SIGKILL');
    await expect.poll(() => answers(server.url), { timeout: 20_000 }).toBe(false);
  });

  it('says what is wrong with its arguments and exits with 2', async () => {
    await expect(start(folder, '--port', 'seven')).rejects.toThrow(/code 2:\n--port is a number/);
    expect(root).toBe(process.cwd());
  });
});

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url);
    return true;
  } catch {
    return false;
  }
}
