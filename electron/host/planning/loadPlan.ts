import { BallastError } from '../../../core/base/errors.ts';
import { minutesToDay } from '../../../core/base/calendar.ts';
import type { Network } from '../../../core/model/network.ts';
import { layOverrides, overridesInForce, type OverrideRecord } from '../../../core/plan/overrides.ts';
import type { PlanParameters } from '../../../core/plan/parameters.ts';
import {
  createPlanColumns,
  linkPositions,
  noArrival,
  planStateBytes,
  positionOf,
  quantityColumns,
  type PlanState,
} from '../../../core/plan/planState.ts';
import {
  createRecalculation,
  recalculateNetwork,
  type Recalculation,
} from '../../../core/plan/recalculate.ts';
import { isComing, reservesDonorStock } from '../../../core/rebalance/transferStates.ts';
import type { Database } from '../../../core/store/database.ts';
import { readMetaNumber } from '../../../core/store/metaStore.ts';
import { readInbound, readNetwork } from '../../../core/store/networkStore.ts';
import { readOverrides } from '../../../core/store/overrideStore.ts';
import { readPlanColumns } from '../../../core/store/planStore.ts';
import { readServiceLevels } from '../../../core/store/policyStore.ts';
import { countPositions, readLocationFeeds, scanPositions } from '../../../core/store/positionStore.ts';
import { protectedKey, readProtectedParts } from '../../../core/store/protectedPartStore.ts';
import { readReturnProtections } from '../../../core/store/returnProtectionStore.ts';
import { readTransfers, type Transfer } from '../../../core/store/transferStore.ts';

export interface LoadedPlan {
  readonly state: PlanState;
  readonly recalculation: Recalculation;
  readonly transfers: readonly Transfer[];
  readonly overrides: readonly OverrideRecord[];
  /** Positions that an override holds; null where there is none in force. */
  readonly overridden: Uint8Array | null;
  readonly clockMinutes: number;
  /** False before the first plan run, or where a forecast is missing. */
  readonly forecast: boolean;
}

/** Rebuilds the plan state from the replica: rows, policies, inbound, forecast columns, then everything derived. */
export function loadPlan(database: Database, parameters: PlanParameters): LoadedPlan {
  const network = readNetwork(database);
  const state = readRows(database, network);
  readServiceLevels(database, (location, item, level) => {
    const p = positionOf(state, location, item);
    if (p >= 0) state.serviceLevelSet[p] = level;
  });
  readLocationFeeds(database, (location, asOf) => touchAsOf(state, location, asOf));
  readInbound(database, (inbound) => {
    const p = positionOf(state, inbound.to, inbound.item);
    if (p >= 0) addArrival(state, p, inbound.expectedDay, inbound.quantity);
  });
  const transfers = readTransfers(database);
  for (const transfer of transfers) countPlanned(state, transfer, 1);
  const forecast = readPlanColumns(database, state);
  const clockMinutes = readMetaNumber(database, 'clockMinutes');
  readAgreements(database, state, minutesToDay(clockMinutes));
  const overrides = readOverrides(database);
  const inForce = overridesInForce(overrides, minutesToDay(clockMinutes));
  const overridden = layOverrides(state, inForce, state.consensus);
  const recalculation = createRecalculation(state, parameters, minutesToDay(clockMinutes));
  recalculateNetwork(state, recalculation.all);
  return { state, recalculation, transfers, overrides, overridden, clockMinutes, forecast };
}

function readAgreements(database: Database, state: PlanState, day: number): void {
  const { agreements } = state;
  agreements.day = day;
  for (const part of readProtectedParts(database)) {
    agreements.protectedParts.set(protectedKey(part.location, part.item), part);
  }
  for (const protection of readReturnProtections(database)) {
    const p = positionOf(state, protection.location, protection.item);
    if (p >= 0) agreements.returns.set(p, protection);
  }
}

/** Adds (sign 1) or takes away (sign −1) what a transfer in its present state puts on its two positions. */
export function countPlanned(
  state: PlanState,
  transfer: Pick<Transfer, 'state' | 'item' | 'from' | 'to' | 'quantity'>,
  sign: 1 | -1,
): number[] {
  const from = reservesDonorStock(transfer.state) ? positionOf(state, transfer.from, transfer.item) : -1;
  const to = isComing(transfer.state) ? positionOf(state, transfer.to, transfer.item) : -1;
  if (from >= 0) state.plannedOut[from] += sign * transfer.quantity;
  if (to >= 0) state.plannedIn[to] += sign * transfer.quantity;
  return [from, to].filter((p) => p >= 0);
}

/** The earliest arrival of a position counts; what arrives on the same day adds up. */
export function addArrival(state: PlanState, p: number, day: number, quantity: number): void {
  if (day < state.arrivalDay[p]) {
    state.arrivalDay[p] = day;
    state.arrivalQuantity[p] = quantity;
  } else if (day === state.arrivalDay[p]) {
    state.arrivalQuantity[p] += quantity;
  }
}

export function touchAsOf(state: PlanState, location: number, asOf: number): void {
  for (let p = state.locationStart[location]; p < state.locationStart[location + 1]; p++) {
    if (state.asOf[p] < asOf) state.asOf[p] = asOf;
  }
}

function readRows(database: Database, network: Network): PlanState {
  const count = countPositions(database);
  const columns = createPlanColumns(count, sharedBuffer(planStateBytes(count)));
  const quantities = quantityColumns(columns);
  const [onHand, reserved, workInProgress, qualityHold, transitIn, transitOut, onOrder, backorder, returns] =
    quantities;
  const { location, item, asOf } = columns;
  let row = 0;
  let previousLocation = -1;
  let previousItem = -1;
  scanPositions(database, (l, i, a, b, c, d, e, f, g, h, j, when) => {
    if (l < previousLocation || (l === previousLocation && i <= previousItem)) {
      throw new BallastError(
        'replica-corrupt',
        'The positions in the replica are out of order. Restore it from a copy.',
      );
    }
    previousLocation = l;
    previousItem = i;
    location[row] = l;
    item[row] = i;
    onHand[row] = a;
    reserved[row] = b;
    workInProgress[row] = c;
    qualityHold[row] = d;
    transitIn[row] = e;
    transitOut[row] = f;
    onOrder[row] = g;
    backorder[row] = h;
    returns[row] = j;
    asOf[row] = when;
    row++;
  });
  columns.arrivalDay.fill(noArrival);
  columns.serviceLevelSet.fill(Number.NaN);
  return linkPositions(network, columns, count, (length) => new Int32Array(sharedBuffer(length * 4)));
}

/** Shared memory, so that compute workers read the same bytes. A wasm memory's pages are zero and cost nothing until touched. */
function sharedBuffer(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(Math.max(64, bytes));
}
