/**
 * What the simulated feed asks of the network, and what it says. Instants are network minutes since
 * 1970-01-01T00:00Z, quantities whole units; a position is the row of the plan arrays.
 */
import type { Inbound } from '../../../../core/model/network.ts';
import type { PositionQuantity } from '../../../../core/model/position.ts';
import type { TransferState } from '../../../../core/rebalance/transferStates.ts';

export interface FeedTransfer {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly item: number;
  readonly quantity: number;
  readonly state: 'approved' | 'offered' | 'committed' | 'shipped';
  /** When it entered that state. */
  readonly sinceMinutes: number;
  /** Transit days of its lane. */
  readonly days: number;
}

export interface FeedView {
  readonly positions: number;
  readonly locations: number;
  /** Changes whenever the mean of a position changes or rows come and go. */
  readonly ratesVersion: number;
  locationOf(position: number): number;
  itemOf(position: number): number;
  /** -1 where the location doesn't keep the item. */
  positionOf(location: number, item: number): number;
  /** Expected demand in units a month; 0 at warehouses. */
  monthlyMean(position: number): number;
  quantity(position: number, name: PositionQuantity): number;
  /** When the location's system last spoke. */
  asOf(location: number): number;
  /** Days of the lane that supplies the location. */
  supplyDays(location: number): number;
  /** Whether the item may be ordered anew. */
  isOrderable(item: number): boolean;
  /** Not yet received and expected by that day at the latest. */
  inboundDue(throughDay: number): readonly Inbound[];
  /** The transfers in one of the moving states. */
  readonly transfers: readonly FeedTransfer[];
}

export type FeedEventKind = 'sale' | 'receipt' | 'return' | 'count' | 'order' | 'heartbeat' | 'transfer';

export type QuantityChange = Readonly<Partial<Record<PositionQuantity, number>>>;

export interface FeedEvent {
  /** Consecutive over the life of a feed. */
  readonly sequence: number;
  /** Never earlier than the event before. */
  readonly minutes: number;
  readonly kind: FeedEventKind;
  readonly location: number;
  /** -1 for a heartbeat, which speaks for all positions of the location. */
  readonly item: number;
  /** What to add to the quantities of the position. */
  readonly change: QuantityChange;
  /** Units delivered to customers: this month's consumption. Transfers are none. */
  readonly demand: number;
  /** Units asked for that were not there and not waited for. */
  readonly lostSales: number;
  /** Id of the inbound row that has arrived. */
  readonly received: string | null;
  /** A new inbound row, whose quantity is in `change.inTransitIn`. */
  readonly ordered: Inbound | null;
  /** The step of a transfer; null on the second of its two positions. */
  readonly transfer: FeedTransferStep | null;
}

export interface FeedTransferStep {
  readonly id: string;
  readonly state: TransferState;
  /** Units that arrived in order; less than were sent when the state is `discrepant`, 0 before. */
  readonly receivedQuantity: number;
}
