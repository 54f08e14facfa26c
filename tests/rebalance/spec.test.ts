import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const here = new URL('.', import.meta.url);
const spec = readFileSync(new URL('../../core/rebalance/SPEC.md', import.meta.url), 'utf8');

describe('rebalancing rules', () => {
  it('each has a test that carries its id, and no test carries an id that is not a rule', () => {
    const rules = [...spec.matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map((match) => match[1]);
    expect(rules.length).toBeGreaterThan(20);
    expect(new Set(rules).size).toBe(rules.length);
    const carried = new Set<string>();
    for (const file of readdirSync(here)) {
      if (!file.endsWith('.test.ts')) continue;
      for (const line of readFileSync(new URL(file, here), 'utf8').split('\n')) {
        if (!/\bit(\.each\b.*)?\(|^\s*\]\)\(/.test(line)) continue;
        for (const match of line.matchAll(/\[([A-Z]\d+)\]/g)) carried.add(match[1]);
      }
    }
    expect([...carried].toSorted()).toEqual(rules.toSorted());
  });
});
