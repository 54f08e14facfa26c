import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

test('each rule of the contract is in some test’s name, and no name carries a rule that is not there', () => {
  const spec = readFileSync(resolve(root, 'core/contract/SPEC.md'), 'utf8');
  const rules = [...spec.matchAll(/^- \*\*(C\d+)\*\*/gm)].map((match) => match[1]);
  expect(rules.length).toBeGreaterThan(5);
  const named = new Set<string>();
  for (const file of globSync('tests/**/*.test.ts', { cwd: root })) {
    for (const match of readFileSync(resolve(root, file), 'utf8').matchAll(/\b(?:it|test)\(\s*'([^']*)'/g)) {
      for (const id of match[1].matchAll(/\[(C\d+)\]/g)) named.add(id[1]);
    }
  }
  expect([...named].toSorted()).toEqual(rules.toSorted());
});
