/**
 * The headers that the page is served with, the same behind every door: nothing but its own files, no inline
 * script or style, isolated from other origins (which is what SharedArrayBuffer asks for).
 */
export const noncePlaceholder = '__BALLAST_STYLE_NONCE__';

export interface PagePolicy {
  /** Fresh for each response; the grid's style element carries it. */
  readonly styleNonce: string;
  /** The socket that the page may open, such as `ws://127.0.0.1:4711`; null where there is none. */
  readonly socketOrigin: string | null;
}

export function contentSecurityPolicy({ styleNonce, socketOrigin }: PagePolicy): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${styleNonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    socketOrigin === null ? "connect-src 'self'" : `connect-src 'self' ${socketOrigin}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** For every response, errors included. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
};
