import type { Choice } from './modelFile.ts';

/**
 * Ways to forecast that the default chooses from, in order of preference: a later one has to be clearly better than the
 * best of those before it.
 */
export const blendedCandidates: readonly Choice[] = [
  { learntShare: 1, trust: Infinity, caution: 1, form: 'distribution' },
  { learntShare: 0.5, trust: Infinity, caution: 1, form: 'distribution' },
  { learntShare: 0, trust: Infinity, caution: 1, form: 'distribution' },
  { learntShare: 1, trust: 10, caution: 1, form: 'distribution' },
  { learntShare: 0.5, trust: 10, caution: 1, form: 'distribution' },
  { learntShare: 1, trust: 3, caution: 1, form: 'distribution' },
  { learntShare: 0.5, trust: 3, caution: 1, form: 'distribution' },
  { learntShare: 0, trust: 3, caution: 1, form: 'distribution' },
  { learntShare: 0, trust: Infinity, caution: 1, form: 'history' },
];
