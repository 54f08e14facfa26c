export interface ConnectionTexts {
  readonly title: string;
  readonly detail: string;
  readonly retry: string;
}

/** The shell has given up on the host's process: only a person can start it again. */
export function failedTexts(message: string): ConnectionTexts {
  const what = message.trim() === '' ? '' : `${message.trim().replace(/[.]?$/, '.')} `;
  return {
    title: 'The planning host has stopped',
    detail: `${what}Confirmed decisions are kept in the replica. Start the host again to go on.`,
    retry: '',
  };
}

/** What happened, what is safe, what to do, for a line that was lost or never opened. */
export function connectionTexts(everOpen: boolean, secondsToRetry: number | null): ConnectionTexts {
  return {
    title: everOpen ? 'The planning host is away' : 'The planning host does not answer',
    detail: everOpen
      ? 'Figures are as of the last contact. Confirmed decisions are kept in the replica; new ones can be made when it is back.'
      : 'Nothing is lost. If Ballast was started again, open the address it printed: an older address no longer works.',
    retry:
      secondsToRetry === null
        ? 'Reconnecting'
        : secondsToRetry === 0
          ? 'Reconnecting now'
          : `Next try in ${secondsToRetry} s`,
  };
}
