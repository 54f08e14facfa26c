import { expect, it } from 'vitest';
import { countResults, lastLine } from './countResults.ts';

const file = (name: string, status: string, ...statuses: string[]) => ({
  name,
  status,
  assertionResults: statuses.map((each, index) => ({ fullName: `test ${index}`, status: each })),
});

it('counts passed, failed and everything that did not run', () => {
  const report = {
    success: false,
    testResults: [
      file('a.test.ts', 'passed', 'passed', 'passed', 'pending', 'todo', 'skipped'),
      file('b.test.ts', 'failed', 'failed', 'passed'),
    ],
  };
  const outcome = countResults(report, 1);
  expect(outcome).toEqual({ passed: 3, failed: 1, skipped: 3, failures: ['b.test.ts > test 0'] });
  expect(lastLine(outcome)).toBe('3 passed, 1 failed, 3 skipped');
});

it('counts a file that could not be loaded, or whose hooks failed, as a failure', () => {
  const report = {
    success: false,
    testResults: [file('a.test.ts', 'failed'), file('b.test.ts', 'failed', 'skipped')],
  };
  expect(countResults(report, 1)).toMatchObject({
    passed: 0,
    failed: 2,
    failures: ['a.test.ts', 'b.test.ts'],
  });
});

it('counts a run that ended badly outside of its tests as a failure', () => {
  const good = { success: true, testResults: [file('a.test.ts', 'passed', 'passed')] };
  expect(countResults(good, 0)).toMatchObject({ passed: 1, failed: 0 });
  expect(countResults(good, 1)).toMatchObject({ passed: 1, failed: 1 });
  expect(countResults(good, null)).toMatchObject({ failed: 1 });
  expect(countResults({ ...good, success: false }, 0)).toMatchObject({ failed: 1 });
  expect(countResults(null, 0)).toMatchObject({ passed: 0, failed: 1 });
});
