/**
 * Puts text on the clipboard through the browser's copy command, for the asynchronous clipboard is denied to
 * the page. Has to be called from a press or a key; returns whether it worked.
 */
export function copyText(text: string): boolean {
  const onCopy = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('copy', onCopy, { capture: true, once: true });
  try {
    // oxlint-disable-next-line typescript/no-deprecated -- the only way without the clipboard permission
    return document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', onCopy, true);
  }
}
