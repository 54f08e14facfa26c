import { readdirSync, readFileSync } from 'node:fs';
import createHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { parseProblemFile } from '../../core/rebalance/problemFile.ts';
import { rebalanceProblemText } from '../../core/rebalance/rebalanceFile.ts';
import { problemToLp } from '../rebalance/oracles.ts';

const here = new URL('.', import.meta.url);
const folders = readdirSync(here).filter((name) => name.startsWith('rebalance-'));

interface Plan {
  status: string;
  objective: number;
  upperBound: number;
  transfers: object[];
}

describe('rebalancing, golden', () => {
  it.each(folders)('%s', async (folder) => {
    const read = (name: string): string => readFileSync(new URL(`${folder}/${name}`, here), 'utf8');
    const expected = JSON.parse(read('plan.json')) as Plan;
    const text = read('problem.json');
    const { planText } = rebalanceProblemText(text, 'problem.json', { timeLimitS: 30, clockS: () => 0 });
    const plan = JSON.parse(planText) as Plan;
    expect(plan.transfers).toEqual(expected.transfers);
    expect(plan.objective).toBeCloseTo(expected.objective, 9);
    expect(plan.status).toBe('optimal');
    const highs = await createHighs();
    const oracle = highs.solve(problemToLp(parseProblemFile(text, 'problem.json').problem), {
      mip_rel_gap: 1e-9,
      output_flag: false,
    });
    expect(oracle.ObjectiveValue).toBeCloseTo(plan.objective, 5);
  });
});
