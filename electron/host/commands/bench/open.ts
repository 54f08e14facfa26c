import { createPlannerTables } from '../../planning/createPlanner.ts';
import { createSession } from '../../planning/session.ts';
import { openReplica } from '../../replica/openReplica.ts';
import { figure, quantile, type Bench } from './figure.ts';

/** From a closed medium replica to its first window of 100 rows, beside a bare scan of its positions by SQLite. */
export const openBench: Bench = {
  name: 'open',
  async run(context) {
    const folder = await context.mediumReplica();
    const times: number[] = [];
    const scans: number[] = [];
    for (let run = 0; run < 3; run++) {
      const begun = performance.now();
      const database = openReplica(folder);
      try {
        const session = createSession(
          database,
          () => performance.now(),
          () => undefined,
        );
        createPlannerTables(session).inventory.window({ sort: [], filter: [] }, 0, 100, false, () =>
          performance.now(),
        );
        times.push(performance.now() - begun);
        const scanned = performance.now();
        database.prepare('SELECT sum(on_hand + reserved + backorder + as_of) FROM position').get();
        scans.push(performance.now() - scanned);
      } finally {
        database.close();
      }
    }
    return [
      figure('open', 'medium-to-first-window', quantile(times, 0.5), 'ms', {
        name: 'sqlite-scan',
        value: quantile(scans, 0.5),
      }),
    ];
  },
};
