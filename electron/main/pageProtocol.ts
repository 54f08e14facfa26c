import { protocol, type Session } from 'electron';
import { plainResponse, respondWithPage, type PageResponse } from '../host/page/respondWithPage.ts';
import { appPath, appScheme } from './appAddress.ts';

/** Before the app is ready: a scheme with an origin, a secure context and compiled code kept between starts. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Serves the built page under `app://ballast/`, with the headers of the browser's door. */
export function servePage(session: Session, folder: string, log: (line: string) => void): void {
  session.protocol.handle(appScheme, async (request) => {
    try {
      return toResponse(await answer(request, folder));
    } catch (error) {
      log(`page request failed: ${String(error)}`);
      return toResponse(plainResponse(500, 'The page could not be read.'));
    }
  });
}

async function answer(request: Request, folder: string): Promise<PageResponse> {
  const path = appPath(request.url);
  if (path === null) return plainResponse(403, 'Refused: foreign host.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return plainResponse(405, 'Only GET is served.');
  return respondWithPage({ folder, socketOrigin: null }, path);
}

function toResponse({ status, headers, body }: PageResponse): Response {
  return new Response(new Uint8Array(body), { status, headers });
}
