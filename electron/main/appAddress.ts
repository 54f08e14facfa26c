/** The page's scheme and host. An origin of its own: what other pages may do to files or to http, they cannot do here. */
export const appScheme = 'app';
export const appOrigin = 'app://ballast';
export const pageAddress = `${appOrigin}/`;

/** The path that an address of the page names, or null for any other address. */
export function appPath(address: string): string | null {
  const url = parse(address);
  return url !== null && isOwn(url) ? url.pathname : null;
}

/** Whether an address is the page itself, whatever its fragment: the deep links of one document. */
export function isPage(address: string): boolean {
  const url = parse(address);
  return url !== null && isOwn(url) && (url.pathname === '/' || url.pathname === '/index.html');
}

function isOwn(url: URL): boolean {
  return (
    url.protocol === `${appScheme}:` && url.host === 'ballast' && url.username === '' && url.password === ''
  );
}

function parse(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
