import { z } from 'zod';
import { gridQuerySchema } from '../../core/contract/grid.ts';
import { profileIdSchema } from '../../core/contract/people.ts';
import { explainWidthLimits, initialViewState, themes, workspaceIds, type ViewState } from './viewState.ts';

/**
 * What was remembered from the last time, as far as it still makes sense: each part that does not is replaced
 * by its beginning, so that an older or damaged memory never keeps the window from opening.
 */
const selectionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('position'), id: z.int().min(0) }),
  z.object({ kind: z.literal('transfer'), id: z.string().max(40) }),
  z.object({ kind: z.literal('kpi'), id: z.string().max(40) }),
]);

const gridViewSchema = z.object({
  query: gridQuerySchema,
  columns: z.array(
    z.object({ id: z.string(), width: z.number().positive(), hidden: z.boolean(), pinned: z.boolean() }),
  ),
});

const viewStateSchema = z.object({
  workspace: z.enum(workspaceIds).catch(initialViewState.workspace),
  selection: selectionSchema.nullable().catch(null),
  theme: z.enum(themes).catch(initialViewState.theme),
  profileId: profileIdSchema.catch('planner'),
  explainOpen: z.boolean().catch(initialViewState.explainOpen),
  explainWidth: z
    .number()
    .min(explainWidthLimits.least)
    .max(explainWidthLimits.most)
    .catch(initialViewState.explainWidth),
  tower: z
    .object({
      status: z.enum(['open', 'snoozed', 'resolved']),
      locations: z.array(z.int().min(0)),
      mine: z.boolean(),
    })
    .catch({ ...initialViewState.tower, locations: [] }),
  inventory: gridViewSchema.catch(() => structuredClone(initialViewState.inventory) as never),
  rebalance: gridViewSchema.catch(() => structuredClone(initialViewState.rebalance) as never),
  forecast: gridViewSchema.catch(() => structuredClone(initialViewState.forecast) as never),
  firstMinuteDone: z.boolean().catch(false),
});

export function parseViewState(remembered: unknown): ViewState {
  const record = typeof remembered === 'object' && !Array.isArray(remembered) ? (remembered ?? {}) : {};
  return viewStateSchema.parse(record);
}
