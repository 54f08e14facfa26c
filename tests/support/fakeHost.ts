import { BallastError } from '../../core/base/errors.ts';
import { createRandom } from '../../core/base/random.ts';
import { serve, type Handlers, type Port, type Server } from '../../core/contract/rpc.ts';
import type { FeedLine, FeedState, HostEventName, HostEvents, RunState } from '../../core/contract/views.ts';
import { createFakeDecisions, type EntryState } from './fake/fakeDecisions.ts';
import { explainKpi, explainPosition, explainTransfer } from './fake/fakeExplain.ts';
import { createFakeForecast } from './fake/fakeForecast.ts';
import { cutWindow, distinctValues, matching } from './fake/fakeGrid.ts';
import { createFakeNetwork } from './fake/fakeNetwork.ts';
import { createFakeRebalance, fakeGroupSums } from './fake/fakeRebalance.ts';
import { proposeTransfers } from './fake/fakeTransfers.ts';
import { fakeKpis, fakeMap, fakeWorkList, inventoryRows, transferRows } from './fake/fakeViews.ts';

export interface FakeHost {
  readonly handlers: Handlers;
  /** Serves one more window. */
  connect(port: Port): void;
  emit<E extends HostEventName>(event: E, payload: HostEvents[E]): void;
  close(): void;
}

/** A host for the window's own development and tests: same contract, invented plan, everything from one seed. */
export function createFakeHost(
  options: {
    readonly seed?: number;
    readonly dealers?: number;
    readonly items?: number;
    readonly delayMs?: number;
  } = {},
): FakeHost {
  const seed = options.seed ?? 7;
  const network = createFakeNetwork({ seed, dealers: options.dealers ?? 40, items: options.items ?? 160 });
  const random = createRandom(`${seed}/feed`);
  const transfers = proposeTransfers(network);
  const entries = new Map<string, EntryState>();
  const servers: Server[] = [];
  let version = 1;
  let clockMinutes = Date.UTC(2001, 3, 1, 13) / 60_000;
  let recalculated = { positions: network.positions.length, tookMs: 3.1 };

  const emit = <E extends HostEventName>(event: E, payload: HostEvents[E]): void => {
    for (const server of servers) server.emit(event, payload);
  };
  const changed = (positions = 1, tookMs = 0.3): number => {
    version++;
    recalculated = { positions, tookMs };
    emit('changed', {
      version,
      clockMinutes,
      positions,
      tookMs,
      transfers: true,
      queuedDecisions: decisions.queued(),
    });
    return version;
  };
  const forecast = createFakeForecast(
    network,
    () => clockMinutes,
    () => version,
  );
  const decisions = createFakeDecisions(network, transfers, entries, forecast, changed, () => clockMinutes);

  const rebalance = createFakeRebalance(network, transfers, emit);

  let feedTimer: ReturnType<typeof setInterval> | null = null;
  let events = 0;
  let latest: FeedLine[] = [];
  const feedState = (): FeedState => ({
    running: feedTimer !== null,
    clockMinutes,
    events,
    networkMinutesPerSecond: 15,
    latest,
  });
  const tick = (): void => {
    clockMinutes += 8;
    const lines: FeedLine[] = [];
    for (let i = 0; i < 3; i++) {
      const position = random.pick(network.positions);
      const item = network.items[position.item];
      const sale = random.next() < 0.75;
      position.onHand = sale ? Math.max(0, position.onHand - 1) : position.onHand + 3;
      events++;
      lines.unshift({
        sequence: events,
        minutes: clockMinutes,
        location: position.location,
        text: sale
          ? `Sold 1 × ${item.id} ${item.description}`
          : `Received 3 × ${item.id} ${item.description}`,
      });
    }
    latest = [...lines, ...latest].slice(0, 30);
    changed(3, 0.2);
    emit('feed', feedState());
  };

  const runs: RunState[] = [];
  const steps = ['Forecasts', 'Lead-time demand', 'Stockout risk', 'Rebalancing', 'Verdicts'];
  const runTimers = new Map<number, ReturnType<typeof setInterval>>();
  const setRun = (run: RunState): void => {
    runs[run.run - 1] = run;
    emit('run', run);
  };

  const handlers: Handlers = {
    'app.state': () => ({
      version: '0.1.0',
      network: 'Sample network, small',
      currency: 'USD',
      clockMinutes,
      positions: network.positions.length,
      locations: network.locations,
      items: network.items.length,
      vehicles: 120,
      plannedAt: '2001-04-01T13:00Z',
      queuedDecisions: decisions.queued(),
      recalculation: recalculated,
      planVersion: version,
    }),
    'app.find': ({ text, limit }) => {
      const wanted = text.toLowerCase();
      const found = [
        ...network.items
          .filter((item) => `${item.id} ${item.description}`.toLowerCase().includes(wanted))
          .map((item) => ({
            kind: 'item' as const,
            id: item.id,
            title: item.description,
            detail: item.family,
            target: null,
          })),
        ...network.locations.flatMap((location, index) =>
          `${location.id} ${location.name}`.toLowerCase().includes(wanted)
            ? [
                {
                  kind: 'location' as const,
                  id: location.id,
                  title: location.name,
                  detail: location.region,
                  target: index,
                },
              ]
            : [],
        ),
        ...transfers
          .filter((transfer) => transfer.id.toLowerCase().startsWith(wanted))
          .map((transfer) => ({
            kind: 'transfer' as const,
            id: transfer.id,
            title: `${network.items[transfer.item].description} · ${transfer.quantity}`,
            detail: `${network.locations[transfer.from].name} → ${network.locations[transfer.to].name}`,
            target: null,
          })),
      ];
      return wanted === '' ? [] : found.slice(0, limit);
    },
    'app.export': ({ what }) => ({
      fileName: `${what}.csv`,
      bytes: new TextEncoder().encode('item,location\n'),
      rows: 0,
    }),
    'app.cancelExport': () => ({ cancelled: false }),
    'tower.kpis': () => fakeKpis(network, transfers, clockMinutes),
    'tower.map': () => fakeMap(network, transfers),
    'tower.workList': (input) => fakeWorkList(network, transfers, entries, input),
    'inventory.window': ({ query, from, to }) =>
      cutWindow(inventoryRows(network), query, from, to, version, [
        'available',
        'onHand',
        'expectedShort',
        'moneyAtRisk',
        'stockValue',
        'forecastMean',
      ]),
    'inventory.distinct': ({ column }) => distinctValues(inventoryRows(network), column),
    'inventory.rowOf': ({ query, position }) => {
      const row = matching(inventoryRows(network), query).indexOf(position);
      return { row: row < 0 ? null : row };
    },
    'rebalance.window': ({ query, from, to }) =>
      cutWindow(transferRows(network, transfers), query, from, to, version, [
        'quantity',
        'benefit',
        'donor',
        'freight',
        'handling',
        'net',
      ]),
    'rebalance.summary': () => rebalance.summary(),
    'rebalance.preview': ({ settings, items }) => rebalance.preview(settings, items),
    'rebalance.adopt': ({ preview }) => {
      const adopted = rebalance.adopt(preview);
      changed();
      return adopted;
    },
    'rebalance.frontier': () => rebalance.frontier(),
    'rebalance.routeCurve': () => rebalance.routeCurve(),
    'rebalance.groups': ({ by, query, from, to }) =>
      cutWindow(rebalance.groups(by), query, from, to, version, fakeGroupSums),
    'rebalance.groupDistinct': ({ by, column }) => distinctValues(rebalance.groups(by), column),
    'rebalance.protectedParts': () => ({ total: 0, rows: [], dealers: [], agreements: [] }),
    'rebalance.rowOf': ({ query, transfer }) => {
      const key = transfers.findIndex((one) => one.id === transfer);
      const row = matching(transferRows(network, transfers), query).indexOf(key);
      return { row: key < 0 || row < 0 ? null : row };
    },
    'rebalance.distinct': ({ column }) => distinctValues(transferRows(network, transfers), column),
    ...forecast.handlers,
    'explain.position': ({ position }) => {
      if (position >= network.positions.length) {
        throw new BallastError('not-found', `There is no position ${position}.`);
      }
      return explainPosition(network, transfers, position, clockMinutes);
    },
    'explain.transfer': ({ transfer }) => {
      const found = transfers.find((one) => one.id === transfer);
      if (found === undefined) throw new BallastError('not-found', `There is no transfer ${transfer}.`);
      return explainTransfer(network, found, clockMinutes);
    },
    'explain.kpi': ({ kpi }) => {
      const found = fakeKpis(network, transfers, clockMinutes).find((one) => one.id === kpi);
      if (found === undefined) throw new BallastError('not-found', `There is no figure ${kpi}.`);
      return explainKpi(found);
    },
    'command.apply': ({ actor, command }) => decisions.apply(actor, command),
    'command.undo': ({ actor }) => decisions.undo(actor),
    'command.redo': ({ actor }) => decisions.redo(actor),
    'command.undoState': () => decisions.undoState(),
    'command.journal': ({ limit }) => decisions.journal(limit),
    'plan.run': ({ retrain }) => {
      const run = runs.length + 1;
      const label = retrain ? 'Plan with new forecasts' : 'Plan';
      let progress = 0;
      setRun({ run, label, status: 'running', step: steps[0], progress, message: null });
      runTimers.set(
        run,
        setInterval(() => {
          progress = Math.min(1, progress + 0.04);
          const done = progress >= 1;
          setRun({
            run,
            label,
            status: done ? 'completed' : 'running',
            step: steps[Math.min(steps.length - 1, Math.floor(progress * steps.length))],
            progress,
            message: null,
          });
          if (done) {
            clearInterval(runTimers.get(run));
            changed(network.positions.length, 42);
          }
        }, 120),
      );
      return { run };
    },
    'plan.cancel': ({ run }) => {
      const found = runs[run - 1];
      if (found?.status !== 'running') return { cancelled: false };
      clearInterval(runTimers.get(run));
      setRun({ ...found, status: 'cancelled' });
      return { cancelled: true };
    },
    'plan.runs': () => runs,
    'feed.state': feedState,
    'feed.set': ({ running }) => {
      if (running && feedTimer === null) feedTimer = setInterval(tick, 500);
      if (!running && feedTimer !== null) {
        clearInterval(feedTimer);
        feedTimer = null;
      }
      emit('feed', feedState());
      return feedState();
    },
  };

  return {
    handlers,
    connect: (port) => void servers.push(serve(port, handlers)),
    emit,
    close() {
      if (feedTimer !== null) clearInterval(feedTimer);
      for (const timer of runTimers.values()) clearInterval(timer);
    },
  };
}
