export interface ConnectionTexts {
  readonly title: string;
  readonly detail: string;
  readonly retry: string;
}

/** What happened, what is safe, what to do, for a line that was lost or never opened. */
export function connectionTexts(everOpen: boolean, secondsToRetry: number | null): ConnectionTexts {
  return {
    title: everOpen ? 'The planning host is away' : 'The planning host does not answer',
    detail: everOpen
      ? 'Figures are as of the last contact. Confirmed decisions are kept in the replica; new ones wait until it is back.'
      : 'Nothing is lost. If Ballast was started again, open the address it printed: an older address no longer works.',
    retry:
      secondsToRetry === null
        ? 'Reconnecting'
        : secondsToRetry === 0
          ? 'Reconnecting now'
          : `Next try in ${secondsToRetry} s`,
  };
}
