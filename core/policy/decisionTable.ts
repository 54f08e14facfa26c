/**
 * The decision table: which transfers may run by themselves, which need whose approval, which are blocked. Rules
 * are read from top to bottom; the first whose conditions hold decides, and its id and the facts that fired are
 * kept with the decision so that it can be replayed. Money in minor units, ages in hours.
 */
import type { Role } from '../contract/people.ts';
import type { Criticality, ItemStatus } from '../model/network.ts';

export interface TransferFacts {
  readonly valueMinor: number;
  readonly netMinor: number;
  readonly freightMinor: number;
  readonly itemStatus: ItemStatus;
  readonly criticality: Criticality;
  readonly hazardous: boolean;
  readonly laneTakesHazardous: boolean;
  readonly sameOwnerGroup: boolean;
  /** Age of the older of the two feeds. */
  readonly feedAgeHours: number;
  /** The donor's system reports less than nothing on hand of the item. */
  readonly donorCountDoubtful: boolean;
  /** Units left at the donor after giving, and what it must keep. */
  readonly donorLeft: number;
  readonly donorHoldBack: number;
  /** The agreement by which the donor never gives the part; absent where there is none. */
  readonly protectedBy?: string;
  /** The programme under which the donor could return units that would leave, and how many; absent where none would. */
  readonly returnProgramme?: string;
  readonly returnUnits?: number;
  /** The plan's limits (packs, shipments) that a person's quantity breaks, in words; absent where all are kept. */
  readonly brokenLimit?: string;
}

export type Verdict = 'auto' | 'approve' | 'block';

export interface Decision {
  readonly verdict: Verdict;
  /** Whose approval: the lowest role whose limit covers the transfer. Empty for auto and block. */
  readonly role: Role | '';
  readonly rule: string;
  /** The rule in words, as the screen shows it. */
  readonly reason: string;
  readonly facts: TransferFacts;
}

export interface Rule {
  readonly id: string;
  readonly reason: string;
  readonly verdict: Verdict;
  readonly role: Role | '';
  readonly when: (facts: TransferFacts, limits: PolicyLimits) => boolean;
}

export interface PolicyLimits {
  readonly deadFeedHours: number;
  readonly staleFeedHours: number;
  /** Largest value of a transfer that runs by itself inside one owner group, and the least it must be worth. */
  readonly autoValueMinor: number;
  readonly autoNetMinor: number;
  readonly plannerValueMinor: number;
  readonly approverValueMinor: number;
  /** Circuit breaker: at most so many transfers, of so much value, run by themselves in one plan. */
  readonly autoCount: number;
  readonly autoTotalMinor: number;
}

export const defaultLimits: PolicyLimits = {
  deadFeedHours: 168,
  staleFeedHours: 24,
  autoValueMinor: 15_000,
  autoNetMinor: 2_000,
  plannerValueMinor: 75_000,
  approverValueMinor: 1_000_000,
  autoCount: 40,
  autoTotalMinor: 400_000,
};

export const decisionTable: readonly Rule[] = [
  {
    id: 'B1',
    verdict: 'block',
    role: '',
    reason: 'The item is under a stop-sale',
    when: (f) => f.itemStatus === 'stop-sale',
  },
  {
    id: 'B2',
    verdict: 'block',
    role: '',
    reason: 'Hazardous goods may not take this lane',
    when: (f) => f.hazardous && !f.laneTakesHazardous,
  },
  {
    id: 'B3',
    verdict: 'block',
    role: '',
    reason: 'A feed is too old to move stock on its word',
    when: (f, limits) => f.feedAgeHours > limits.deadFeedHours,
  },
  {
    id: 'B4',
    verdict: 'block',
    role: '',
    reason: 'The donor would fall below its hold-back',
    when: (f) => f.donorLeft < f.donorHoldBack,
  },
  {
    id: 'B5',
    verdict: 'block',
    role: '',
    reason: 'The value is above every approval limit',
    when: (f, limits) => f.valueMinor > limits.approverValueMinor,
  },
  {
    id: 'B6',
    verdict: 'block',
    role: '',
    reason: 'Protected by agreement: the donor never gives this part',
    when: (f) => f.protectedBy !== undefined,
  },
  {
    id: 'M1',
    verdict: 'approve',
    role: 'approver',
    reason: 'The donor’s count is doubtful',
    when: (f) => f.donorCountDoubtful,
  },
  {
    id: 'M2',
    verdict: 'approve',
    role: 'approver',
    reason: 'A feed is stale, so a second person looks',
    when: (f, limits) => f.feedAgeHours > limits.staleFeedHours,
  },
  {
    id: 'M3',
    verdict: 'approve',
    role: 'approver',
    reason: 'The donor would lose return protection, so a second person looks',
    when: (f) => (f.returnUnits ?? 0) > 0,
  },
  {
    id: 'M4',
    verdict: 'approve',
    role: 'approver',
    reason: 'The quantity breaks a limit that the plan keeps to, so a second person looks',
    when: (f) => f.brokenLimit !== undefined,
  },
  {
    id: 'A1',
    verdict: 'auto',
    role: '',
    reason: 'Small, worthwhile, and inside one owner group',
    when: (f, limits) =>
      f.sameOwnerGroup && f.valueMinor <= limits.autoValueMinor && f.netMinor >= limits.autoNetMinor,
  },
  {
    id: 'P1',
    verdict: 'approve',
    role: 'planner',
    reason: 'Within the planner’s limit',
    when: (f, limits) => f.valueMinor <= limits.plannerValueMinor,
  },
  { id: 'P2', verdict: 'approve', role: 'approver', reason: 'Above the planner’s limit', when: () => true },
];

export function decide(facts: TransferFacts, limits: PolicyLimits): Decision {
  const rule = decisionTable.find((candidate) => candidate.when(facts, limits));
  if (rule === undefined) throw new RangeError('the decision table has no last rule');
  return { verdict: rule.verdict, role: rule.role, rule: rule.id, reason: rule.reason, facts };
}

/** What a person edited never runs by itself: a planner decides it where nothing else would have to. */
export function verdictOfEdited({
  verdict,
  role,
  rule,
}: Decision): Pick<Decision, 'verdict' | 'role' | 'rule'> {
  return verdict === 'auto' ? { verdict: 'approve', role: 'planner', rule } : { verdict, role, rule };
}

export function ruleReason(id: string): string {
  if (id === 'CB') return 'The circuit breaker stopped transfers from running by themselves';
  return decisionTable.find((rule) => rule.id === id)?.reason ?? '';
}

/**
 * Applies the circuit breaker to the decisions of one plan, best first: once too many or too much would run by
 * itself, the rest needs a planner (rule `CB`).
 */
export function breakCircuit<T extends Pick<Decision, 'verdict' | 'facts'> & { role: string; rule: string }>(
  decisions: readonly T[],
  limits: PolicyLimits,
): T[] {
  let count = 0;
  let value = 0;
  return decisions.map((decision) => {
    if (decision.verdict !== 'auto') return decision;
    count++;
    value += decision.facts.valueMinor;
    if (count <= limits.autoCount && value <= limits.autoTotalMinor) return decision;
    return { ...decision, verdict: 'approve', role: 'planner', rule: 'CB' };
  });
}

/** Whether a role may decide a transfer; the sentence says why not. */
export function mayApprove(
  transfer: {
    readonly verdict: Verdict;
    readonly role: string;
    readonly rule: string;
    readonly proposedBy: string;
  },
  actor: { readonly id: string; readonly role: Role },
): { readonly allowed: true } | { readonly allowed: false; readonly reason: string } {
  if (transfer.verdict === 'block') {
    return {
      allowed: false,
      reason: `Rule ${transfer.rule} blocks it: ${ruleReason(transfer.rule).toLowerCase()}.`,
    };
  }
  if (actor.role === 'finance')
    return { allowed: false, reason: 'Finance reviews costs and does not approve transfers.' };
  if (transfer.proposedBy === actor.id) {
    return {
      allowed: false,
      reason: 'Whoever proposed a transfer does not approve it. Switch to another profile.',
    };
  }
  if (transfer.role === 'approver' && actor.role === 'planner') {
    return {
      allowed: false,
      reason: `Rule ${transfer.rule} asks for an approver: ${ruleReason(transfer.rule).toLowerCase()}.`,
    };
  }
  return { allowed: true };
}
