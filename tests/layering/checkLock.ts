import { z } from 'zod';
import type { Finding } from './checkTree.ts';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

/**
 * Whether a lockfile names the platform packages of all platforms. npm leaves out those that its registry does
 * not know when the lockfile is written, and `npm ci` then refuses the lockfile everywhere.
 */
export function checkLock(file: string, lock: unknown): Finding[] {
  const { packages } = lockSchema.parse(lock);
  return Object.entries(packages).flatMap(([owner, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !places(owner, name).some((place) => place in packages))
      .map((name) => ({
        file,
        line: 1,
        message: `${name}, optional for ${ownName(owner)}, is missing: npm ci refuses`,
      })),
  );
}

/** Where Node would look for a package from its owner, nearest first. */
function places(owner: string, name: string): string[] {
  const parts = owner.split('/node_modules/');
  const outer = parts.map((_, index) => parts.slice(0, parts.length - index).join('/node_modules/'));
  return [...outer.map((place) => `${place}/node_modules/${name}`), `node_modules/${name}`];
}

function ownName(owner: string): string {
  return owner === ''
    ? 'the project'
    : owner.slice(owner.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
