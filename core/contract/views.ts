import type { RebalanceFrontier, RebalancePreview } from './rebalance.ts';

/** What the frame shows of the replica as a whole. Instants are minutes since 1970-01-01 UTC on the network's clock. */
export interface AppState {
  readonly version: string;
  readonly network: string;
  readonly currency: string;
  readonly clockMinutes: number;
  readonly positions: number;
  readonly locations: readonly LocationName[];
  readonly items: number;
  readonly vehicles: number;
  /** The last finished plan run; null before the first. */
  readonly plannedAt: string | null;
  readonly queuedDecisions: number;
  readonly recalculation: { readonly positions: number; readonly tookMs: number };
  readonly planVersion: number;
}

export interface LocationName {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly region: string;
  readonly ownerGroup: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** Risk levels, from P(stockout before the next arrival) and expected units short; see core/inventory/riskLevel.ts. */
export const riskLevels = ['none', 'watch', 'act', 'critical'] as const;
export type RiskLevel = (typeof riskLevels)[number];

export interface LocationRisk {
  readonly location: number;
  readonly positions: number;
  /** Positions by risk level, in the order of `riskLevels`. */
  readonly byLevel: readonly number[];
  readonly moneyAtRiskMinor: number;
  readonly stockValueMinor: number;
  /** Minutes since the location's system last spoke. */
  readonly feedAgeMinutes: number;
}

export interface LaneArc {
  readonly from: number;
  readonly to: number;
  readonly transfers: number;
  readonly units: number;
  readonly kg: number;
  readonly freightMinor: number;
  /** Units × unit cost. */
  readonly valueMinor: number;
  readonly netMinor: number;
  /** The furthest state among the lane's transfers: proposed, approved or under way. */
  readonly stage: 'proposed' | 'approved' | 'moving';
}

export interface Kpi {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly unit: 'money' | 'share' | 'count' | 'days' | 'ratio';
  /** Definition as shown on screen. */
  readonly definition: string;
  /** Earlier values at plan runs and feed hours, oldest first, the present one last. */
  readonly trend: readonly number[];
  /** Whether a higher value is better, for the colour and shape of the trend. */
  readonly better: 'higher' | 'lower' | 'neither';
  readonly asOfMinutes: number;
  /** Filter that opens Inventory on the rows behind the figure; null when there is none. */
  readonly drill: {
    readonly column: string;
    readonly from?: number;
    readonly values?: readonly string[];
  } | null;
}

export const exceptionKinds = ['stockout-risk', 'stockout', 'late-inbound', 'negative-on-hand'] as const;
export type ExceptionKind = (typeof exceptionKinds)[number];

export interface WorkListEntry {
  /** `kind:location:item`, stable across runs. */
  readonly id: string;
  readonly kind: ExceptionKind;
  readonly position: number;
  readonly location: number;
  readonly itemId: string;
  readonly itemDescription: string;
  readonly level: RiskLevel;
  /** One sentence with its figures: what is wrong and by when. */
  readonly sentence: string;
  readonly moneyAtRiskMinor: number;
  readonly status: 'new' | 'assigned' | 'snoozed' | 'resolved';
  readonly assignee: string | null;
  /** Until when it sleeps, on the network's clock; null unless snoozed. */
  readonly snoozedUntilMinutes: number | null;
  readonly code: string | null;
  /** Best open proposal that would help; null when there is none. */
  readonly transfer: string | null;
}

export interface WorkListPage {
  readonly total: number;
  readonly totalMoneyMinor: number;
  readonly entries: readonly WorkListEntry[];
}

export interface FindResult {
  readonly kind: 'item' | 'location' | 'vehicle' | 'transfer' | 'position';
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** Position index for `position`, location index for `location` and `vehicle`, else null. */
  readonly target: number | null;
}

export interface RunState {
  readonly run: number;
  readonly label: string;
  readonly status: 'running' | 'completed' | 'cancelled' | 'failed';
  readonly step: string;
  /** 0 to 1 over the whole run. */
  readonly progress: number;
  readonly message: string | null;
}

export interface FeedState {
  readonly running: boolean;
  readonly clockMinutes: number;
  readonly events: number;
  readonly networkMinutesPerSecond: number;
  /** The latest events, newest first, for the ticker. */
  readonly latest: readonly FeedLine[];
}

export interface FeedLine {
  readonly sequence: number;
  readonly minutes: number;
  readonly location: number;
  readonly text: string;
}

export interface TableFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly rows: number;
}

/** What the host tells every window without being asked. */
export interface HostEvents {
  readonly changed: {
    readonly version: number;
    readonly clockMinutes: number;
    readonly positions: number;
    readonly tookMs: number;
    readonly transfers: boolean;
    readonly queuedDecisions: number;
  };
  readonly run: RunState;
  readonly feed: FeedState;
  /** The network's totals under other settings, as they follow; then once more when finished. */
  readonly preview: RebalancePreview;
  /** A point more on the frontier, or a new plan's. */
  readonly frontier: RebalanceFrontier;
}

export const hostEventNames = [
  'changed',
  'run',
  'feed',
  'preview',
  'frontier',
] as const satisfies readonly (keyof HostEvents)[];
export type HostEventName = keyof HostEvents;
