/** Who may import whom. A module's room is the longest path that it stands under. */
export interface Room {
  readonly path: string;
  /** Own modules below these paths, or these modules; a room may always import itself. */
  readonly own: readonly string[];
  /** Packages: `*` is any that package.json lists but `electron`. Node's modules are `node:`. */
  readonly packages: readonly string[];
  /** Whether what it imports at run time has to be among the dependencies that a package ships with. */
  readonly shipped: boolean;
}

/**
 * Core goes downward: base, model and the contract (the vocabulary that all others speak), the planning areas
 * beside each other, then the plan and the store that keeps it, and the exchange with the hub.
 */
const vocabulary = ['base', 'model', 'contract'];
const planningAreas = ['forecast', 'inventory', 'rebalance', 'policy', 'promise', 'settle'];

function coreRoom(area: string, below: readonly string[]): Room {
  return { path: `core/${area}`, own: below.map((name) => `core/${name}`), packages: ['zod'], shipped: true };
}

export const rooms: readonly Room[] = [
  coreRoom('base', []),
  coreRoom('model', ['base']),
  coreRoom('contract', ['base', 'model']),
  ...planningAreas.map((area) => coreRoom(area, [...vocabulary, ...planningAreas])),
  coreRoom('store', [...vocabulary, ...planningAreas, 'plan']),
  coreRoom('plan', [...vocabulary, ...planningAreas, 'store']),
  coreRoom('sync', [...vocabulary, ...planningAreas, 'store', 'plan']),
  { path: 'electron/host', own: ['core'], packages: ['node:', '*'], shipped: true },
  {
    path: 'electron/host/commands',
    own: ['core', 'electron/host', 'electron/launch/ensureBuilt.ts'],
    packages: ['node:', '*'],
    shipped: true,
  },
  // Benches measure themselves against other solvers, which nothing else needs.
  {
    path: 'electron/host/commands/bench',
    own: ['core', 'electron/host'],
    packages: ['node:', '*'],
    shipped: false,
  },
  {
    path: 'electron/main',
    own: [
      'core',
      'electron/host/page',
      'electron/host/ports',
      'electron/host/host.ts',
      'electron/launch/dataFolders.ts',
      'electron/preload/channels.ts',
    ],
    packages: ['node:', 'electron', 'zod'],
    shipped: true,
  },
  { path: 'electron/preload', own: ['core/contract'], packages: ['electron'], shipped: true },
  {
    path: 'electron/entries',
    own: ['core', 'electron/host', 'electron/launch'],
    packages: ['node:', '*'],
    shipped: true,
  },
  {
    path: 'electron/entries/utility.ts',
    own: ['core', 'electron/host', 'electron/launch'],
    packages: ['node:', 'electron'],
    shipped: true,
  },
  {
    path: 'electron/launch',
    own: ['core/base', 'electron/host/loopback/onScriptEnded.ts'],
    packages: ['node:', '*'],
    shipped: true,
  },
  { path: 'renderer/app', own: ['core/base', 'core/contract', 'renderer'], packages: ['*'], shipped: true },
  {
    path: 'renderer/features',
    own: ['core/base', 'core/contract', 'renderer/components', 'renderer/host', 'renderer/app', 'resources'],
    packages: ['*'],
    shipped: true,
  },
  {
    path: 'renderer/components',
    // Components know pixels: of the contract only the shapes that a grid or a mark of risk shows.
    own: ['core/base', 'core/contract/grid.ts', 'core/contract/columns.ts', 'core/contract/views.ts'],
    packages: ['*'],
    shipped: true,
  },
  {
    path: 'renderer/host',
    // A command carries who gives it, and says how it ended.
    own: [
      'core/base',
      'core/contract',
      'renderer/app/viewStore.ts',
      'renderer/components/states',
      'renderer/components/toast',
    ],
    packages: ['*'],
    shipped: true,
  },
  { path: 'renderer/main.tsx', own: ['renderer'], packages: ['*'], shipped: true },
  {
    path: 'tests',
    own: ['core', 'electron', 'renderer', 'resources', 'vitest.config.ts', 'package.json'],
    packages: ['node:', '*'],
    shipped: false,
  },
  // For its types: a menu's template is checked as data.
  {
    path: 'tests/electron',
    own: ['core', 'electron/host/host.ts', 'electron/main', 'electron/preload'],
    packages: ['node:', '*', 'electron'],
    shipped: false,
  },
  { path: 'electron.vite.config.ts', own: ['electron/launch'], packages: ['node:', '*'], shipped: false },
  { path: 'vitest.config.ts', own: [], packages: ['node:', '*'], shipped: false },
];

/** Programs and workers: started, never imported. */
export const entries: readonly string[] = [
  'electron/entries',
  'electron/main/main.ts',
  'electron/preload/preload.ts',
  'electron/launch/start.ts',
  'electron/launch/downloadElectron.ts',
  'renderer/main.tsx',
];

/** Each folder below these is a room of its own that its neighbours do not enter. */
export const separate: readonly string[] = ['renderer/features'];

export const topFolders: readonly string[] = [
  'core',
  'electron',
  'renderer',
  'resources',
  'tests',
  '.ci',
  '.git',
];

/** What core may not name though every runtime has it: clock, chance, log and the page are arguments. */
export const impureInCore: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['the clock', /\bDate\.now\b|\bnew Date\(\s*\)|(?<![.\w])performance\s*\.\s*now\b/],
  ['chance', /\bMath\.random\b|(?<![.\w])crypto\s*\./],
  ['the log', /(?<![.\w])console\s*\./],
  ['timers', /(?<![.\w])(?:setTimeout|setInterval|setImmediate)\s*\(/],
  ['Node', /(?<![.\w])(?:process\s*\.|Buffer\s*\.|__dirname\b|require\s*\()/],
  ['the page', /(?<![.\w])(?:window|document|navigator|localStorage|sessionStorage)\s*\./],
  ['the network', /(?<![.\w])(?:fetch\s*\(|new WebSocket\b|new XMLHttpRequest\b)/],
];

export const maxLines = 600;

export function isUnder(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}

export function roomOf(file: string): Room | null {
  const around = rooms.filter((room) => isUnder(file, room.path));
  return around.toSorted((a, b) => b.path.length - a.path.length)[0] ?? null;
}
