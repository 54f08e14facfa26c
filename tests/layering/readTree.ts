import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Tree } from './checkTree.ts';

/** Made by tools, never part of the sources. */
const ignored = new Set(['node_modules', 'out', 'dist', 'artifacts', 'coverage', '.git']);
const sourceFile = /\.(?:ts|tsx|cjs|mjs|js|css)$/;

/** The sources of a checkout. */
export function readTree(root: string): Tree {
  const files = new Map<string, string>();
  const otherFiles = new Set<string>();
  const top = readdirSync(root, { withFileTypes: true }).filter((entry) => !ignored.has(entry.name));

  const visit = (name: string): void => {
    for (const entry of readdirSync(path.join(root, name), { withFileTypes: true })) {
      if (ignored.has(entry.name)) continue;
      const child = `${name}/${entry.name}`;
      if (entry.isDirectory()) visit(child);
      else take(child);
    }
  };
  const take = (name: string): void => {
    if (sourceFile.test(name) && !name.startsWith('resources/'))
      files.set(name, readFileSync(path.join(root, name), 'utf8'));
    else otherFiles.add(name);
  };

  for (const entry of top) {
    if (entry.isDirectory()) visit(entry.name);
    else take(entry.name);
  }
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
  return {
    files,
    otherFiles,
    topFolders: top.filter((entry) => entry.isDirectory()).map((entry) => entry.name),
    dependencies: new Set(Object.keys(manifest.dependencies ?? {})),
    devDependencies: new Set(Object.keys(manifest.devDependencies ?? {})),
  };
}
