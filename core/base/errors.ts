/**
 * The closed list of error codes that may cross a line (worker, socket, process exit), and the error that
 * carries one. A BallastError is plain data once serialised: code, one sentence for a person, and detail.
 */
export const errorCodes = [
  'bad-input',
  'not-found',
  'conflict',
  'forbidden',
  'cancelled',
  'replica-missing',
  'replica-corrupt',
  'replica-newer',
  'replica-busy',
  'unavailable',
  'failed',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Where in an input file something is wrong. Rows and columns count from 1; the header is row 1. */
export interface InputPlace {
  readonly file?: string;
  readonly row?: number;
  readonly column?: string;
}

export type ErrorDetail = Readonly<Record<string, string | number | boolean | null>>;

export class BallastError extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message);
    this.name = 'BallastError';
    this.code = code;
    this.detail = detail;
  }
}

/** Bad input with its place: `file, row 3, column 2001-02: demand is negative (-1)`. */
export function badInput(place: InputPlace, reason: string): BallastError {
  const where = [
    place.file,
    place.row === undefined ? undefined : `row ${place.row}`,
    place.column === undefined ? undefined : `column ${place.column}`,
  ].filter((part) => part !== undefined);
  const message = where.length === 0 ? reason : `${where.join(', ')}: ${reason}`;
  return new BallastError('bad-input', message, { ...place, reason });
}
