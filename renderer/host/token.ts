const storageKey = 'ballast.token';

/** The token of a fragment `#token=…&…`, and the fragment without it. */
export function splitToken(hash: string): { readonly token: string | null; readonly rest: string } {
  const body = hash.startsWith('#') ? hash.slice(1) : hash;
  const parts = body.split('&');
  const found = parts.find((part) => part.startsWith('token='));
  if (found === undefined) return { token: null, rest: hash };
  const rest = parts.filter((part) => part !== found).join('&');
  return { token: decodeURIComponent(found.slice('token='.length)), rest: rest === '' ? '' : `#${rest}` };
}

/**
 * Takes the token out of the address, so that it is neither bookmarked nor shown, and keeps it for reloads of
 * this tab only.
 */
export function takeToken(): string {
  const { token, rest } = splitToken(window.location.hash);
  if (token !== null) {
    sessionStorage.setItem(storageKey, token);
    history.replaceState(null, '', `${window.location.pathname}${window.location.search}${rest}`);
    return token;
  }
  return sessionStorage.getItem(storageKey) ?? '';
}
