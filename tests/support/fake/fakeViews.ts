import type { Input } from '../../../core/contract/contract.ts';
import type {
  Kpi,
  LaneArc,
  LocationRisk,
  WorkListEntry,
  WorkListPage,
} from '../../../core/contract/views.ts';
import type { EntryState, FakeTransfer } from './fakeDecisions.ts';
import type { FakeRow } from './fakeGrid.ts';
import { figuresOf, levelNumber, type FakeNetwork } from './fakeNetwork.ts';

export function inventoryRows(network: FakeNetwork): FakeRow[] {
  return network.positions.map((position) => {
    const item = network.items[position.item];
    const location = network.locations[position.location];
    const figures = figuresOf(network, position);
    return {
      itemId: item.id,
      description: item.description,
      locationId: location.id,
      locationName: location.name,
      risk: figures.level,
      pStockout: figures.pStockout,
      expectedShort: figures.expectedShort,
      moneyAtRisk: figures.moneyAtRiskMinor,
      available: figures.available,
      forecastMean: position.forecastMean,
      daysOfSupply: figures.available / (position.forecastMean / 30),
      nextArrivalDays: position.nextArrivalDays,
      serviceLevel: position.plannerLevel ?? position.serviceLevel,
      serviceLevelSource: position.plannerLevel === null ? 'segment' : 'planner',
      safetyStock: figures.safetyStock,
      reorderPoint: figures.reorderPoint,
      orderUpTo: figures.orderUpTo,
      shortage: figures.shortage,
      excess: figures.excess,
      onHand: position.onHand,
      reserved: position.reserved,
      workInProgress: 0,
      qualityHold: 0,
      inTransitIn: position.inTransitIn,
      onOrder: position.onOrder,
      backorder: position.backorder,
      stockValue: Math.max(0, position.onHand) * item.unitCostMinor,
      demandClass: item.demandClass,
      criticality: item.criticality,
      family: item.family,
      region: location.region,
      ownerGroup: location.ownerGroup,
      unitCost: item.unitCostMinor,
      protection: '',
      feedAge: network.feedAgeMinutes[position.location] / 60,
    };
  });
}

export function transferRows(network: FakeNetwork, transfers: readonly FakeTransfer[]): FakeRow[] {
  return transfers.map((transfer) => ({
    transferId: transfer.id,
    itemId: network.items[transfer.item].id,
    description: network.items[transfer.item].description,
    fromId: network.locations[transfer.from].id,
    fromName: network.locations[transfer.from].name,
    toId: network.locations[transfer.to].id,
    toName: network.locations[transfer.to].name,
    quantity: transfer.quantity,
    days: transfer.days,
    pBefore: transfer.pBefore,
    pAfter: transfer.pAfter,
    benefit: transfer.benefitMinor,
    donor: 0,
    freight: transfer.freightMinor,
    handling: 90 * transfer.quantity,
    net: transfer.netMinor,
    verdict: transfer.verdict,
    role: transfer.verdict === 'auto' ? 'planner' : 'approver',
    rule: transfer.verdict === 'block' ? 'R-07' : transfer.verdict === 'auto' ? 'R-01' : 'R-03',
    state: transfer.state,
    proposedBy: transfer.proposedBy,
    reason: transfer.reason,
    route: `${network.locations[transfer.from].id} → ${network.locations[transfer.to].id}`,
    kg: 1.4 * transfer.quantity,
    valueMoved: transfer.quantity * network.items[transfer.item].unitCostMinor,
    perFreight: transfer.benefitMinor / transfer.freightMinor,
  }));
}

export function fakeKpis(
  network: FakeNetwork,
  transfers: readonly FakeTransfer[],
  asOfMinutes: number,
): Kpi[] {
  const figures = network.positions.map((position) => figuresOf(network, position));
  const sum = (value: (index: number) => number): number =>
    figures.reduce((total, _, index) => total + value(index), 0);
  const money = sum((index) => figures[index].moneyAtRiskMinor);
  const critical = figures.filter((one) => one.level === 'critical').length;
  const stock = sum(
    (index) =>
      Math.max(0, network.positions[index].onHand) *
      network.items[network.positions[index].item].unitCostMinor,
  );
  const trend = (value: number, drift: number): number[] =>
    Array.from({ length: 12 }, (_, i) => value * (1 + (drift * (11 - i)) / 11 + 0.015 * Math.sin(2.1 * i)));
  const exact = (value: number, drift: number): number[] => [...trend(value, drift).slice(0, 11), value];
  return [
    kpi(
      'money-at-risk',
      'Money at risk',
      money,
      'money',
      'lower',
      exact(money, -0.2),
      asOfMinutes,
      {
        column: 'moneyAtRisk',
        from: 1,
      },
      'Σ expected short × cost of a stockout, over all positions',
    ),
    kpi(
      'critical',
      'Critical positions',
      critical,
      'count',
      'lower',
      exact(critical, 0.15),
      asOfMinutes,
      {
        column: 'risk',
        values: ['critical'],
      },
      'Positions whose stockout before the next arrival is likelier than not',
    ),
    kpi(
      'fill-rate',
      'Expected fill rate',
      0.9431,
      'share',
      'higher',
      exact(0.9431, -0.02),
      asOfMinutes,
      null,
      '1 − expected units short ÷ expected demand before the next arrival',
    ),
    kpi(
      'days-of-supply',
      'Days of supply',
      47.3,
      'days',
      'neither',
      exact(47.3, 0.04),
      asOfMinutes,
      null,
      'Available ÷ mean demand a day, weighted by value',
    ),
    kpi(
      'stock-value',
      'Stock value',
      stock,
      'money',
      'neither',
      exact(stock, 0.01),
      asOfMinutes,
      {
        column: 'stockValue',
        from: 1,
      },
      'Σ max(0, on hand) × unit cost',
    ),
    kpi(
      'transfer-net',
      'Net of open proposals',
      transfers.filter((one) => one.state === 'proposed').reduce((total, one) => total + one.netMinor, 0),
      'money',
      'higher',
      exact(180000, 0.3),
      asOfMinutes,
      null,
      'Σ benefit + donor effect − freight − handling, over open proposals',
    ),
  ];
}

function kpi(
  id: string,
  label: string,
  value: number,
  unit: Kpi['unit'],
  better: Kpi['better'],
  trend: readonly number[],
  asOfMinutes: number,
  drill: Kpi['drill'],
  definition: string,
): Kpi {
  return { id, label, value, unit, definition, trend, better, asOfMinutes, drill };
}

export function fakeMap(
  network: FakeNetwork,
  transfers: readonly FakeTransfer[],
): { readonly locations: readonly LocationRisk[]; readonly arcs: readonly LaneArc[] } {
  const byLevel = network.locations.map(() => [0, 0, 0, 0]);
  const money = network.locations.map(() => 0);
  const value = network.locations.map(() => 0);
  for (const position of network.positions) {
    const figures = figuresOf(network, position);
    byLevel[position.location][levelNumber(figures.level)]++;
    money[position.location] += figures.moneyAtRiskMinor;
    value[position.location] += Math.max(0, position.onHand) * network.items[position.item].unitCostMinor;
  }
  const arcs = new Map<string, LaneArc>();
  const rank = { proposed: 0, approved: 1, moving: 2 } as const;
  for (const transfer of transfers) {
    if (transfer.state === 'rejected') continue;
    const stage = transfer.state === 'shipped' ? 'moving' : transfer.state;
    const key = `${transfer.from}:${transfer.to}`;
    const before = arcs.get(key);
    arcs.set(key, {
      from: transfer.from,
      to: transfer.to,
      transfers: (before?.transfers ?? 0) + 1,
      units: (before?.units ?? 0) + transfer.quantity,
      kg: (before?.kg ?? 0) + 1.4 * transfer.quantity,
      freightMinor: (before?.freightMinor ?? 0) + transfer.freightMinor,
      valueMinor: (before?.valueMinor ?? 0) + transfer.quantity * network.items[transfer.item].unitCostMinor,
      netMinor: (before?.netMinor ?? 0) + transfer.netMinor,
      stage: before !== undefined && rank[before.stage] > rank[stage] ? before.stage : stage,
    });
  }
  return {
    locations: network.locations.map((_, location) => ({
      location,
      positions: byLevel[location].reduce((a, b) => a + b, 0),
      byLevel: byLevel[location],
      moneyAtRiskMinor: money[location],
      stockValueMinor: value[location],
      feedAgeMinutes: network.feedAgeMinutes[location],
    })),
    arcs: [...arcs.values()],
  };
}

export function fakeWorkList(
  network: FakeNetwork,
  transfers: readonly FakeTransfer[],
  states: ReadonlyMap<string, EntryState>,
  input: Input<'tower.workList'>,
): WorkListPage {
  const entries: WorkListEntry[] = [];
  for (const position of network.positions) {
    const figures = figuresOf(network, position);
    const location = network.locations[position.location];
    if (location.kind !== 'dealer') continue;
    const negative = position.onHand < 0;
    if (figures.level !== 'critical' && figures.level !== 'act' && !negative) continue;
    const item = network.items[position.item];
    const out = figures.available === 0 && position.backorder > 0;
    const kind = negative ? 'negative-on-hand' : out ? 'stockout' : 'stockout-risk';
    const id = `${kind}:${position.location}:${position.item}`;
    const state = states.get(id) ?? {
      status: 'new' as const,
      assignee: null,
      code: null,
      untilMinutes: 0,
    };
    const days = position.nextArrivalDays;
    entries.push({
      id,
      kind,
      position: position.index,
      location: position.location,
      itemId: item.id,
      itemDescription: item.description,
      level: figures.level,
      sentence: negative
        ? `On hand is ${position.onHand}; the location’s count needs a correction.`
        : out
          ? `Out of stock with ${position.backorder} on backorder; next arrival in ${days} days.`
          : `${figures.available} available, runs out with probability ${Math.round(100 * figures.pStockout)} % before the next arrival in ${days} days.`,
      moneyAtRiskMinor: figures.moneyAtRiskMinor,
      status: state.status,
      assignee: state.assignee,
      code: state.code,
      snoozedUntilMinutes: state.status === 'snoozed' ? state.untilMinutes : null,
      transfer:
        transfers.find((one) => one.position === position.index && one.state === 'proposed')?.id ?? null,
    });
  }
  const wanted = entries
    .filter((entry) => {
      const status = entry.status === 'snoozed' || entry.status === 'resolved' ? entry.status : 'open';
      return (
        status === input.status &&
        (input.locations === undefined || input.locations.includes(entry.location)) &&
        (input.assignee === undefined || entry.assignee === input.assignee)
      );
    })
    .toSorted((a, b) => b.moneyAtRiskMinor - a.moneyAtRiskMinor || a.position - b.position);
  return {
    total: wanted.length,
    totalMoneyMinor: wanted.reduce((total, entry) => total + entry.moneyAtRiskMinor, 0),
    entries: wanted.slice(input.from, input.to),
  };
}
