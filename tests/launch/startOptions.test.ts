import { describe, expect, it } from 'vitest';
import { parseStartOptions } from '../../electron/launch/startOptions.ts';

describe('parseStartOptions', () => {
  it('leaves the door open without arguments', () => {
    expect(parseStartOptions([])).toEqual({ data: null, port: 0, open: true, door: null });
  });

  it('takes a port or no window as a wish for the browser door', () => {
    expect(parseStartOptions(['--port', '4711'])).toMatchObject({ port: 4711, door: 'browser', open: true });
    expect(parseStartOptions(['--no-open', '--data', 'x'])).toEqual({
      data: 'x',
      port: 0,
      open: false,
      door: 'browser',
    });
    expect(parseStartOptions(['--electron']).door).toBe('electron');
  });

  it.each([
    [['--port', 'x']],
    [['--port', '65536']],
    [['--port', '-1']],
    [['--port', '']],
    [['--unknown']],
    [['stray']],
    [['--electron', '--no-open']],
    [['--electron', '--browser']],
  ])('refuses %j as bad input', (args) => {
    expect(() => parseStartOptions(args)).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });
});
