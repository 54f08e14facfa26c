import path from 'node:path';
import { findCycles } from './findCycles.ts';
import {
  entries,
  impureInCore,
  isUnder,
  maxLines,
  roomOf,
  separate,
  topFolders,
  type Room,
} from './rooms.ts';
import { scanImports, type ImportSite } from './scanImports.ts';

export interface Tree {
  /** Path from the root, with forward slashes, to text; sources and style sheets. */
  readonly files: ReadonlyMap<string, string>;
  /** All other files that a module may name, such as data in `resources`. */
  readonly otherFiles: ReadonlySet<string>;
  readonly topFolders: readonly string[];
  readonly dependencies: ReadonlySet<string>;
  readonly devDependencies: ReadonlySet<string>;
}

export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** What in a tree of sources breaks the rules of the house, in the order of files and lines. */
export function checkTree(tree: Tree): Finding[] {
  const findings: Finding[] = [];
  const graph = new Map<string, string[]>();
  const importLine = new Map<string, number>();

  for (const folder of tree.topFolders) {
    if (!topFolders.includes(folder))
      findings.push({ file: folder, line: 1, message: 'unknown top-level folder' });
  }
  for (const [file, text] of tree.files) {
    findings.push(...checkLength(file, text));
    if (!isModule(file)) continue;
    if (isUnder(file, 'core')) findings.push(...checkPurity(file, text));
    const room = roomOf(file);
    if (room === null) {
      findings.push({ file, line: 1, message: 'stands in no room' });
      continue;
    }
    const targets: string[] = [];
    for (const site of scanImports(text)) {
      const target = resolveOwn(file, site.specifier);
      const message =
        target === null ? checkPackage(tree, room, site) : checkOwn(tree, file, room, target, site);
      if (message !== null) findings.push({ file, line: site.line, message });
      if (target === null || site.kind === 'address' || !tree.files.has(target)) continue;
      targets.push(target);
      importLine.set(`${file}>${target}`, site.line);
    }
    graph.set(file, targets);
  }
  for (const cycle of findCycles(graph)) {
    const [file = '', next = ''] = cycle;
    const line = importLine.get(`${file}>${next}`) ?? 1;
    findings.push({ file, line, message: `import cycle: ${cycle.join(' > ')}` });
  }
  return findings.toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

function isModule(file: string): boolean {
  return /\.(?:ts|tsx|cjs|mjs|js)$/.test(file) && !file.endsWith('.d.ts');
}

function checkLength(file: string, text: string): Finding[] {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines <= maxLines) return [];
  return [{ file, line: maxLines + 1, message: `${lines} lines, more than ${maxLines}` }];
}

function checkPurity(file: string, text: string): Finding[] {
  const lines = withoutComments(text).split('\n');
  return lines.flatMap((code, index) =>
    impureInCore
      .filter(([, pattern]) => pattern.test(code))
      .map(([what]) => ({ file, line: index + 1, message: `core names ${what}: make it an argument` })),
  );
}

/** Blanks comments, keeping lines; strings stay, which core has few of. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1');
}

/** The path of an own module, or null for a package. */
function resolveOwn(file: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  const bare = specifier.split('?')[0] ?? specifier;
  return path.posix.join(path.posix.dirname(file), bare);
}

function checkOwn(tree: Tree, file: string, room: Room, target: string, site: ImportSite): string | null {
  if (!tree.files.has(target) && !tree.otherFiles.has(target) && !isFolderAddress(tree, target, site))
    return `there is no ${target}`;
  if (site.kind !== 'address') {
    const entry = entries.find((name) => isUnder(target, name));
    if (entry !== undefined) return `${target} is an entry: it is started, not imported`;
  }
  for (const folder of separate) {
    const from = partOf(file, folder);
    const to = partOf(target, folder);
    if (from !== null && to !== null && from !== to) return `${folder}/${from} imports its neighbour ${to}`;
  }
  const allowed = isUnder(target, room.path) || room.own.some((name) => isUnder(target, name));
  return allowed ? null : `${room.path} may not import ${target}`;
}

/** `new URL('../..', import.meta.url)` names a place, not a module. */
function isFolderAddress(tree: Tree, target: string, site: ImportSite): boolean {
  if (site.kind !== 'address') return false;
  if (!path.posix.basename(target).includes('.') || target.endsWith('.')) return true;
  return [...tree.files.keys()].some((file) => file.startsWith(`${target}/`));
}

function partOf(file: string, folder: string): string | null {
  return file.startsWith(`${folder}/`) ? (file.slice(folder.length + 1).split('/')[0] ?? null) : null;
}

function checkPackage(tree: Tree, room: Room, site: ImportSite): string | null {
  const { specifier, kind } = site;
  if (kind === 'address') return null;
  if (specifier.startsWith('node:'))
    return room.packages.includes('node:') ? null : `${room.path} may not import ${specifier}`;
  const parts = specifier.split('/');
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
  const listed = tree.dependencies.has(name) || tree.devDependencies.has(name);
  if (!listed) return `${name} is not in package.json`;
  const allowed = room.packages.includes(name) || (name !== 'electron' && room.packages.includes('*'));
  if (!allowed) return `${room.path} may not import ${name}`;
  const atRunTime = kind !== 'type' && name !== 'electron';
  if (room.shipped && atRunTime && !tree.dependencies.has(name))
    return `${name} is a development dependency, and ${room.path} is shipped`;
  return null;
}
