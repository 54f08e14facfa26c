import path from 'node:path';
import type { Plugin } from 'vite';

/** `new URL('./x/worker.ts', import.meta.url)`, which Node runs as it stands. */
const workerUrl = /new URL\(\s*(['"])(\.{1,2}\/[^'"]+\.ts)\1\s*,\s*import\.meta\.url,?\s*\)/g;

/** The module addresses that a source names, in order. */
export function findWorkerUrls(code: string): { readonly text: string; readonly specifier: string }[] {
  return [...code.matchAll(workerUrl)].map((match) => ({ text: match[0], specifier: match[2] ?? '' }));
}

const placeholder = /"ballast-worker:([^"]+)"/g;

/**
 * Makes each module that the host starts as a worker an entry of the bundle, and points its address there:
 * a bundler sees no import in `new Worker(new URL(…))` under Node. File names are known only at the end, and
 * an address is relative to the chunk that names it.
 */
export function workerChunks(): Plugin {
  return {
    name: 'ballast:worker-chunks',
    enforce: 'pre',
    transform(code, id) {
      if (!code.includes('import.meta.url')) return null;
      let result = code;
      for (const { text, specifier } of findWorkerUrls(code)) {
        const file = path.resolve(path.dirname(id), specifier);
        const reference = this.emitFile({ type: 'chunk', id: file, name: path.basename(file, '.ts') });
        result = result.replace(text, `new URL("ballast-worker:${reference}", import.meta.url)`);
      }
      return result === code ? null : { code: result, map: null };
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || !chunk.code.includes('ballast-worker:')) continue;
        const from = path.posix.dirname(chunk.fileName);
        chunk.code = chunk.code.replace(placeholder, (_text, reference: string) =>
          JSON.stringify(`./${path.posix.relative(from, this.getFileName(reference))}`),
        );
      }
    },
  };
}
