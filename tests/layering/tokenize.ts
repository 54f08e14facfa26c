/** A word, a quoted string (without its quotes; a template only if it is plain), or a single other character. */
export interface Token {
  readonly kind: 'word' | 'string' | 'punctuation';
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/** Words after which a slash begins a regular expression, not a division. */
const beforeRegex = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'delete',
  'void',
  'throw',
  'await',
  'yield',
]);

/**
 * TypeScript, JSX included, as tokens: comments and regular expressions are gone, the code inside a template's
 * substitutions stays. Tolerant: a quote in JSX text, which no line closes, is a character like any other.
 */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;

  function push(kind: Token['kind'], text: string): void {
    tokens.push({ kind, text, line });
  }

  function skipTo(end: number): void {
    for (; at < end; at++) if (source[at] === '\n') line++;
  }

  /** Reads code up to the end, or up to the brace that closes a substitution. */
  function readCode(inSubstitution: boolean): void {
    let depth = 0;
    while (at < source.length) {
      const char = source.charAt(at);
      if (char === '\n' || char === ' ' || char === '\t' || char === '\r') skipTo(at + 1);
      else if (source.startsWith('//', at)) skipTo(endOf('\n', at));
      else if (source.startsWith('/*', at)) skipTo(endOf('*/', at + 2, 2));
      else if (char === "'" || char === '"') readString(char);
      else if (char === '`') readTemplate();
      else if (/[\w$#@]|\P{ASCII}/u.test(char)) readWord();
      else if (char === '/' && regexMayStart() && readRegex()) continue;
      else {
        if (char === '{') depth++;
        if (char === '}' && inSubstitution && depth-- === 0) return;
        push('punctuation', char);
        at++;
      }
    }
  }

  function endOf(text: string, from: number, length = 0): number {
    const end = source.indexOf(text, from);
    return end === -1 ? source.length : end + length;
  }

  function readWord(): void {
    let end = at + 1;
    while (end < source.length && /[\w$]|\P{ASCII}/u.test(source.charAt(end))) end++;
    push('word', source.slice(at, end));
    at = end;
  }

  function readString(quote: string): void {
    let text = '';
    for (let end = at + 1; end < source.length && source[end] !== '\n'; end++) {
      if (source[end] === '\\') end++;
      else if (source[end] === quote) {
        push('string', text);
        at = end + 1;
        return;
      }
      text += source.charAt(end);
    }
    push('punctuation', quote);
    at++;
  }

  function readTemplate(): void {
    const start = { at, line, count: tokens.length };
    let text = '';
    let plain = true;
    at++;
    while (at < source.length) {
      const char = source.charAt(at);
      if (char === '\\') {
        text += source.charAt(at + 1);
        skipTo(at + 2);
      } else if (char === '`') {
        if (plain) tokens.push({ kind: 'string', text, line: start.line });
        at++;
        return;
      } else if (source.startsWith('${', at)) {
        plain = false;
        at += 2;
        readCode(true);
        at++;
      } else {
        text += char;
        skipTo(at + 1);
      }
    }
    // Nothing closes it: a lone character after all.
    at = start.at + 1;
    line = start.line;
    tokens.length = start.count;
    push('punctuation', '`');
  }

  function regexMayStart(): boolean {
    const last = tokens.at(-1);
    if (last === undefined) return true;
    if (last.kind === 'word') return beforeRegex.has(last.text);
    // `</` is JSX; after a closing bracket a slash divides.
    return last.kind === 'punctuation' && !')]}<'.includes(last.text);
  }

  function readRegex(): boolean {
    let inClass = false;
    for (let end = at + 1; end < source.length && source[end] !== '\n'; end++) {
      const char = source[end];
      if (char === '\\') end++;
      else if (char === '[') inClass = true;
      else if (char === ']') inClass = false;
      else if (char === '/' && !inClass) {
        at = end + 1;
        return true;
      }
    }
    return false;
  }

  readCode(false);
  return tokens;
}
