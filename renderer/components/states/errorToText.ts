import type { BallastError, ErrorCode } from '../../../core/base/errors.ts';

/** An error as three statements: what happened, what is safe, what to do. */
export interface ErrorText {
  readonly title: string;
  readonly detail: string;
}

const titles: Readonly<Record<ErrorCode, string>> = {
  'bad-input': 'Not accepted',
  'not-found': 'No longer there',
  conflict: 'Overtaken by another change',
  forbidden: 'Not allowed for this profile',
  cancelled: 'Cancelled',
  'replica-missing': 'No replica',
  'replica-corrupt': 'The replica is damaged',
  'replica-newer': 'The replica is from a newer version',
  'replica-busy': 'The replica is in use',
  unavailable: 'The planning host is away',
  failed: 'Something failed',
};

const advice: Readonly<Record<ErrorCode, string>> = {
  'bad-input': 'Nothing was changed.',
  'not-found': 'Nothing was changed. The list shows the present state.',
  conflict: 'Nothing was changed. Check the present state and decide again.',
  forbidden: 'Nothing was changed.',
  cancelled: 'Nothing was changed.',
  'replica-missing': 'Start Ballast again to create one.',
  'replica-corrupt': 'It was not overwritten. Restore a copy, or create a new replica in another folder.',
  'replica-newer': 'It was not touched. Open it with the version that wrote it.',
  'replica-busy': 'Close the other window, then try again.',
  unavailable: 'Confirmed decisions are kept. The window reconnects by itself.',
  failed: 'Confirmed decisions are kept. Try again.',
};

export function errorToText(error: BallastError): ErrorText {
  const sentence = error.message.trim();
  const what = sentence === '' || /[.?]$/.test(sentence) ? sentence : `${sentence}.`;
  return { title: titles[error.code], detail: `${what} ${advice[error.code]}`.trim() };
}
