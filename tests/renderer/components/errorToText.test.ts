import { expect, test } from 'vitest';
import { BallastError, errorCodes } from '../../../core/base/errors.ts';
import { errorToText } from '../../../renderer/components/states/errorToText.ts';

test('every error says what happened, then what is safe or to do, without exclamation', () => {
  for (const code of errorCodes) {
    const text = errorToText(new BallastError(code, 'The transfer is gone'));
    expect(text.title).not.toBe('');
    expect(text.detail.startsWith('The transfer is gone. ')).toBe(true);
    expect(text.detail.endsWith('.')).toBe(true);
    expect(`${text.title}${text.detail}`).not.toContain('!');
  }
});
