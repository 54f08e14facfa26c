import { parseArgs } from 'node:util';
import { rebalanceProblemText } from '../../../core/rebalance/rebalanceFile.ts';
import { required, wholeNumber, type CommandContext } from './context.ts';
import { readInput } from './readInput.ts';
import { writeWhole } from './writeWhole.ts';

/** `ballast rebalance --problem F.json --out F.json [--time-limit-s 30]` */
export function rebalanceCommand(args: readonly string[], context: CommandContext): void {
  const { values } = parseArgs({
    args: [...args],
    options: {
      problem: { type: 'string' },
      out: { type: 'string' },
      'time-limit-s': { type: 'string', default: '30' },
    },
  });
  const problem = required(values, 'problem');
  const out = required(values, 'out');
  const { planText, summary } = rebalanceProblemText(readInput(problem), problem, {
    timeLimitS: wholeNumber(values['time-limit-s'], 'time-limit-s', 1),
    clockS: context.clockS,
    shouldCancel: context.cancelled,
  });
  writeWhole(out, [planText]);
  const { objective, upperBound, gap, seconds } = summary;
  context.print(JSON.stringify({ objective, upperBound, gap, seconds }));
}
