import { createRandom } from '../../../../core/base/random.ts';
import { networkTotals } from '../../../../core/plan/networkTotals.ts';
import { recalculateNetwork, recalculatePositions } from '../../../../core/plan/recalculate.ts';
import { createSession } from '../../planning/session.ts';
import { openReplica } from '../../replica/openReplica.ts';
import { figure, medianMs, memoryBandwidth, type Bench } from './figure.ts';

/** Bytes a position that the stock pass and the totals read and write. */
const stockBytes = 4 * 22 + 2 * 4 + 2;
/** Bytes a position that the levels read and write. */
const levelBytes = 4 * 9 + 2 * 2 + 2;

/** Recalculation of two million positions, ns a position, beside what the memory alone would take. */
export const recalculateBench: Bench = {
  name: 'recalculate',
  async run(context) {
    const database = openReplica(await context.mediumReplica());
    try {
      const { state, recalculation, parameters } = createSession(
        database,
        () => performance.now(),
        () => undefined,
      );
      const bandwidth = memoryBandwidth();
      const memory = (bytes: number): { name: string; value: number } => ({
        name: 'memory',
        value: (bytes / bandwidth) * 1e9,
      });
      const perPosition = (ms: number): number => (ms * 1e6) / state.count;
      const stock = medianMs(5, () => {
        recalculateNetwork(state, recalculation.stock);
        networkTotals(state, parameters.riskThresholds[1]);
      });
      const risk = medianMs(3, () => recalculateNetwork(state, recalculation.risk));
      const levels = medianMs(3, () => recalculateNetwork(state, recalculation.levels));
      const random = createRandom(11);
      const changed = Int32Array.from({ length: 10_000 }, () => random.integer(0, state.count));
      const some = medianMs(5, () => {
        for (const p of changed) state.onHand[p] += 1;
        recalculatePositions(state, recalculation, changed);
      });
      return [
        figure('recalculate', 'stock-side', perPosition(stock), 'ns/position', memory(stockBytes)),
        figure('recalculate', 'risk', perPosition(risk), 'ns/position', memory(levelBytes)),
        figure('recalculate', 'service-level', perPosition(levels), 'ns/position', memory(levelBytes)),
        figure('recalculate', 'changed-10k', some, 'ms'),
        figure('recalculate', 'bandwidth', bandwidth / 1e9, 'GB/s'),
      ];
    } finally {
      database.close();
    }
  },
};
