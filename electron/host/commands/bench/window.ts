import { createRandom } from '../../../../core/base/random.ts';
import type { GridQuery } from '../../../../core/contract/grid.ts';
import { createPlannerTables } from '../../planning/createPlanner.ts';
import { createSession } from '../../planning/session.ts';
import { openReplica } from '../../replica/openReplica.ts';
import { figure, quantile, type Bench } from './figure.ts';

/** Windows of 100 rows of the medium grid inside the host, and what a new sort or filter costs. */
export const windowBench: Bench = {
  name: 'window',
  async run(context) {
    const database = openReplica(await context.mediumReplica());
    try {
      const session = createSession(
        database,
        () => performance.now(),
        () => undefined,
      );
      const { inventory } = createPlannerTables(session);
      const random = createRandom(13);
      const sorted: GridQuery = { sort: [{ column: 'moneyAtRisk', direction: 'descending' }], filter: [] };
      const filtered: GridQuery = {
        sort: [{ column: 'excess', direction: 'descending' }],
        filter: [{ kind: 'values', column: 'region', values: ['Midwest'] }],
      };
      const timed = (query: GridQuery, from: number): number => {
        const begun = performance.now();
        inventory.window(query, from, from + 100, false, () => performance.now());
        return performance.now() - begun;
      };
      const firstSort = timed(sorted, 0);
      const firstFilter = timed(filtered, 0);
      const times: number[] = [];
      for (let i = 0; i < 400; i++) times.push(timed(sorted, random.integer(0, session.state.count - 100)));
      return [
        figure('window', 'rows-100-p50', quantile(times, 0.5), 'ms'),
        figure('window', 'rows-100-p95', quantile(times, 0.95), 'ms'),
        figure('window', 'sort-2m', firstSort, 'ms'),
        figure('window', 'filter-and-sort-2m', firstFilter, 'ms'),
      ];
    } finally {
      database.close();
    }
  },
};
