import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BallastError } from '../../../core/base/errors.ts';
import { compareAccuracy } from '../../../core/forecast/accuracy.ts';
import { accuracyLines, accuracyTable } from '../../../core/forecast/accuracyTable.ts';
import { forecastHistory } from '../../../core/forecast/forecastHistory.ts';
import { judgedLevels } from '../../../core/forecast/pinballLoss.ts';
import { parseHistory } from '../../../core/forecast/historyFile.ts';
import { drain, required, wholeNumber, type CommandContext } from './context.ts';
import { readInput } from './readInput.ts';
import { writeWhole } from './writeWhole.ts';

/** `ballast forecast --history F.csv --horizon H [--levels …] [--method auto] [--alpha A] [--beta B] [--model FILE] --out F.csv` */
export async function forecastCommand(args: readonly string[], context: CommandContext): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      history: { type: 'string' },
      horizon: { type: 'string' },
      levels: { type: 'string' },
      method: { type: 'string', default: 'auto' },
      alpha: { type: 'string' },
      beta: { type: 'string' },
      model: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const begun = context.clockS();
  const history = required(values, 'history');
  const out = required(values, 'out');
  const horizon = wholeNumber(required(values, 'horizon'), 'horizon', 1);
  const table = parseHistory(readInput(history), history);
  const { model } = values;
  const run = await drain(
    forecastHistory(table, {
      method: values.method,
      horizon,
      levels:
        values.levels === undefined
          ? judgedLevels
          : values.levels.split(',').map((text) => share(text, 'levels')),
      ...(values.alpha === undefined ? {} : { alpha: share(values.alpha, 'alpha') }),
      ...(values.beta === undefined ? {} : { beta: share(values.beta, 'beta') }),
      ...(model === undefined ? {} : { modelFile: model }),
      ...(model !== undefined && existsSync(model) ? { model: readInput(model) } : {}),
    }),
    context,
    ({ step, done }) => `${step}: ${Math.round(done * 100)} %`,
  );
  if (model !== undefined && run.model !== null) writeWhole(model, [run.model]);
  const bytes = writeWhole(out, run.chunks());
  context.print(
    JSON.stringify({
      series: run.series,
      horizon,
      bytes,
      methods: run.methods,
      seconds: context.clockS() - begun,
    }),
  );
}

/** `ballast accuracy --history F.csv --horizon H [--origins N] [--json]` */
export async function accuracyCommand(args: readonly string[], context: CommandContext): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      history: { type: 'string' },
      horizon: { type: 'string' },
      origins: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const history = required(values, 'history');
  const rows = await drain(
    compareAccuracy(parseHistory(readInput(history), history), {
      horizon: wholeNumber(required(values, 'horizon'), 'horizon', 1),
      origins: wholeNumber(values.origins, 'origins', 1),
    }),
    context,
    ({ step, done }) => `${step}: ${Math.round(done * 100)} %`,
  );
  context.print((values.json ? accuracyLines(rows) : accuracyTable(rows)).trimEnd());
}

function share(text: string, name: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) {
    throw new BallastError('bad-input', `--${name}: ${JSON.stringify(text)} is not a number.`, {
      option: name,
    });
  }
  return value;
}
