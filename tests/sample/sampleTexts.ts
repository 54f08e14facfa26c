import { fileURLToPath } from 'node:url';
import { createSample, type Sample } from '../../electron/host/sources/sample/createSample.ts';
import { loadSampleTexts } from '../../electron/host/sources/sample/loadSampleTexts.ts';
import type { SampleSize } from '../../electron/host/sources/sample/sampleSizes.ts';

export const sampleTexts = loadSampleTexts(fileURLToPath(new URL('../../resources', import.meta.url)));

export function sampleOf(size: SampleSize, seed: number): Sample {
  return createSample({ size, seed, ...sampleTexts });
}
