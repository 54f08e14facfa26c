import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const file = '../../electron/launch/ensureNode.cjs';
const { isNewEnough, refusal } = createRequire(import.meta.url)(file) as {
  isNewEnough: (version: string) => boolean;
  refusal: (version: string, platform: string, arch: string) => string;
};

it('takes 22.12 and newer', () => {
  expect(['22.12.0', '22.20.1', '24.0.0', '100.1.0'].map(isNewEnough)).toEqual([true, true, true, true]);
  expect(['0.10.48', '8.17.0', '18.20.4', '20.19.5', '22.11.0', '22.2.0'].map(isNewEnough)).toEqual(
    Array.from({ length: 6 }, () => false),
  );
});

it('says in one sentence what to install', () => {
  expect(refusal('20.1.0', 'linux', 'riscv64')).toMatch(
    /^Ballast needs Node 22\.12 or newer and found 20\.1\.0.*\.$/,
  );
});

it('stays readable for a Node that knows nothing newer than ECMAScript 5', () => {
  const source = readFileSync(new URL(file, import.meta.url), 'utf8');
  expect(source).not.toMatch(/=>|`|\b(?:let|const|class|async|await|import)\b|\?\.|\?\?|\.\.\./);
});
