import { BallastError } from '../../../core/base/errors.ts';
import {
  defaultRebalanceSettings,
  type RebalanceFrontier,
  type RebalanceGrouping,
  type RebalancePreview,
  type RebalanceSettings,
  type RebalanceSummary,
  type RebalanceTotals,
  type RouteCurve,
} from '../../../core/contract/rebalance.ts';
import type { HostEventName, HostEvents } from '../../../core/contract/views.ts';
import type { FakeTransfer } from './fakeDecisions.ts';
import type { FakeRow } from './fakeGrid.ts';
import type { FakeNetwork } from './fakeNetwork.ts';

/** Stands in for the rebalancing behind the host: totals of the fake transfers, scaled by what is asked for. */
export function createFakeRebalance(
  network: FakeNetwork,
  transfers: readonly FakeTransfer[],
  emit: <E extends HostEventName>(event: E, payload: HostEvents[E]) => void,
) {
  let settings: RebalanceSettings = defaultRebalanceSettings;
  let preview: RebalancePreview | null = null;
  const open = (): FakeTransfer[] => transfers.filter((one) => one.state === 'proposed');

  const totals = (factor: number): RebalanceTotals => {
    const rows = open();
    const sum = (value: (one: FakeTransfer) => number, scale: number): number =>
      Math.round(scale * rows.reduce((all, one) => all + value(one), 0));
    // More weight on service: freight rises faster than what it avoids.
    const avoidedMinor = sum((one) => one.benefitMinor, factor ** 0.2);
    const freightMinor = sum((one) => one.freightMinor, factor ** 0.6);
    const units = sum((one) => one.quantity, factor ** 0.3);
    return {
      transfers: Math.round(rows.length * factor ** 0.3),
      units,
      lanes: new Set(rows.map((one) => `${one.from} ${one.to}`)).size,
      items: new Set(rows.map((one) => one.item)).size,
      avoidedMinor,
      donorMinor: 0,
      freightMinor,
      handlingMinor: 90 * units,
      netMinor: avoidedMinor - freightMinor - 90 * units,
    };
  };
  const summary = (): RebalanceSummary => {
    const present = totals(settings.serviceFactor);
    return {
      settings,
      defaults: defaultRebalanceSettings,
      totals: present,
      objectiveMinor: present.netMinor,
      upperBoundMinor: Math.round(present.netMinor * 1.012),
      gap: 0.012,
      followedItems: 0,
      preview,
    };
  };
  const groupOf = (one: FakeTransfer, by: RebalanceGrouping): string =>
    by === 'item' ? String(one.item) : `${one.from} ${one.to}`;

  return {
    summary,
    preview(next: RebalanceSettings, items: readonly string[]): RebalancePreview {
      const before = totals(settings.serviceFactor);
      const after = totals(next.serviceFactor);
      const shown: RebalancePreview = {
        id: (preview?.id ?? 0) + 1,
        settings: next,
        screen: { before, after },
        network: { before, after },
        solvedItems: items.length,
        items: network.items.length,
        finished: false,
        gap: null,
        upperBoundMinor: null,
        objectiveMinor: null,
        tookMs: 12,
      };
      preview = shown;
      setTimeout(() => {
        if (preview?.id !== shown.id) return;
        preview = {
          ...shown,
          finished: true,
          solvedItems: shown.items,
          gap: 0.004,
          objectiveMinor: after.netMinor,
          upperBoundMinor: Math.round(after.netMinor * 1.004),
          tookMs: 320,
        };
        emit('preview', preview);
      }, 300);
      return shown;
    },
    adopt(id: number): RebalanceSummary {
      if (preview?.id !== id || !preview.finished) {
        throw new BallastError('conflict', 'The preview is still being worked out.', { preview: id });
      }
      settings = preview.settings;
      preview = null;
      return summary();
    },
    frontier(): RebalanceFrontier {
      return {
        points: [0.25, 0.5, 0.75, 1, 1.5, 2, 4].map((serviceFactor) => ({
          serviceFactor,
          totals: totals(serviceFactor),
          gap: 0.004,
        })),
        present: totals(settings.serviceFactor),
        presentFactor: settings.serviceFactor,
        complete: true,
        moneyAtRiskMinor: Math.round(totals(1).avoidedMinor * 1.6),
      };
    },
    routeCurve(): RouteCurve {
      const rows = open().toSorted(
        (a, b) => b.benefitMinor / b.freightMinor - a.benefitMinor / a.freightMinor,
      );
      const sums = (value: (one: FakeTransfer) => number): Float64Array => {
        let sum = 0;
        return Float64Array.from(rows, (one) => (sum += value(one)));
      };
      const counts = Int32Array.from(rows, (_, row) => row + 1);
      return {
        perFreight: Float64Array.from(rows, (one) => one.benefitMinor / one.freightMinor),
        routes: counts,
        transfers: counts,
        freightMinor: sums((one) => one.freightMinor),
        avoidedMinor: sums((one) => one.benefitMinor),
        netMinor: sums((one) => one.netMinor),
      };
    },
    groups(by: RebalanceGrouping): FakeRow[] {
      const groups = new Map<string, FakeTransfer[]>();
      for (const one of open()) groups.set(groupOf(one, by), [...(groups.get(groupOf(one, by)) ?? []), one]);
      return [...groups.values()].map((rows) => {
        const [{ item, from, to, days }] = rows;
        const sum = (value: (one: FakeTransfer) => number): number =>
          rows.reduce((all, one) => all + value(one), 0);
        const count = (verdict: string): number => rows.filter((one) => one.verdict === verdict).length;
        const freight = sum((one) => one.freightMinor);
        const units = sum((one) => one.quantity);
        return {
          ...(by === 'item'
            ? {
                itemId: network.items[item].id,
                description: network.items[item].description,
                criticality: 'essential',
                donors: new Set(rows.map((one) => one.from)).size,
                receivers: new Set(rows.map((one) => one.to)).size,
              }
            : {
                route: `${network.locations[from].id} → ${network.locations[to].id}`,
                fromId: network.locations[from].id,
                fromName: network.locations[from].name,
                toId: network.locations[to].id,
                toName: network.locations[to].name,
                days,
                fixed: 350 * rows.length,
                byWeight: freight - 350 * rows.length,
                perFreight: sum((one) => one.benefitMinor) / freight,
              }),
          transfers: rows.length,
          units,
          kg: units * 1.4,
          valueMoved: sum((one) => one.quantity * network.items[one.item].unitCostMinor),
          freight,
          benefit: sum((one) => one.benefitMinor),
          donor: 0,
          handling: 90 * units,
          net: sum((one) => one.netMinor),
          auto: count('auto'),
          approve: count('approve'),
          block: count('block'),
        };
      });
    },
  };
}

export const fakeGroupSums = [
  'transfers',
  'units',
  'kg',
  'valueMoved',
  'freight',
  'benefit',
  'donor',
  'handling',
  'net',
] as const;
