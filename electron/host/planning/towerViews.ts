import {
  exceptionKinds,
  type LaneArc,
  type LocationRisk,
  type WorkListEntry,
  type WorkListPage,
} from '../../../core/contract/views.ts';
import { createPaced } from '../../../core/base/paced.ts';
import {
  collectExceptions,
  exceptionId,
  exceptionSentence,
  exceptionStatus,
  levelOf,
} from '../../../core/plan/exceptions.ts';
import type { TransferState } from '../../../core/rebalance/transferStates.ts';
import type { Transfer } from '../../../core/store/transferStore.ts';
import { pacedClock, recordKey, today, type PlanSession } from './session.ts';

export interface WorkListInput {
  readonly from: number;
  readonly to: number;
  readonly status: 'open' | 'snoozed' | 'resolved';
  readonly locations?: readonly number[] | undefined;
  readonly assignee?: string | undefined;
}

const longestPage = 500;

export function createTowerViews(session: PlanSession): {
  readonly workList: (input: WorkListInput) => WorkListPage;
  readonly map: () => { readonly locations: readonly LocationRisk[]; readonly arcs: readonly LaneArc[] };
} {
  const { state } = session;
  const current = createPaced(pacedClock(session), () => collectExceptions(state, session.clockMinutes));

  return {
    workList(input) {
      const { position, kind } = current();
      const day = today(session);
      const wanted = input.locations === undefined ? null : new Set(input.locations);
      const entries: WorkListEntry[] = [];
      let total = 0;
      let totalMoneyMinor = 0;
      for (let i = 0; i < position.length; i++) {
        const p = position[i];
        if (wanted !== null && !wanted.has(state.location[p])) continue;
        const name = exceptionKinds[kind[i]];
        const record = session.records.get(recordKey(name, state.location[p], state.item[p]));
        const status = exceptionStatus(record, state.moneyAtRisk[p], session.clockMinutes);
        if ((status === 'new' || status === 'assigned' ? 'open' : status) !== input.status) continue;
        if (input.assignee !== undefined && record?.assignee !== input.assignee) continue;
        total++;
        totalMoneyMinor += state.moneyAtRisk[p];
        if (total <= input.from || total > Math.min(input.to, input.from + longestPage)) continue;
        const item = state.network.items[state.item[p]];
        entries.push({
          id: exceptionId(state, name, p),
          kind: name,
          position: p,
          location: state.location[p],
          itemId: item.id,
          itemDescription: item.description,
          level: levelOf(state, p),
          sentence: exceptionSentence(state, name, p, day),
          moneyAtRiskMinor: Math.round(state.moneyAtRisk[p]),
          status,
          assignee: status === 'new' ? null : (record?.assignee ?? null),
          snoozedUntilMinutes: status === 'snoozed' ? (record?.snoozedUntil ?? null) : null,
          code: status === 'resolved' ? (record?.code ?? null) : null,
          transfer: bestTransfer(session, p)?.id ?? null,
        });
      }
      return { total, totalMoneyMinor, entries };
    },
    map() {
      const totals = session.totals();
      const locations = state.network.locations.map((_, location): LocationRisk => {
        const from = state.locationStart[location];
        const to = state.locationStart[location + 1];
        let asOf = 0;
        for (let p = from; p < to; p++) if (state.asOf[p] > asOf) asOf = state.asOf[p];
        return {
          location,
          positions: to - from,
          byLevel: [...totals.levelsByLocation.subarray(location * 4, location * 4 + 4)],
          moneyAtRiskMinor: Math.round(totals.moneyAtRiskByLocation[location]),
          stockValueMinor: totals.stockValueByLocation[location],
          feedAgeMinutes: from === to ? 0 : Math.max(0, session.clockMinutes - asOf),
        };
      });
      return { locations, arcs: arcsOf(session) };
    },
  };
}

/** The proposal worth most into a position. */
function bestTransfer({ state, transfers }: PlanSession, p: number): Transfer | null {
  let best: Transfer | null = null;
  for (const transfer of transfers.ofItem(state.item[p])) {
    if (transfer.to !== state.location[p]) continue;
    if (transfer.state !== 'proposed' || transfer.verdict === 'block') continue;
    if (best === null || transfer.netMinor > best.netMinor) best = transfer;
  }
  return best;
}

const stageOf: Readonly<Partial<Record<TransferState, LaneArc['stage']>>> = {
  proposed: 'proposed',
  approved: 'approved',
  offered: 'approved',
  committed: 'moving',
  shipped: 'moving',
};

function arcsOf(session: PlanSession): LaneArc[] {
  const rank = { proposed: 0, approved: 1, moving: 2 } as const;
  const arcs = new Map<string, LaneArc>();
  for (const transfer of session.transfers.values()) {
    const stage = stageOf[transfer.state];
    if (stage === undefined || transfer.verdict === 'block') continue;
    const key = `${transfer.from}:${transfer.to}`;
    const arc = arcs.get(key);
    const { weightKg, unitCostMinor } = session.state.network.items[transfer.item];
    arcs.set(key, {
      from: transfer.from,
      to: transfer.to,
      transfers: (arc?.transfers ?? 0) + 1,
      units: (arc?.units ?? 0) + transfer.quantity,
      kg: (arc?.kg ?? 0) + transfer.quantity * weightKg,
      freightMinor: (arc?.freightMinor ?? 0) + transfer.freightMinor,
      valueMinor: (arc?.valueMinor ?? 0) + transfer.quantity * unitCostMinor,
      netMinor: (arc?.netMinor ?? 0) + transfer.netMinor,
      stage: arc === undefined || rank[stage] > rank[arc.stage] ? stage : arc.stage,
    });
  }
  return [...arcs.values()].toSorted((a, b) => b.netMinor - a.netMinor);
}
