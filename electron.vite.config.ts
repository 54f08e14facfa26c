import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** Paths are relative to the repository; the loopback door serves out/renderer, Electron loads all three. */
export default defineConfig({
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      emptyOutDir: true,
      target: 'chrome140',
      // The policy of the page forbids data: scripts and fonts; small files stay files.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: 'renderer/index.html' },
    },
  },
});
