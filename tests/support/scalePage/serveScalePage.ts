import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};
/** As strict as the doors' own: the grid's styles live by the nonce alone. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-scale-page'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'";

/** Builds the page into the temporary folder and serves it on a free port of 127.0.0.1 until it is closed. */
export async function serveScalePage(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const outDir = join(tmpdir(), `ballast-scale-page-${process.pid}`);
  await build({
    configFile: false,
    logLevel: 'warn',
    root: import.meta.dirname,
    base: './',
    plugins: [react()],
    build: { outDir, emptyOutDir: true, target: 'chrome140', minify: false, assetsInlineLimit: 0 },
  });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://page').pathname;
    const file = join(outDir, path === '/' ? 'index.html' : path);
    readFile(file).then(
      (bytes) =>
        response
          .writeHead(200, {
            'content-type': types[extname(file)] ?? 'text/plain',
            'content-security-policy': policy,
          })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the page has no address');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
