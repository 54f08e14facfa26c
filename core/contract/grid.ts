import { z } from 'zod';

/**
 * How a grid asks for what it shows. A window is columns, not rows: one typed array a numeric column, and
 * codes into a small dictionary for text, all `to − from` long or shorter at the end.
 */
const sortSchema = z.strictObject({
  column: z.string().max(64),
  direction: z.enum(['ascending', 'descending']),
});

const conditionSchema = z.discriminatedUnion('kind', [
  /** Inclusive bounds in the unit of the column; a missing bound is open. */
  z.strictObject({
    kind: z.literal('number'),
    column: z.string().max(64),
    from: z.number().optional(),
    to: z.number().optional(),
  }),
  z.strictObject({
    kind: z.literal('text'),
    column: z.string().max(64),
    mode: z.enum(['contains', 'startsWith', 'equals']),
    value: z.string().max(200),
  }),
  z.strictObject({
    kind: z.literal('values'),
    column: z.string().max(64),
    values: z.array(z.string().max(200)).max(2000),
  }),
]);

export const gridQuerySchema = z.strictObject({
  sort: z.array(sortSchema).max(4),
  filter: z.array(conditionSchema).max(32),
});

export const windowSchema = z.strictObject({
  query: gridQuerySchema,
  from: z.int().min(0),
  to: z.int().min(0),
  /** Sorts anew even if the same query was sorted before and the values have moved since. */
  refresh: z.boolean().optional(),
});

export type Sort = z.infer<typeof sortSchema>;
export type Condition = z.infer<typeof conditionSchema>;
export type GridQuery = z.infer<typeof gridQuerySchema>;

export type WindowColumn =
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'text'; readonly codes: Int32Array; readonly dictionary: readonly string[] };

export interface GridWindow {
  /** The state of the plan the values were read from; grows with every change. */
  readonly version: number;
  /** Rows that the query leaves, and rows there are at all. */
  readonly total: number;
  readonly unfiltered: number;
  readonly from: number;
  /** Row keys: position index, or transfer number within the session. */
  readonly keys: Int32Array;
  readonly columns: Readonly<Record<string, WindowColumn>>;
  /** Sums over all rows of the query, for columns where a sum means something. */
  readonly totals: Readonly<Record<string, number>>;
  /** True when values have changed since the rows were sorted, so that the order may be out of date. */
  readonly stale: boolean;
  readonly tookMs: number;
}
