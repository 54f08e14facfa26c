import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { commonHeaders, contentSecurityPolicy, noncePlaceholder } from './pageHeaders.ts';
import { pageFile } from './pageFile.ts';

export interface PageResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface PageSource {
  /** The built page. */
  readonly folder: string;
  readonly socketOrigin: string | null;
}

/** Answers a request for a file of the page, for the browser's door and for Electron's scheme alike. */
export async function respondWithPage(source: PageSource, requestPath: string): Promise<PageResponse> {
  const file = pageFile(requestPath);
  if (file === null) return plainResponse(404, 'Not found');
  const content = await readInside(source.folder, file.name);
  if (content === null) return plainResponse(404, 'Not found');
  const styleNonce = randomBytes(18).toString('base64');
  const isPage = file.contentType.startsWith('text/html');
  return {
    status: 200,
    headers: {
      ...commonHeaders,
      'Content-Security-Policy': contentSecurityPolicy({ styleNonce, socketOrigin: source.socketOrigin }),
      'Content-Type': file.contentType,
      'Cache-Control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-store',
    },
    body: isPage ? Buffer.from(content.toString('utf8').replaceAll(noncePlaceholder, styleNonce)) : content,
  };
}

export function plainResponse(status: number, text: string): PageResponse {
  return {
    status,
    headers: {
      ...commonHeaders,
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
    },
    body: Buffer.from(`${text}\n`),
  };
}

/** Null when there is no such file, or when a link inside the folder leads out of it. */
async function readInside(folder: string, name: string): Promise<Buffer | null> {
  try {
    const root = await realpath(folder);
    const real = await realpath(path.join(root, name));
    if (!real.startsWith(root + path.sep)) return null;
    return await readFile(real);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null;
    throw error;
  }
}
