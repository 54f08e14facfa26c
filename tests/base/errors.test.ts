import { describe, expect, it } from 'vitest';
import { BallastError, badInput, errorCodes } from '../../core/base/errors.ts';
import { errorToWire, wireToError } from '../../core/contract/rpc.ts';

describe('errors', () => {
  it('say where an input file is wrong', () => {
    expect(badInput({ file: 'F.csv', row: 3, column: '2001-02' }, 'demand is negative (-1)').message).toBe(
      'F.csv, row 3, column 2001-02: demand is negative (-1)',
    );
    expect(badInput({ row: 1 }, 'no header').message).toBe('row 1: no header');
    const plain = badInput({}, 'nothing there');
    expect([plain.message, plain.code, plain.detail]).toEqual([
      'nothing there',
      'bad-input',
      { reason: 'nothing there' },
    ]);
  });

  it('keep code, sentence and detail over a line', () => {
    for (const code of errorCodes) {
      const error = new BallastError(code, 'A sentence.', { row: 7, file: null, exact: true });
      const back = wireToError(structuredClone(errorToWire(error)));
      expect(back).toBeInstanceOf(BallastError);
      expect([back.code, back.message, back.detail]).toEqual([code, 'A sentence.', error.detail]);
    }
    expect(errorToWire(new TypeError('no'))).toEqual({ code: 'failed', message: 'no', detail: {} });
    expect(errorToWire('text')).toEqual({ code: 'failed', message: 'text', detail: {} });
  });
});
