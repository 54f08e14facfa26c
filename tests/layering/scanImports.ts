import { tokenize, type Token } from './tokenize.ts';

/**
 * How a module names another. `address` is `new URL('./x.ts', import.meta.url)`: a worker or program that is
 * started, not imported, so it obeys the rooms but makes no cycle.
 */
export type ImportKind = 'value' | 'type' | 'dynamic' | 'address';

export interface ImportSite {
  readonly specifier: string;
  readonly kind: ImportKind;
  readonly line: number;
}

/** All imports of a TypeScript or JavaScript source, re-exports and `import('…')` in types included. */
export function scanImports(source: string): ImportSite[] {
  const tokens = tokenize(source);
  const found: ImportSite[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind !== 'word' || isPunctuation(tokens[at - 1], '.')) continue;
    const site = siteAt(tokens, at, token);
    if (site !== null) found.push(site);
  }
  return found;
}

function siteAt(tokens: readonly Token[], at: number, token: Token): ImportSite | null {
  const next = tokens[at + 1];
  const { line } = token;
  switch (token.text) {
    case 'import':
      if (isPunctuation(next, '(')) return callOf(tokens, at, 'dynamic', line);
      if (next?.kind === 'string') return { specifier: next.text, kind: 'value', line };
      return clauseOf(tokens, at + 1, line);
    case 'export':
      return clauseOf(tokens, at + 1, line);
    case 'require':
      return isPunctuation(next, '(') ? callOf(tokens, at, 'value', line) : null;
    case 'URL':
      return isPunctuation(next, '(') && isOwnAddress(tokens, at + 3)
        ? callOf(tokens, at, 'address', line)
        : null;
    default:
      return null;
  }
}

function callOf(tokens: readonly Token[], at: number, kind: ImportKind, line: number): ImportSite | null {
  const argument = tokens[at + 2];
  const after = tokens[at + 3];
  const whole = isPunctuation(after, ')') || isPunctuation(after, ',');
  return argument?.kind === 'string' && whole ? { specifier: argument.text, kind, line } : null;
}

function isOwnAddress(tokens: readonly Token[], at: number): boolean {
  const expected = [',', 'import', '.', 'meta', '.', 'url'];
  return expected.every((text, index) => tokens[at + index]?.text === text);
}

/** `type? (name | {…} | * as name) (, …)? from '…'`; anything else is not an import, whatever it looks like. */
function clauseOf(tokens: readonly Token[], start: number, line: number): ImportSite | null {
  let at = start;
  let kind: ImportKind = 'value';
  if (tokens[at]?.text === 'type' && tokens[at + 1]?.text !== 'from' && !isPunctuation(tokens[at + 1], ',')) {
    kind = 'type';
    at++;
  }
  for (;;) {
    const token = tokens[at];
    if (isPunctuation(token, '{')) {
      while (at < tokens.length && !isPunctuation(tokens[at], '}')) at++;
      at++;
    } else if (isPunctuation(token, '*')) {
      at += tokens[at + 1]?.text === 'as' ? 3 : 1;
    } else if (token?.kind === 'word') {
      at++;
    } else {
      return null;
    }
    if (!isPunctuation(tokens[at], ',')) break;
    at++;
  }
  const specifier = tokens[at + 1];
  return tokens[at]?.text === 'from' && tokens[at]?.kind === 'word' && specifier?.kind === 'string'
    ? { specifier: specifier.text, kind, line }
    : null;
}

function isPunctuation(token: Token | undefined, text: string): boolean {
  return token?.kind === 'punctuation' && token.text === text;
}
