import { describe, expect, it } from 'vitest';
import { chooseDoor, hasDisplay, type DoorFacts } from '../../electron/launch/chooseDoor.ts';

const desktop: DoorFacts = {
  asked: null,
  platform: 'linux',
  env: { DISPLAY: ':0' },
  isRoot: false,
  electronInstalled: true,
  electronVersion: '45.4.1',
  failure: null,
};
const failure = { version: '45.4.1', at: '2026-11-20T08:00:00.000Z', reason: 'nothing arrived for 20 s' };

describe('chooseDoor', () => {
  it('is Electron where it is installed and can run', () => {
    expect(chooseDoor(desktop)).toEqual({ door: 'electron' });
    expect(chooseDoor({ ...desktop, platform: 'win32', env: {} })).toEqual({ door: 'electron' });
    expect(chooseDoor({ ...desktop, platform: 'darwin', env: {}, isRoot: true })).toEqual({
      door: 'electron',
    });
  });

  it('fetches Electron where it is not installed', () => {
    expect(chooseDoor({ ...desktop, electronInstalled: false })).toEqual({ door: 'fetch' });
  });

  it('does not fetch again after a failure, and says so in one line', () => {
    const choice = chooseDoor({ ...desktop, electronInstalled: false, failure });
    expect(choice).toEqual({
      door: 'browser',
      because: expect.stringContaining('2026-11-20 (nothing arrived'),
    });
    expect(choice.door === 'browser' && choice.because?.includes('\n')).toBe(false);
  });

  it('fetches after a failure when Electron is asked for', () => {
    expect(chooseDoor({ ...desktop, asked: 'electron', electronInstalled: false, failure })).toEqual({
      door: 'fetch',
    });
  });

  it('is the browser without a display and as root, without a download, and says why', () => {
    for (const facts of [
      { ...desktop, env: {}, electronInstalled: false },
      { ...desktop, env: { DISPLAY: '' } },
      { ...desktop, isRoot: true, electronInstalled: false },
    ]) {
      const choice = chooseDoor(facts);
      expect(choice).toEqual({ door: 'browser', because: expect.stringMatching(/\.$/) });
    }
  });

  it('is the browser without a word when that was asked for', () => {
    expect(chooseDoor({ ...desktop, asked: 'browser' })).toEqual({ door: 'browser', because: null });
  });
});

describe('hasDisplay', () => {
  it('asks X11 and Wayland on Linux and takes a display for granted elsewhere', () => {
    expect(hasDisplay({ platform: 'linux', env: {} })).toBe(false);
    expect(hasDisplay({ platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBe(true);
    expect(hasDisplay({ platform: 'win32', env: {} })).toBe(true);
  });
});
