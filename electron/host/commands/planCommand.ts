import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readMeta } from '../../../core/store/metaStore.ts';
import type { Transfer } from '../../../core/store/transferStore.ts';
import { segmentName } from '../../../core/forecast/positionMethods.ts';
import { collectExceptions } from '../../../core/plan/exceptions.ts';
import { readForecastChoices } from '../planning/forecastModel.ts';
import { runPlan } from '../planning/runPlan.ts';
import { createSession, type PlanSession } from '../planning/session.ts';
import { openReplica } from '../replica/openReplica.ts';
import { createComputeCrew } from '../workers/computeCrew.ts';
import { drain, required, wholeNumber, type CommandContext } from './context.ts';

/** `ballast plan --data DIR [--retrain] [--workers N]`: the main job without a window. */
export async function planCommand(args: readonly string[], context: CommandContext): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      retrain: { type: 'boolean', default: false },
      workers: { type: 'string' },
    },
  });
  const workers = values.workers === undefined ? null : wholeNumber(values.workers, 'workers', 0);
  const begun = context.clockS();
  const database = openReplica(resolve(required(values, 'data')));
  try {
    const session = createSession(
      database,
      () => performance.now(),
      () => undefined,
    );
    const opened = context.clockS();
    const summary = await drain(
      runPlan(session, {
        retrain: values.retrain,
        ...(workers === null ? {} : { crew: () => createComputeCrew(workers) }),
      }),
      context,
      ({ step, progress }) => `${step}: ${Math.round(progress * 100)} %`,
    );
    const totals = session.totals();
    const { state } = session;
    context.print(
      JSON.stringify({
        run: summary.run,
        counts: {
          positions: state.count,
          items: state.network.items.length,
          locations: state.network.locations.length,
          forecasts: summary.forecasts,
          exceptions: collectExceptions(state, session.clockMinutes).position.length,
          atRiskWithinTwoWeeks: totals.atRiskSoon,
          byRisk: {
            none: totals.byLevel[0],
            watch: totals.byLevel[1],
            act: totals.byLevel[2],
            critical: totals.byLevel[3],
          },
          transfers: summary.transfers,
          auto: summary.auto,
          approve: summary.approve,
          block: summary.block,
        },
        totals: {
          currency: state.network.currency,
          moneyAtRisk: money(totals.moneyAtRiskMinor),
          expectedShort: totals.expectedShort,
          stockValue: money(totals.stockValueMinor),
          excessValue: money(totals.excessValueMinor),
          transferNet: money(summary.netMinor),
          transferFreight: money(summary.freightMinor),
          rebalanceGap: summary.gap,
        },
        retrained: summary.retrained,
        forecastModel: modelOf(session),
        seconds: { open: opened - begun, ...summary.seconds, total: context.clockS() - begun },
        topTransfers: topTransfers(session).map((transfer) => describe(session, transfer)),
      }),
    );
  } finally {
    database.close();
  }
}

/** What forecasts the segments that were judged, with the losses on held-back months that decided it. */
function modelOf(session: PlanSession): object[] {
  const stored = readMeta(session.database, 'forecastModel');
  return (stored === null ? [] : readForecastChoices(stored))
    .filter(({ judged }) => judged > 0)
    .map(({ segment, ...choice }) => ({ segment: segmentName(segment), ...choice }));
}

function topTransfers(session: PlanSession): Transfer[] {
  return [...session.transfers.values()]
    .filter((transfer) => transfer.state === 'proposed' || transfer.state === 'approved')
    .toSorted((a, b) => b.netMinor - a.netMinor || (a.id < b.id ? -1 : 1))
    .slice(0, 10);
}

function describe(session: PlanSession, transfer: Transfer): object {
  const { items, locations } = session.state.network;
  return {
    id: transfer.id,
    item: items[transfer.item].id,
    from: locations[transfer.from].id,
    to: locations[transfer.to].id,
    quantity: transfer.quantity,
    days: transfer.days,
    benefit: money(transfer.benefitMinor),
    freight: money(transfer.freightMinor),
    net: money(transfer.netMinor),
    verdict: transfer.verdict,
    rule: transfer.rule,
    state: transfer.state,
  };
}

function money(minor: number): number {
  return Math.round(minor) / 100;
}
