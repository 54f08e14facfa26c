import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createPlannerTables } from '../planning/createPlanner.ts';
import { exportLines, exportNames } from '../planning/exportTable.ts';
import { createSession } from '../planning/session.ts';
import { openReplica } from '../replica/openReplica.ts';
import { oneOf, required, type CommandContext } from './context.ts';
import { writeWhole } from './writeWhole.ts';

/** `ballast export --data DIR --what NAME --format csv --out F` */
export function exportCommand(args: readonly string[], context: CommandContext): void {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      what: { type: 'string' },
      format: { type: 'string', default: 'csv' },
      out: { type: 'string' },
    },
  });
  const what = oneOf(required(values, 'what'), 'what', exportNames);
  oneOf(values.format, 'format', ['csv']);
  const out = required(values, 'out');
  const database = openReplica(resolve(required(values, 'data')));
  try {
    const session = createSession(
      database,
      () => performance.now(),
      () => undefined,
    );
    let rows = -1;
    const counted = function* (): Generator<string> {
      for (const line of exportLines(session, what, createPlannerTables(session))) {
        rows++;
        yield line;
      }
    };
    const bytes = writeWhole(out, counted());
    context.print(JSON.stringify({ what, rows, bytes }));
  } finally {
    database.close();
  }
}
