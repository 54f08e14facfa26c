import path from 'node:path';

/** What the page may consist of; a file of any other kind is not served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export interface PageFile {
  /** Relative to the page's folder, with forward slashes. */
  readonly name: string;
  readonly contentType: string;
  /** Files under `assets/` carry a hash of their content in their name. */
  readonly immutable: boolean;
}

/**
 * The file that a request path names, or null: no segment that climbs or hides, no separator of another
 * system, no byte that a file system would read differently. `/` is the page itself.
 */
export function pageFile(requestPath: string): PageFile | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(requestPath);
  } catch {
    return null;
  }
  if (!decoded.startsWith('/')) return null;
  const name = decoded === '/' ? 'index.html' : decoded.slice(1);
  const plain = name.split('/').every((segment) => /^[\w-][\w.\- ]*$/.test(segment));
  if (!plain) return null;
  const contentType = contentTypes[path.posix.extname(name).toLowerCase()];
  if (contentType === undefined) return null;
  return { name, contentType, immutable: name.startsWith('assets/') };
}
