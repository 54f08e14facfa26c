import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** What the JSON reporter of vitest writes, as far as it is counted here. */
const reportSchema = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

export interface Outcome extends Counts {
  /** `file > test` of each failure. */
  readonly failures: readonly string[];
}

/**
 * Counts a run of vitest. A file that could not be loaded is a failure, though no test of it ran, and so is a
 * run that ended badly without saying why: nothing that went wrong may count as nothing.
 */
export function countResults(report: unknown, exitCode: number | null): Outcome {
  const parsed = reportSchema.safeParse(report);
  if (!parsed.success) return { ...noCounts, failed: 1, failures: ['vitest wrote no report'] };
  let counts = noCounts;
  const failures: string[] = [];
  for (const file of parsed.data.testResults) {
    const failedBefore = counts.failed;
    for (const test of file.assertionResults) {
      counts = addCounts(counts, countOf(test.status));
      if (test.status === 'failed') failures.push(`${file.name} > ${test.fullName}`);
    }
    if (file.status === 'failed' && counts.failed === failedBefore) {
      counts = addCounts(counts, { passed: 0, failed: 1, skipped: 0 });
      failures.push(file.name);
    }
  }
  if (counts.failed === 0 && (exitCode !== 0 || !parsed.data.success)) {
    counts = addCounts(counts, { passed: 0, failed: 1, skipped: 0 });
    failures.push(`vitest ended with exit code ${exitCode}, outside of any test`);
  }
  return { ...counts, failures };
}

function countOf(status: string): Counts {
  if (status === 'passed') return { passed: 1, failed: 0, skipped: 0 };
  if (status === 'failed') return { passed: 0, failed: 1, skipped: 0 };
  return { passed: 0, failed: 0, skipped: 1 };
}

export function lastLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
