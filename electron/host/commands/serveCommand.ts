import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../launch/ensureBuilt.ts';
import { createHost } from '../createHost.ts';
import { serveReplica } from '../loopback/serveReplica.ts';
import { required, wholeNumber, type CommandContext } from './context.ts';

/** `ballast serve --data DIR [--port 0]`: the workstation behind the browser door until SIGINT or SIGTERM. */
export async function serveCommand(args: readonly string[], context: CommandContext): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: 'string' }, port: { type: 'string', default: '0' } },
  });
  const dataFolder = resolve(required(values, 'data'));
  const port = wholeNumber(values.port, 'port', 0);
  const { rendererFolder } = await ensureBuilt({ root: context.root, part: 'page', log: context.log });
  await serveReplica({
    createHost,
    dataFolder,
    resourcesFolder: context.resourcesFolder,
    rendererFolder,
    port,
    log: context.log,
    announce: (door) => context.print(JSON.stringify({ url: door.url })),
  });
}
