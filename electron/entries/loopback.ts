import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BallastError } from '../../core/base/errors.ts';
import { createHost } from '../host/createHost.ts';
import { ensureSampleReplica } from '../host/ensureSampleReplica.ts';
import { serveReplica } from '../host/loopback/serveReplica.ts';
import { hasDisplay } from '../launch/chooseDoor.ts';
import { openBrowser } from '../launch/openBrowser.ts';
import { parsePort } from '../launch/startOptions.ts';

/** The workstation in plain Node: the replica (the small sample where there is none) behind the browser's door. */
const root = path.resolve(fileURLToPath(import.meta.url), '../../..');
const log = (line: string): void => void process.stderr.write(`${line}\n`);

const { values } = parseArgs({
  options: { data: { type: 'string' }, port: { type: 'string' }, open: { type: 'boolean' } },
});
/** A parent that is gone, even by SIGKILL, leaves no server behind. */
const orphaned = new AbortController();
process.on('disconnect', () => orphaned.abort());

try {
  if (values.data === undefined) throw new BallastError('bad-input', '--data DIR is missing.');
  const dataFolder = path.resolve(values.data);
  const resourcesFolder = path.join(root, 'resources');
  await ensureSampleReplica({ dataFolder, resourcesFolder, log });
  await serveReplica({
    createHost,
    dataFolder,
    resourcesFolder,
    rendererFolder: path.join(root, 'out', 'renderer'),
    port: parsePort(values.port),
    log,
    signal: orphaned.signal,
    announce: (door) => {
      process.stdout.write(`Ballast is open at ${door.url}\n`);
      if (values.open === true && hasDisplay({ platform: process.platform, env: process.env }))
        openBrowser(door.url);
    },
  });
  process.exit(0);
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exit(error instanceof BallastError && error.code === 'bad-input' ? 2 : 1);
}
