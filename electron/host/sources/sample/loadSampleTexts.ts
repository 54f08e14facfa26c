/** Reads the published texts that the sample network is made from. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SampleTexts {
  readonly carParts: string;
  readonly towns: string;
}

/** `resources` is the folder of that name in a checkout or in the packaged application. */
export function loadSampleTexts(resources: string): SampleTexts {
  return {
    carParts: readFileSync(join(resources, 'demand', 'carparts-history.csv'), 'utf8'),
    towns: readFileSync(join(resources, 'network', 'towns.csv'), 'utf8'),
  };
}
