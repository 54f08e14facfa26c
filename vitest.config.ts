import { defineConfig } from 'vitest/config';

const unit = ['tests/**/*.test.{ts,tsx}'];
const slow = ['tests/host/**', 'tests/contracts/**', 'tests/golden/**', 'tests/e2e/**'];

/** `unit` is what `npm run check` runs; `whole` adds everything that opens files, sockets and workers. */
export default defineConfig({
  test: {
    environment: 'node',
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles: ['tests/support/seedProperties.ts'],
          include: unit,
          exclude: [...slow, 'node_modules/**'],
          // No test asserts on time: the limit only ends one that hangs, on a machine however busy.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'whole',
          setupFiles: ['tests/support/seedProperties.ts'],
          include: slow.map((folder) => `${folder}/*.test.ts`),
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // What is polled for is a window on a busy machine: the usual second is a figure of chance there.
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
});
