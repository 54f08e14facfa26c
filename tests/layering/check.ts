import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkLock } from './checkLock.ts';
import { checkTree } from './checkTree.ts';
import { readTree } from './readTree.ts';

/** `npm run layering`: prints what breaks the house's rules as `file:line: reason`, and exits 1 if anything does. */
const root = path.resolve(fileURLToPath(import.meta.url), '../../..');
const tree = readTree(root);
const lock: unknown = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
const findings = [...checkTree(tree), ...checkLock('package-lock.json', lock)];
for (const { file, line, message } of findings) console.error(`${file}:${line}: ${message}`);
console.log(
  findings.length === 0
    ? `Layering holds in ${tree.files.size} files.`
    : `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} in ${tree.files.size} files.`,
);
process.exitCode = findings.length === 0 ? 0 : 1;
