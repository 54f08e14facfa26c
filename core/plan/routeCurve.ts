/**
 * The routes of a plan in the order of what they avoid for their freight (minor units), added up one after another: how
 * much is avoided with the first so much of the freight. O(transfers + routes log routes).
 */
import type { RouteCurve } from '../contract/rebalance.ts';
import type { Transfer } from '../store/transferStore.ts';
import { laneKey } from './laneKey.ts';
import type { PlanState } from './planState.ts';
import { benefitPerFreight, groupTransfers } from './transferGroupTable.ts';

export function routeCurve(state: PlanState, transfers: Iterable<Transfer>, mostPoints: number): RouteCurve {
  const routes = groupTransfers(state, transfers, 'route')
    .map((group) => ({ group, perFreight: benefitPerFreight(group) }))
    .toSorted(
      (a, b) =>
        (a.perFreight === b.perFreight ? 0 : b.perFreight - a.perFreight) ||
        laneKey(a.group.from, a.group.to) - laneKey(b.group.from, b.group.to),
    );
  const every = Math.max(1, Math.ceil(routes.length / mostPoints));
  const count = Math.ceil(routes.length / every);
  const curve: RouteCurve = {
    perFreight: new Float64Array(count),
    routes: new Int32Array(count),
    transfers: new Int32Array(count),
    freightMinor: new Float64Array(count),
    avoidedMinor: new Float64Array(count),
    netMinor: new Float64Array(count),
  };
  const sum = { transfers: 0, freightMinor: 0, avoidedMinor: 0, netMinor: 0 };
  for (const [row, { group, perFreight }] of routes.entries()) {
    sum.transfers += group.transfers;
    sum.freightMinor += group.freightMinor;
    sum.avoidedMinor += group.benefitMinor;
    sum.netMinor += group.netMinor;
    const at = Math.floor(row / every);
    if (row % every !== every - 1 && row !== routes.length - 1) continue;
    curve.perFreight[at] = perFreight;
    curve.routes[at] = row + 1;
    curve.transfers[at] = sum.transfers;
    curve.freightMinor[at] = sum.freightMinor;
    curve.avoidedMinor[at] = sum.avoidedMinor;
    curve.netMinor[at] = sum.netMinor;
  }
  return curve;
}
