/**
 * The life of a transfer as a total table: every state and every event has a cell, which names the next state
 * or refuses. Screens, the journal and the sync layer all ask this table, so none of them can invent a move.
 *
 * proposed → approved → offered → committed → shipped → received → settled; a transfer leaves that line as
 * rejected (by a person or a rule), expired (nobody committed in time), cancelled (rebuilt without that donor)
 * or discrepant (short or damaged on receipt).
 */
export const transferStates = [
  'proposed',
  'approved',
  'offered',
  'committed',
  'shipped',
  'received',
  'settled',
  'rejected',
  'expired',
  'cancelled',
  'discrepant',
] as const;
export type TransferState = (typeof transferStates)[number];

export const transferEvents = [
  'approve',
  'reject',
  'offer',
  'commit',
  'expire',
  'cancel',
  'ship',
  'receive',
  'reportDiscrepancy',
  'settle',
] as const;
export type TransferEvent = (typeof transferEvents)[number];

type Row = Readonly<Record<TransferEvent, TransferState | null>>;

const refuseAll: Row = {
  approve: null,
  reject: null,
  offer: null,
  commit: null,
  expire: null,
  cancel: null,
  ship: null,
  receive: null,
  reportDiscrepancy: null,
  settle: null,
};

/**
 * Before goods leave, anyone may still call it off; once shipped they have to arrive, well or badly. A proposal
 * expires too: stock moves on, and yesterday's proposal is not today's.
 */
export const transferTransitions: Readonly<Record<TransferState, Row>> = {
  proposed: { ...refuseAll, approve: 'approved', reject: 'rejected', expire: 'expired', cancel: 'cancelled' },
  approved: { ...refuseAll, offer: 'offered', reject: 'rejected', expire: 'expired', cancel: 'cancelled' },
  offered: { ...refuseAll, commit: 'committed', reject: 'rejected', expire: 'expired', cancel: 'cancelled' },
  committed: { ...refuseAll, ship: 'shipped', cancel: 'cancelled' },
  shipped: { ...refuseAll, receive: 'received', reportDiscrepancy: 'discrepant' },
  received: { ...refuseAll, reportDiscrepancy: 'discrepant', settle: 'settled' },
  settled: refuseAll,
  rejected: refuseAll,
  expired: refuseAll,
  cancelled: refuseAll,
  discrepant: refuseAll,
};

/** The state after the event, or null where the event is refused in that state. */
export function nextTransferState(state: TransferState, event: TransferEvent): TransferState | null {
  return transferTransitions[state][event];
}

export function isTerminalTransferState(state: TransferState): boolean {
  return transferEvents.every((event) => transferTransitions[state][event] === null);
}

export function allowedTransferEvents(state: TransferState): TransferEvent[] {
  return transferEvents.filter((event) => transferTransitions[state][event] !== null);
}

/**
 * Whether undo may take back a decision that put a transfer into `decided`, now that it is `present`: as long as nobody
 * has acted on it. A dealer that has been asked and has not answered yet has not; one that has committed has, and only
 * `cancel` is honest then.
 */
export function mayTakeBack(decided: TransferState, present: TransferState): boolean {
  return present === decided || (decided === 'approved' && present === 'offered');
}

/** Units that the donor has promised and still shows as free: no second plan may promise them again. */
export function reservesDonorStock(state: TransferState): boolean {
  return state === 'approved' || state === 'offered' || state === 'committed';
}

/** Units that the receiver will get, promised or on their way, which no inbound of its own names. */
export function isComing(state: TransferState): state is 'approved' | 'offered' | 'committed' | 'shipped' {
  return state === 'shipped' || reservesDonorStock(state);
}
