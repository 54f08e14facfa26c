import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'electron-vite';
import { workerChunks } from './electron/launch/workerChunks.ts';

/**
 * Three parts: the page, which both doors serve, and main and preload, which only Electron loads. The host's
 * source runs in Node as it stands; for Electron it is bundled into the utility process's entry.
 */
const page: UserConfig = {
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      emptyOutDir: true,
      target: 'chrome140',
      minify: true,
      sourcemap: true,
      // The policy of the page forbids data: scripts; small files stay files.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: 'renderer/index.html' },
    },
  },
};

const shell: UserConfig = {
  main: {
    plugins: [workerChunks()],
    build: {
      outDir: 'out/main',
      emptyOutDir: true,
      // All but the native module is bundled, so that a package holds one copy of what it uses.
      externalizeDeps: false,
      rollupOptions: {
        input: { main: 'electron/main/main.ts', utility: 'electron/entries/utility.ts' },
        external: ['better-sqlite3'],
        // The host's files say by their name that they are modules: in a package no package.json stands beside them.
        output: {
          entryFileNames: (chunk) => (chunk.name === 'main' ? 'main.js' : '[name].mjs'),
          chunkFileNames: 'chunks/[name]-[hash].mjs',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      emptyOutDir: true,
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: 'electron/preload/preload.ts' },
        // A sandboxed preload is a classic script.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
};

const parts: Readonly<Record<string, UserConfig>> = { page, shell };

export default defineConfig(() => parts[process.env['BALLAST_BUILD'] ?? ''] ?? { ...page, ...shell });
