/**
 * What each transfer of a solved problem brings and costs in money as it is (minor units), and which rows are kept:
 * lanes whose whole shipment is not worth the least net are left out. The solver values stockouts by the service
 * factor; here they count at what they cost, so plans for different factors can be compared.
 * O(rows + units given away where the factor is not 1).
 */
import { drained } from '../base/drained.ts';
import { roundMinor } from '../base/roundMinor.ts';
import type { RebalanceTotals } from '../contract/rebalance.ts';
import { shipmentsCost } from '../rebalance/laneLimits.ts';
import type { TransferColumns } from '../rebalance/transferColumns.ts';
import { explainTransfersInSlices, type TransferEconomics } from '../rebalance/transferEconomics.ts';
import { stockoutCostMinor, type PlanParameters } from './parameters.ts';
import { positionOf, type PlanState } from './planState.ts';
import { donorEffect, type RebalanceProblem } from './rebalanceProblem.ts';

export interface TransferFigures {
  /** 1 where the row's lane is worth taking. */
  readonly kept: Uint8Array;
  readonly benefitMinor: Float64Array;
  readonly donorMinor: Float64Array;
  readonly freightMinor: Float64Array;
  readonly handlingMinor: Float64Array;
  readonly netMinor: Float64Array;
}

/** What else travels on each lane of the problem, where only some of the network's items are looked at. */
export interface OtherLoad {
  readonly net: Float64Array;
  readonly kg: Float64Array;
}

export function transferFigures(
  state: PlanState,
  parameters: PlanParameters,
  source: RebalanceProblem,
  transfers: TransferColumns,
  others?: OtherLoad,
): TransferFigures {
  return drained(transferFiguresInSlices(state, parameters, source, transfers, others));
}

/** The same in slices of a few milliseconds. */
export function* transferFiguresInSlices(
  state: PlanState,
  parameters: PlanParameters,
  source: RebalanceProblem,
  transfers: TransferColumns,
  others?: OtherLoad,
): Generator<void, TransferFigures> {
  const { count, lane, quantity } = transfers;
  const economics = yield* explainTransfersInSlices(source.problem, transfers);
  yield;
  if (others !== undefined) shareWithOthers(source, transfers, economics, others);
  const laneNet = others === undefined ? new Float64Array(source.problem.laneCount) : others.net.slice();
  for (let row = 0; row < count; row++) laneNet[lane[row]] += economics.net[row];
  const kept = new Uint8Array(count);
  const benefitMinor = new Float64Array(count);
  const donorMinor = new Float64Array(count);
  const freightMinor = new Float64Array(count);
  const handlingMinor = new Float64Array(count);
  const netMinor = new Float64Array(count);
  const { serviceFactor } = parameters;
  const unitEffect =
    serviceFactor === 1 ? null : yield* donorUnitEffects(state, parameters, source, transfers);
  for (let row = 0; row < count; row++) {
    if (row % slicedRows === slicedRows - 1) yield;
    if (laneNet[lane[row]] < parameters.minTransferNetMinor) continue;
    kept[row] = 1;
    // Handling was taken off the value of each need (rebalanceProblem.ts); it is shown as a cost of its own.
    handlingMinor[row] = quantity[row] * parameters.handlingUnitMinor;
    const weighted =
      serviceFactor === 1
        ? roundMinor(economics.needValue[row]) + handlingMinor[row]
        : roundMinor((economics.needValue[row] + handlingMinor[row]) / serviceFactor);
    benefitMinor[row] = weighted;
    donorMinor[row] = roundMinor(
      serviceFactor === 1 ? economics.surplusValue[row] : quantity[row] * (unitEffect?.(row) ?? 0),
    );
    freightMinor[row] = roundMinor(economics.freight[row] + economics.fixedShare[row]);
    netMinor[row] = benefitMinor[row] + donorMinor[row] - freightMinor[row] - handlingMinor[row];
  }
  return { kept, benefitMinor, donorMinor, freightMinor, handlingMinor, netMinor };
}

const slicedRows = 500;
const givenTogether = 10_000;

/** Spreads the lanes' fixed costs by weight over what else they carry too. */
function shareWithOthers(
  source: RebalanceProblem,
  transfers: TransferColumns,
  economics: TransferEconomics,
  others: OtherLoad,
): void {
  const { itemWeightKg, lanes } = source.problem;
  const own = new Float64Array(source.problem.laneCount);
  for (let row = 0; row < transfers.count; row++) {
    own[transfers.lane[row]] += transfers.quantity[row] * itemWeightKg[transfers.item[row]];
  }
  for (let row = 0; row < transfers.count; row++) {
    const lane = transfers.lane[row];
    if (others.kg[lane] === 0) continue;
    const all = economics.fixedShare[row];
    const together = own[lane] + others.kg[lane];
    const more = all === 0 ? 1 : shipmentsCost(lanes, lane, together) / shipmentsCost(lanes, lane, own[lane]);
    economics.fixedShare[row] = (all * more * own[lane]) / together;
    economics.net[row] += all - economics.fixedShare[row];
  }
}

/** What a donor's units are worth as they are, on average over all that it gives of the item. */
function* donorUnitEffects(
  state: PlanState,
  parameters: PlanParameters,
  source: RebalanceProblem,
  { count, lane, item, quantity }: TransferColumns,
): Generator<void, (row: number) => number> {
  const { locations, items } = state.network;
  const keyOf = (row: number): number => item[row] * locations.length + source.problem.lanes.from[lane[row]];
  const given = new Map<number, number>();
  for (let row = 0; row < count; row++) {
    if (row % givenTogether === givenTogether - 1) yield;
    given.set(keyOf(row), (given.get(keyOf(row)) ?? 0) + quantity[row]);
  }
  const effects = new Map<number, number>();
  return (row) => {
    const key = keyOf(row);
    const known = effects.get(key);
    if (known !== undefined) return known;
    const from = source.problem.lanes.from[lane[row]];
    const entry = items[source.items[item[row]]];
    const donor = positionOf(state, from, source.items[item[row]]);
    const units = given.get(key) ?? 0;
    const cost = stockoutCostMinor(parameters, entry, locations[from].kind);
    const effect =
      donor < 0 || units === 0
        ? 0
        : donorEffect(state, parameters, donor, entry.unitCostMinor, cost, units) / units;
    effects.set(key, effect);
    return effect;
  };
}

/** Sums over the rows that are kept and chosen (all of them by default). */
export function figuresToTotals(
  transfers: TransferColumns,
  figures: TransferFigures,
  chosen: (row: number) => boolean = () => true,
): RebalanceTotals {
  const lanes = new Set<number>();
  const items = new Set<number>();
  const totals = {
    transfers: 0,
    units: 0,
    avoidedMinor: 0,
    donorMinor: 0,
    freightMinor: 0,
    handlingMinor: 0,
    netMinor: 0,
  };
  for (let row = 0; row < transfers.count; row++) {
    if (figures.kept[row] === 0 || !chosen(row)) continue;
    lanes.add(transfers.lane[row]);
    items.add(transfers.item[row]);
    totals.transfers++;
    totals.units += transfers.quantity[row];
    totals.avoidedMinor += figures.benefitMinor[row];
    totals.donorMinor += figures.donorMinor[row];
    totals.freightMinor += figures.freightMinor[row];
    totals.handlingMinor += figures.handlingMinor[row];
    totals.netMinor += figures.netMinor[row];
  }
  return { ...totals, lanes: lanes.size, items: items.size };
}
