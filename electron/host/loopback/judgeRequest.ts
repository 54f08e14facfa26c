import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Who may speak to the browser's door. Any page on the machine's browsers can send requests to 127.0.0.1, and
 * a name that resolves to it makes them same-origin with an attacker's page; hence the exact Host, the exact
 * Origin, and a token that only the printed address carries.
 */
export interface DoorIdentity {
  readonly port: number;
  readonly token: string;
}

export interface RequestFacts {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** The request target as received, `/host?token=…`. */
  readonly target: string;
}

export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

const allowed: Verdict = { allowed: true };

/** For any request at all. */
export function judgeHost(door: DoorIdentity, facts: RequestFacts): Verdict {
  return facts.host !== undefined && isOwnAuthority(door, facts.host.toLowerCase())
    ? allowed
    : { allowed: false, reason: 'foreign host' };
}

/** For a socket. A client that is not a browser sends no Origin; one that is always does. */
export function judgeSocket(door: DoorIdentity, facts: RequestFacts): Verdict {
  const host = judgeHost(door, facts);
  if (!host.allowed) return host;
  if (facts.origin !== undefined && !isOwnOrigin(door, facts.origin))
    return { allowed: false, reason: 'foreign origin' };
  const [path, query] = splitTarget(facts.target);
  if (path !== '/host') return { allowed: false, reason: 'no socket at this path' };
  const tokens = new URLSearchParams(query).getAll('token');
  const token = tokens.length === 1 ? tokens[0] : undefined;
  if (token === undefined || !sameSecret(token, door.token))
    return { allowed: false, reason: 'missing or wrong token' };
  return allowed;
}

export function splitTarget(target: string): [path: string, query: string] {
  const mark = target.indexOf('?');
  return mark === -1 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
}

function isOwnAuthority(door: DoorIdentity, authority: string): boolean {
  return authority === `127.0.0.1:${door.port}` || (door.port === 80 && authority === '127.0.0.1');
}

function isOwnOrigin(door: DoorIdentity, origin: string): boolean {
  const scheme = 'http://';
  const lower = origin.toLowerCase();
  return lower.startsWith(scheme) && isOwnAuthority(door, lower.slice(scheme.length));
}

/** Digests first: equal lengths for the comparison, whatever was sent, and the time says nothing. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
