import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createSampleReplica } from '../replica/createSampleReplica.ts';
import { sampleSizeNames } from '../sources/sample/sampleSizes.ts';
import { oneOf, required, wholeNumber, type CommandContext } from './context.ts';

/** `ballast sample --size small|medium|large [--seed 7] --data DIR` */
export function sampleCommand(args: readonly string[], context: CommandContext): void {
  const { values } = parseArgs({
    args: [...args],
    options: { size: { type: 'string' }, seed: { type: 'string', default: '7' }, data: { type: 'string' } },
  });
  const begun = context.clockS();
  let shown = begun;
  const summary = createSampleReplica({
    dataFolder: resolve(required(values, 'data')),
    resourcesFolder: context.resourcesFolder,
    size: oneOf(required(values, 'size'), 'size', sampleSizeNames),
    seed: wholeNumber(values.seed, 'seed', 0),
    progress: (done, total) => {
      if (context.clockS() - shown < 1) return;
      shown = context.clockS();
      context.log(`${done} of ${total} locations`);
    },
  });
  context.print(JSON.stringify({ ...summary, seconds: context.clockS() - begun }));
}
