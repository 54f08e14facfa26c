import { z } from 'zod';
import { commandSchema, type CommandResult, type JournalEntry, type UndoState } from './commands.ts';
import type { Explanation } from './explain.ts';
import { forecastQuestions } from './forecastQuestions.ts';
import { gridQuerySchema, windowSchema, type GridWindow } from './grid.ts';
import { profileIdSchema } from './people.ts';
import type { ProtectedParts } from './protection.ts';
import { nothing, question } from './question.ts';
import {
  rebalanceGroupingSchema,
  rebalanceSettingsSchema,
  type RebalanceFrontier,
  type RebalancePreview,
  type RebalanceSummary,
  type RouteCurve,
} from './rebalance.ts';
import type {
  AppState,
  FeedState,
  FindResult,
  Kpi,
  LaneArc,
  LocationRisk,
  RunState,
  TableFile,
  WorkListPage,
} from './views.ts';

const ticketSchema = z.string().min(1).max(64);

/**
 * Every question the window may ask, in one table. Keys are `namespace.verb`; a handler table in the host has
 * exactly these keys, and the client is typed from them.
 */
export const contract = {
  'app.state': question<AppState>()(nothing),
  'app.find': question<readonly FindResult[]>()(
    z.strictObject({ text: z.string().max(100), limit: z.int().min(1).max(50) }),
  ),
  'app.export': question<TableFile>()(
    z.strictObject({
      /** `forecast-view` is the Forecast grid, `forecasts` the file of distributions that plans are made with. */
      what: z.enum(['inventory', 'transfers', 'exceptions', 'forecasts', 'forecast-view']),
      query: gridQuerySchema.optional(),
      /** Columns of a grid, in this order; all without it. */
      columns: z.array(z.string().max(64)).min(1).max(100).optional(),
      /** A name of the asker's own, under which it can be given up while it is written. */
      ticket: ticketSchema.optional(),
    }),
  ),
  /** Gives up an export, which then fails as `cancelled`; false where it is not being written. */
  'app.cancelExport': question<{ readonly cancelled: boolean }>()(z.strictObject({ ticket: ticketSchema })),

  'tower.kpis': question<readonly Kpi[]>()(nothing),
  'tower.map': question<{ readonly locations: readonly LocationRisk[]; readonly arcs: readonly LaneArc[] }>()(
    nothing,
  ),
  'tower.workList': question<WorkListPage>()(
    z.strictObject({
      from: z.int().min(0),
      to: z.int().min(0),
      status: z.enum(['open', 'snoozed', 'resolved']),
      locations: z.array(z.int().min(0)).max(5_000).optional(),
      assignee: z.string().max(40).optional(),
    }),
  ),

  'inventory.window': question<GridWindow>()(windowSchema),
  'inventory.distinct': question<readonly { readonly value: string; readonly count: number }[]>()(
    z.strictObject({ column: z.string().max(64) }),
  ),
  /** Where in the sorted, filtered rows a position stands; null when the filter hides it. */
  'inventory.rowOf': question<{ readonly row: number | null }>()(
    z.strictObject({ query: gridQuerySchema, position: z.int().min(0) }),
  ),

  'rebalance.window': question<GridWindow>()(windowSchema),
  'rebalance.distinct': question<readonly { readonly value: string; readonly count: number }[]>()(
    z.strictObject({ column: z.string().max(64) }),
  ),

  /** The plan as it stands with what steers it, and the preview that is under way. */
  'rebalance.summary': question<RebalanceSummary>()(nothing),
  /**
   * What other settings would do: the items on screen at once, the network as `preview` events. A newer one gives up
   * the older.
   */
  'rebalance.preview': question<RebalancePreview>()(
    z.strictObject({
      settings: rebalanceSettingsSchema,
      items: z.array(z.string().max(64)).max(60),
    }),
  ),
  /** Puts a finished preview in the place of the plan's open proposals; edited and decided ones stay. */
  'rebalance.adopt': question<RebalanceSummary>()(
    z.strictObject({ actor: profileIdSchema, preview: z.int().min(1) }),
  ),
  'rebalance.frontier': question<RebalanceFrontier>()(nothing),
  /** The present plan's routes, best value for freight first. */
  'rebalance.routeCurve': question<RouteCurve>()(nothing),
  /** Open proposals gathered by lane or by item; rows, filters and totals as in any grid. */
  'rebalance.groups': question<GridWindow>()(
    z.strictObject({ by: rebalanceGroupingSchema, ...windowSchema.shape }),
  ),
  'rebalance.groupDistinct': question<readonly { readonly value: string; readonly count: number }[]>()(
    z.strictObject({ by: rebalanceGroupingSchema, column: z.string().max(64) }),
  ),

  /** Parts that dealers never give or may return, of one dealer or of all. */
  'rebalance.protectedParts': question<ProtectedParts>()(
    z.strictObject({ locationId: z.string().max(64).nullable(), limit: z.int().min(1).max(2_000) }),
  ),

  /** Where a transfer stands in the sorted, filtered rows. */
  'rebalance.rowOf': question<{ readonly row: number | null }>()(
    z.strictObject({ query: gridQuerySchema, transfer: z.string().max(40) }),
  ),

  ...forecastQuestions,

  'explain.position': question<Explanation>()(z.strictObject({ position: z.int().min(0) })),
  'explain.transfer': question<Explanation>()(z.strictObject({ transfer: z.string().max(40) })),
  'explain.kpi': question<Explanation>()(z.strictObject({ kpi: z.string().max(40) })),

  'command.apply': question<CommandResult>()(
    z.strictObject({ actor: profileIdSchema, command: commandSchema }),
  ),
  'command.undo': question<CommandResult>()(z.strictObject({ actor: profileIdSchema })),
  'command.redo': question<CommandResult>()(z.strictObject({ actor: profileIdSchema })),
  'command.undoState': question<UndoState>()(z.strictObject({ actor: profileIdSchema })),
  'command.journal': question<readonly JournalEntry[]>()(z.strictObject({ limit: z.int().min(1).max(500) })),

  /** Starts a plan run in the background; progress arrives as `run` events. */
  'plan.run': question<{ readonly run: number }>()(z.strictObject({ retrain: z.boolean() })),
  'plan.cancel': question<{ readonly cancelled: boolean }>()(z.strictObject({ run: z.int() })),
  'plan.runs': question<readonly RunState[]>()(nothing),

  'feed.state': question<FeedState>()(nothing),
  'feed.set': question<FeedState>()(z.strictObject({ running: z.boolean() })),
} as const;

export type Contract = typeof contract;
export type Method = keyof Contract;
export type Input<M extends Method> = z.infer<Contract[M]['input']>;
export type Answer<M extends Method> = NonNullable<Contract[M]['answer']>;

export const methods = Object.keys(contract) as readonly Method[];
