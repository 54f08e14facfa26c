import { existsSync } from 'node:fs';
import { createSampleReplica } from './replica/createSampleReplica.ts';
import { replicaFile } from './replica/openReplica.ts';

/** Creates the small sample network where a data folder holds no replica yet. */
export async function ensureSampleReplica(options: {
  readonly dataFolder: string;
  readonly resourcesFolder: string;
  readonly log: (line: string) => void;
}): Promise<{ readonly created: boolean }> {
  if (existsSync(replicaFile(options.dataFolder))) return { created: false };
  options.log(`Creating the small sample network in ${options.dataFolder}`);
  createSampleReplica({
    dataFolder: options.dataFolder,
    resourcesFolder: options.resourcesFolder,
    size: 'small',
    seed: 7,
    progress: () => undefined,
  });
  return { created: true };
}
