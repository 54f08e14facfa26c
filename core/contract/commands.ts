import { z } from 'zod';
import { setCalendarSchema } from './calendar.ts';
import { rebalanceSettingsSchema } from './rebalance.ts';
import { clearOverrideSchema, setOverrideSchema, setOverridesSchema } from './forecast.ts';

/**
 * Everything a person can change, as data. Each command has an inverse of the same kind, computed when it is
 * applied; undo, audit and the upload queue are one journal of these.
 */
export const rejectReasons = [
  'dealer-keeps-stock',
  'demand-known-to-differ',
  'cheaper-source',
  'quality-concern',
  'other',
] as const;
export const resolutionCodes = [
  'transfer-arranged',
  'order-placed',
  'data-corrected',
  'demand-lower',
  'accepted-risk',
] as const;

const positionSchema = z.int().min(0);
const transferIdSchema = z.string().min(1).max(40);
/** As many as a grid reads of a selection at once. */
const transferIdsSchema = z.array(transferIdSchema).min(1).max(50_000);
const serviceLevelSchema = z.number().gt(0).lt(1).nullable();
const noteSchema = z.string().max(500);
/** Parts at dealers, by the ids that they have everywhere. */
const partsSchema = z
  .array(z.strictObject({ locationId: z.string().min(1).max(64), itemId: z.string().min(1).max(64) }))
  .min(1)
  .max(10_000);
export type PartAt = z.infer<typeof partsSchema>[number];

export const commandSchema = z.discriminatedUnion('kind', [
  /**
   * Target service level of positions, 0 < level < 1; null returns them to their segment's. One level for all, or a
   * list with one for each position (a pasted column).
   */
  z.strictObject({
    kind: z.literal('set-service-level'),
    positions: z.array(positionSchema).min(1).max(100_000),
    serviceLevel: z.union([serviceLevelSchema, z.array(serviceLevelSchema).min(1).max(100_000)]),
  }),
  z.strictObject({
    kind: z.literal('approve-transfers'),
    transfers: transferIdsSchema,
  }),
  z.strictObject({
    kind: z.literal('reject-transfers'),
    transfers: transferIdsSchema,
    reason: z.enum(rejectReasons),
    note: noteSchema,
  }),
  /** Changes what a proposal ships; whoever does it becomes its proposer and cannot approve it. */
  z.strictObject({
    kind: z.literal('set-transfer-quantity'),
    transfer: transferIdSchema,
    quantity: z.int().min(1).max(1_000_000),
  }),
  z.strictObject({
    kind: z.literal('assign-exceptions'),
    exceptions: z.array(z.string().max(80)).min(1).max(10_000),
    assignee: z.string().max(40).nullable(),
  }),
  z.strictObject({
    kind: z.literal('snooze-exceptions'),
    exceptions: z.array(z.string().max(80)).min(1).max(10_000),
    days: z.int().min(1).max(90),
  }),
  z.strictObject({
    kind: z.literal('resolve-exceptions'),
    exceptions: z.array(z.string().max(80)).min(1).max(10_000),
    code: z.enum(resolutionCodes),
    note: noteSchema,
  }),
  z.strictObject({
    kind: z.literal('reopen-exceptions'),
    exceptions: z.array(z.string().max(80)).min(1).max(10_000),
  }),
  /** Dealers never give these parts from now on, under an agreement; a part that is protected already gets the new one. */
  z.strictObject({
    kind: z.literal('protect-parts'),
    parts: partsSchema,
    agreement: z.string().trim().min(1).max(40),
    note: noteSchema,
  }),
  z.strictObject({ kind: z.literal('unprotect-parts'), parts: partsSchema, note: noteSchema }),
  setOverrideSchema,
  clearOverrideSchema,
  setOverridesSchema,
  setCalendarSchema,
]);
export type Command = z.infer<typeof commandSchema>;

/** What stands in the journal: commands, and the plan that was adopted for other settings (`rebalance.adopt`). */
export const journalCommandSchema = z.union([
  commandSchema,
  z.strictObject({ kind: z.literal('adopt-plan'), settings: rebalanceSettingsSchema }),
]);
export type JournalCommand = z.infer<typeof journalCommandSchema>;
export type RejectReason = (typeof rejectReasons)[number];
export type ResolutionCode = (typeof resolutionCodes)[number];

export interface CommandResult {
  /** Number of the journal entry. */
  readonly sequence: number;
  /** What was done, for the status bar and the undo menu: `Approve 3 transfers`. */
  readonly label: string;
  /** What the decision breaks that is not forbidden, in words. */
  readonly warning?: string;
  readonly version: number;
  readonly changedPositions: number;
  readonly tookMs: number;
}

export interface JournalEntry {
  readonly sequence: number;
  readonly at: number;
  readonly actor: string;
  readonly label: string;
  readonly undone: boolean;
}

export interface UndoState {
  /** Labels of what Undo and Redo would do; null when there is nothing. */
  readonly undo: string | null;
  readonly redo: string | null;
}
