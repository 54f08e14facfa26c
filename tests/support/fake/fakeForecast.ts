import { addMonths, dayToMonth, minutesToDay } from '../../../core/base/calendar.ts';
import { BallastError } from '../../../core/base/errors.ts';
import type { Command } from '../../../core/contract/commands.ts';
import type {
  ForecastExceptionKind,
  ForecastNode,
  ForecastOverride,
  ForecastSeries,
} from '../../../core/contract/forecast.ts';
import { forecastExceptionKinds } from '../../../core/contract/forecast.ts';
import { demandClassNames, forecastColumns } from '../../../core/contract/forecastColumns.ts';
import type { Handlers } from '../../../core/contract/rpc.ts';
import { demandPattern, intervalBorder, variationBorder } from '../../../core/forecast/demandClass.ts';
import { negativeBinomialQuantile } from '../../../core/forecast/negativeBinomial.ts';
import { countQuadrant } from '../../../core/plan/forecastQuadrant.ts';
import { workingDayFactors } from '../../../core/plan/workingCalendars.ts';
import {
  accuracyOf,
  accuracyRows,
  drawHistory,
  exceptionOf,
  heldBackMonths,
  lastDemandOf,
  pastMonths,
  sum,
} from './fakeFigures.ts';
import { cutWindow, distinctValues, matching, type FakeRow } from './fakeGrid.ts';
import type { FakeNetwork, FakePosition } from './fakeNetwork.ts';

const comingMonths = 12;
const levels = [0.1, 0.25, 0.5, 0.75, 0.9] as const;
/** Extra variance of the invented demand, as a share of the squared mean. */
const relative = 0.4;

/** What an override of the invented network says; positions by their number. */
export interface FakeOverride {
  readonly units: number;
  readonly told: ForecastOverride;
}

type OverrideCommand = Extract<Command, { kind: 'set-override' | 'clear-override' | 'set-overrides' }>;

export interface FakeForecast {
  readonly handlers: Pick<Handlers, Extract<keyof Handlers, `forecast.${string}`>>;
  /** Sets or takes away what a command says, and can take that back. */
  decide(actor: string, command: OverrideCommand): { label: string; change: () => void; revert: () => void };
}

/** Invented histories, drawn from the invented means: enough for every pane of the Forecast workspace to show something. */
export function createFakeForecast(
  network: FakeNetwork,
  clockMinutes: () => number,
  version: () => number,
): FakeForecast {
  const dealers = network.positions.filter(({ location }) => network.locations[location].kind === 'dealer');
  const histories = new Map(dealers.map((position) => [position.index, drawHistory(position)]));
  let overrides: ReadonlyMap<number, FakeOverride> = new Map();

  const historyOf = ({ index }: FakePosition): Float64Array => histories.get(index) ?? new Float64Array(0);
  const consensusOf = ({ index, forecastMean }: FakePosition): number =>
    overrides.get(index)?.units ?? forecastMean;
  const rowOf = (position: FakePosition): FakeRow => {
    const item = network.items[position.item];
    const location = network.locations[position.location];
    const history = historyOf(position);
    const held = history.subarray(-heldBackMonths);
    const demand = sum(held) / heldBackMonths;
    const pattern = demandPattern(history, 0, pastMonths);
    const consensus = consensusOf(position);
    return {
      itemId: item.id,
      description: item.description,
      locationId: location.id,
      locationName: location.name,
      demandClass: pattern.demandClass,
      baseline: position.forecastMean,
      override: overrides.has(position.index) ? consensus : Number.NaN,
      consensus,
      exception: exceptionOf(position, history) ?? '',
      errorMoney: sum(held.map((units) => Math.abs(units - position.forecastMean))) * item.unitCostMinor,
      bias: position.forecastMean - demand,
      heldBackForecast: position.forecastMean,
      heldBackDemand: demand,
      adi: pattern.adi,
      cv2: pattern.cv2Sample,
      lastDemand: lastDemandOf(history),
      moneyAtRisk: Math.max(0, consensus - position.onHand) * item.stockoutCostMinor,
      family: item.family,
      region: location.region,
      criticality: item.criticality,
      unitCost: item.unitCostMinor,
    };
  };
  const rowsNow = (): FakeRow[] => dealers.map(rowOf);
  const summed = forecastColumns.filter((column) => 'summed' in column && column.summed).map(({ id }) => id);

  const positionsOf = (node: ForecastNode): FakePosition[] =>
    dealers.filter((position) => {
      const item = network.items[position.item];
      const location = network.locations[position.location];
      return (
        (node.level !== 'position' || position.index === node.position) &&
        (node.level !== 'item' || item.id === node.item) &&
        (!('family' in node) || item.family === node.family) &&
        (!('region' in node) || location.region === node.region)
      );
    });

  const seriesOf = (node: ForecastNode): ForecastSeries => {
    const positions = positionsOf(node);
    const [first] = positions;
    if (first === undefined) throw new BallastError('not-found', 'There is no such place in the network.');
    const demand = new Float64Array(pastMonths);
    for (const position of positions) historyOf(position).forEach((units, month) => (demand[month] += units));
    const mean = positions.reduce((total, { forecastMean }) => total + forecastMean, 0);
    const planned = positions.reduce((total, position) => total + consensusOf(position), 0);
    const running = dayToMonth(minutesToDay(clockMinutes()));
    const pattern = demandPattern(demand, 0, pastMonths);
    const size = positions.length / relative;
    const item = network.items[first.item];
    const location = network.locations[first.location];
    const methods = ['negativeBinomial', 'croston', 'sba', 'movingAverage'].map((method, at) => ({
      method,
      label: ['Pooled negative binomial', 'Croston', 'Syntetos-Boylan', 'Moving average'][at],
      source: '',
      mean: new Float64Array(comingMonths).fill(mean * (1 + 0.08 * at)),
      loss: 0.3 + 0.05 * at,
      bias: 0.08 * at - 0.04,
      inUse: at === 0,
    }));
    return {
      ready: 1,
      title: node.level === 'position' ? `${item.id} at ${location.id}` : titleOf(node),
      subtitle:
        node.level === 'position'
          ? `${item.description} · ${location.name}`
          : `${positions.length} positions`,
      node,
      positions: positions.length,
      history: {
        periods: Array.from({ length: pastMonths }, (_, month) => addMonths(running, month - pastMonths)),
        demand,
        lostSales: new Float64Array(pastMonths),
        notes: [],
      },
      future: {
        periods: Array.from({ length: comingMonths }, (_, month) => addMonths(running, month)),
        levels,
        baseline: new Float64Array(comingMonths).fill(mean),
        consensus: new Float64Array(comingMonths).fill(planned),
        quantiles: Float64Array.from({ length: comingMonths * levels.length }, (_, at) =>
          negativeBinomialQuantile(levels[at % levels.length], planned, size),
        ),
      },
      overrides: positions.flatMap(({ index }) => overrides.get(index)?.told ?? []).slice(0, 20),
      demandClass: pattern.demandClass,
      adi: Number.isNaN(pattern.adi) ? null : pattern.adi,
      cv2: Number.isNaN(pattern.adi) ? null : pattern.cv2Sample,
      methods,
      heldBackMonths,
      exceptions: [],
    };
  };

  const exceptions = (): { position: FakePosition; kind: ForecastExceptionKind; row: FakeRow }[] =>
    dealers
      .flatMap((position) => {
        const kind = exceptionOf(position, historyOf(position));
        return kind === null ? [] : [{ position, kind, row: rowOf(position) }];
      })
      .toSorted((a, b) => Number(b.row['errorMoney']) - Number(a.row['errorMoney']));

  const months = (region: string | null): number =>
    dealers
      .filter(({ location }) => region === null || network.locations[location].region === region)
      .reduce((total, { forecastMean }) => total + forecastMean, 0);

  return {
    handlers: {
      'forecast.window': ({ query, from, to }) => {
        const window = cutWindow(rowsNow(), query, from, to, version(), summed);
        return { ...window, keys: window.keys.map((row) => dealers[row].index) };
      },
      'forecast.distinct': ({ column }) => distinctValues(rowsNow(), column),
      'forecast.rowOf': ({ query, position }) => {
        const row = matching(rowsNow(), query).findIndex((at) => dealers[at].index === position);
        return { row: row < 0 ? null : row };
      },
      'forecast.series': ({ node }) => seriesOf(node),
      'forecast.quadrant': ({ query }) => {
        const filter = query.filter.filter(({ column }) => column !== 'adi' && column !== 'cv2');
        const rows = rowsNow();
        const found = Int32Array.from(matching(rows, { sort: [], filter }));
        return {
          ready: 1,
          ...countQuadrant(
            found,
            (row) => Number(rows[row]['adi']),
            (row) => Number(rows[row]['cv2']),
          ),
          borders: { adi: intervalBorder, cv2: variationBorder },
          byClass: demandClassNames.map(
            (name) => [...found].filter((row) => rows[row]['demandClass'] === name).length,
          ),
        };
      },
      'forecast.accuracy': ({ by }) => ({
        ready: 1,
        heldBackMonths,
        positions: dealers.length,
        all: accuracyOf('All positions', rowsNow()),
        rows: accuracyRows(by, rowsNow()),
        reliability: [0.05, 0.25, 0.5, 0.75, 0.95].map((predicted) => ({
          predicted,
          observed: predicted * 0.96 + 0.02,
          count: 400,
        })),
        brier: 0.06,
        brierOfBaseRate: 0.19,
        stored: {
          predictions: 0,
          since: null,
          open: 0,
          nextDue: null,
          reliability: [],
          brier: null,
          brierOfBaseRate: null,
        },
      }),
      'forecast.exceptions': ({ kind, from, to }) => {
        const all = exceptions();
        const shown = all.filter((one) => kind === null || one.kind === kind);
        return {
          ready: 1,
          total: shown.length,
          byKind: forecastExceptionKinds.map((name) => all.filter((one) => one.kind === name).length),
          entries: shown.slice(from, to).map(({ position, kind: own, row }) => ({
            position: position.index,
            kind: own,
            item: String(row['itemId']),
            description: String(row['description']),
            location: String(row['locationId']),
            sentence: `Invented demand of ${row['heldBackDemand']} a month in the last ${heldBackMonths} months.`,
            moneyMinor: Number(row['errorMoney']),
          })),
        };
      },
      'forecast.worst': ({ limit }) => ({
        ready: 1,
        heldBackMonths,
        items: network.items
          .map((item) => {
            const rows = dealers.filter((position) => network.items[position.item] === item).map(rowOf);
            const total = (column: string): number => sum(rows.map((row) => Number(row[column])));
            return {
              item: item.id,
              description: item.description,
              family: item.family,
              positions: rows.length,
              demand: total('heldBackDemand'),
              forecast: total('heldBackForecast'),
              errorMinor: total('errorMoney'),
            };
          })
          .toSorted((a, b) => b.errorMinor - a.errorMinor)
          .slice(0, limit),
      }),
      'forecast.calendar': ({ region, trial }) => {
        const first = dayToMonth(minutesToDay(clockMinutes()));
        const factors =
          trial === null || trial.calendar === null
            ? new Float64Array(comingMonths).fill(1)
            : workingDayFactors(first, comingMonths, trial.calendar);
        const names = [...new Set(dealers.map(({ location }) => network.locations[location].region))];
        return {
          regions: names.toSorted().map((name) => ({ region: name, hasOwn: false })),
          own: null,
          inherited: null,
          months: Array.from(factors, (factor, month) => ({
            month: addMonths(first, month),
            workNow: null,
            workThen: null,
            unitsNow: months(region),
            unitsThen: months(region) * factor,
          })),
        };
      },
    },
    decide(actor, command) {
      const next = new Map(overrides);
      const before = overrides;
      const set = (position: FakePosition, value: ForecastOverride['value'] | null, reason: string): void => {
        if (value === null || command.kind === 'clear-override') {
          next.delete(position.index);
          return;
        }
        const { index, forecastMean } = position;
        const units = value.kind === 'absolute' ? value.unitsAMonth : forecastMean * (1 + value.change);
        const { from, to, expires } = command;
        const told = { value, from, to, expires, reason, author: actor, createdMinutes: clockMinutes() };
        next.set(index, {
          units,
          told: {
            ...told,
            id: `F${index}`,
            target: `${index}`,
            level: 'position',
            positions: 1,
            valueAdded: null,
          },
        });
      };
      const places =
        command.kind === 'set-overrides'
          ? command.positions
          : command.target.kind === 'positions'
            ? command.target.positions
            : positionsOf(command.target.node).map(({ index }) => index);
      places.forEach((index, at) => {
        const position = network.positions[index];
        if (command.kind === 'clear-override') set(position, null, '');
        else if (command.kind === 'set-override') set(position, command.value, command.reason);
        else set(position, command.values[at], command.reasons[at]);
      });
      return {
        label: `${command.kind === 'clear-override' ? 'Clear the override of' : 'Override the forecast of'} ${places.length} positions`,
        change: () => void (overrides = next),
        revert: () => void (overrides = before),
      };
    },
  };
}

function titleOf(node: ForecastNode): string {
  switch (node.level) {
    case 'network':
      return 'Sample network, small';
    case 'family-region':
      return `${node.family} · ${node.region}`;
    case 'family':
      return node.family;
    case 'region':
      return node.region;
    case 'item':
      return node.item;
    case 'position':
      return `${node.position}`;
  }
}
