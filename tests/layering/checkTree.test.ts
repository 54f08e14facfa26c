import { expect, it } from 'vitest';
import { checkTree, type Tree } from './checkTree.ts';

function check(files: Record<string, string>, more: Partial<Tree> = {}): string[] {
  return checkTree({
    files: new Map(Object.entries(files)),
    otherFiles: new Set(['resources/map.json']),
    topFolders: ['core', 'electron', 'renderer', 'tests'],
    dependencies: new Set(['zod', 'react', 'ws']),
    devDependencies: new Set(['electron', 'vitest', 'vite']),
    ...more,
  }).map(({ file, line, message }) => `${file}:${line}: ${message}`);
}

it('finds nothing in a tree that keeps the rules', () => {
  const findings = check({
    'core/base/money.ts': "import { z } from 'zod';",
    'core/model/item.ts': "import type { Money } from '../base/money.ts';",
    'core/plan/recalculate.ts': "import { item } from '../model/item.ts';",
    'electron/host/createHost.ts':
      "import { recalculate } from '../../core/plan/recalculate.ts';\nimport { readFile } from 'node:fs';\nimport ws from 'ws';",
    'electron/host/planningWorker.ts': "import type { H } from './createHost.ts';",
    'electron/host/startWorker.ts': "new Worker(new URL('./planningWorker.ts', import.meta.url));",
    'electron/main/main.ts': "import { app } from 'electron';",
    'electron/entries/utility.ts': "import type { X } from 'electron';\nimport '../host/createHost.ts';",
    'renderer/features/tower/Tower.tsx':
      "import { useState } from 'react';\nimport map from '../../../resources/map.json';\nimport './tower.css';",
    'renderer/features/tower/tower.css': '',
    'tests/plan/recalculate.test.ts':
      "import { it } from 'vitest';\nimport '../../core/plan/recalculate.ts';",
  });
  expect(findings).toEqual([]);
});

it('keeps core from Node, Electron, packages and what stands above it, for types too', () => {
  const findings = check({
    'core/base/a.ts': "\nimport fs from 'node:fs';\nimport type { B } from '../model/b.ts';",
    'core/model/b.ts': "import type { App } from 'electron';\nimport React from 'react';",
    'core/plan/c.ts': "import type { H } from '../../electron/host/h.ts';",
    'electron/host/h.ts': '',
  });
  expect(findings).toEqual([
    'core/base/a.ts:2: core/base may not import node:fs',
    'core/base/a.ts:3: core/base may not import core/model/b.ts',
    'core/model/b.ts:1: core/model may not import electron',
    'core/model/b.ts:2: core/model may not import react',
    'core/plan/c.ts:1: core/plan may not import electron/host/h.ts',
  ]);
});

it('keeps clock, chance, log and page out of core, but not out of its comments', () => {
  const findings = check({
    'core/base/a.ts': [
      '// Date.now() is an argument',
      '/* Math.random() */ const t = Date.now();',
      'const r = Math.random();',
      "console.log('x');",
      'const element = document.body;',
      'const own = this.document.title + clock.performance.now();',
    ].join('\n'),
  });
  expect(findings).toEqual([
    'core/base/a.ts:2: core names the clock: make it an argument',
    'core/base/a.ts:3: core names chance: make it an argument',
    'core/base/a.ts:4: core names the log: make it an argument',
    'core/base/a.ts:5: core names the page: make it an argument',
  ]);
});

it('lets only main, preload and the utility entry say electron', () => {
  const source = "import type { App } from 'electron';";
  const findings = check({
    'electron/host/a.ts': source,
    'electron/entries/cli.ts': source,
    'electron/launch/b.ts': source,
    'renderer/host/c.ts': source,
    'tests/d.ts': source,
    'electron/main/e.ts': source,
    'electron/preload/f.ts': source,
    'electron/entries/utility.ts': source,
  });
  expect(findings.map((line) => line.split(':')[0])).toEqual([
    'electron/entries/cli.ts',
    'electron/host/a.ts',
    'electron/launch/b.ts',
    'renderer/host/c.ts',
    'tests/d.ts',
  ]);
});

it('keeps features from each other, components from features, the page from Node', () => {
  const findings = check({
    'renderer/features/tower/a.ts': "import type { B } from '../inventory/b.ts';",
    'renderer/features/inventory/b.ts': "import '../../components/c.ts';\nimport('node:fs');",
    'renderer/components/c.ts': "import type { B } from '../features/inventory/b.ts';",
    'renderer/app/d.ts': "import '../features/tower/a.ts';\nimport '../../core/plan/e.ts';",
    'core/plan/e.ts': '',
  });
  expect(findings.toSorted()).toEqual([
    'renderer/app/d.ts:2: renderer/app may not import core/plan/e.ts',
    'renderer/components/c.ts:1: import cycle: renderer/components/c.ts > renderer/features/inventory/b.ts > renderer/components/c.ts',
    'renderer/components/c.ts:1: renderer/components may not import renderer/features/inventory/b.ts',
    'renderer/features/inventory/b.ts:2: renderer/features may not import node:fs',
    'renderer/features/tower/a.ts:1: renderer/features/tower imports its neighbour inventory',
  ]);
});

it('lets nobody import an entry, tests included, and knows what is missing', () => {
  const findings = check({
    'electron/entries/cli.ts': '',
    'electron/main/main.ts': '',
    'electron/host/a.ts': "import '../entries/cli.ts';\nimport './gone.ts';\nimport './b';",
    'electron/host/b.ts': '',
    'tests/c.test.ts': "import '../electron/main/main.ts';\nawait import('../electron/entries/cli.ts');",
  });
  expect(findings).toEqual([
    'electron/host/a.ts:1: electron/entries/cli.ts is an entry: it is started, not imported',
    'electron/host/a.ts:2: there is no electron/host/gone.ts',
    'electron/host/a.ts:3: there is no electron/host/b',
    'tests/c.test.ts:1: electron/main/main.ts is an entry: it is started, not imported',
    'tests/c.test.ts:2: electron/entries/cli.ts is an entry: it is started, not imported',
  ]);
});

it('finds cycles through types, once each, with the way round; an address makes none', () => {
  const findings = check({
    'core/model/a.ts': "import './b.ts';",
    'core/model/b.ts': "\nimport type { C } from './c.ts';",
    'core/model/c.ts': "export * from './a.ts';\nimport './b.ts';",
    'core/model/self.ts': "import './self.ts';",
    'electron/host/start.ts': "new URL('./worker.ts', import.meta.url);",
    'electron/host/worker.ts': "import './start.ts';",
  });
  expect(findings).toEqual([
    'core/model/a.ts:1: import cycle: core/model/a.ts > core/model/b.ts > core/model/c.ts > core/model/a.ts',
    'core/model/self.ts:1: import cycle: core/model/self.ts > core/model/self.ts',
  ]);
});

it('wants packages listed, and shipped ones among the dependencies', () => {
  const findings = check({
    'electron/host/a.ts':
      "import x from 'left-pad';\nimport { build } from 'vite';\nimport type { Plugin } from 'vite';",
    'tests/b.ts': "import { build } from 'vite/client';\nimport y from '@scope/name/deep';",
  });
  expect(findings).toEqual([
    'electron/host/a.ts:1: left-pad is not in package.json',
    'electron/host/a.ts:2: vite is a development dependency, and electron/host is shipped',
    'tests/b.ts:2: @scope/name is not in package.json',
  ]);
});

it('bounds files and knows the folders', () => {
  const findings = check(
    {
      'core/base/long.ts': '\n'.repeat(601),
      'core/base/full.ts': '\n'.repeat(600),
      'renderer/long.css': 'a\n'.repeat(601),
      'scripts/a.ts': '',
    },
    { topFolders: ['core', 'scripts'] },
  );
  expect(findings).toEqual([
    'core/base/long.ts:601: 601 lines, more than 600',
    'renderer/long.css:601: 601 lines, more than 600',
    'scripts:1: unknown top-level folder',
    'scripts/a.ts:1: stands in no room',
  ]);
});
