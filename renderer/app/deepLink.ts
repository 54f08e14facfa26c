import { gridQuerySchema, type GridQuery } from '../../core/contract/grid.ts';
import {
  workspaceIds,
  type Selection,
  type ViewState,
  type WorkspaceId,
  type WorkListStatus,
} from './viewState.ts';

/**
 * A link names a workspace, what is selected and the filters: `#/inventory?select=position:12&q={…}`. Parts
 * that are missing keep what the window remembers; parts that make no sense are left out.
 */
export interface DeepLink {
  readonly workspace: WorkspaceId;
  readonly selection?: Selection;
  readonly query?: GridQuery;
  readonly status?: WorkListStatus;
  readonly locations?: readonly number[];
}

export function parseDeepLink(hash: string): DeepLink | null {
  const match = /^#\/([a-z]+)(?:\?(.*))?$/.exec(hash);
  const workspace = workspaceIds.find((id) => id === match?.[1]);
  if (workspace === undefined) return null;
  const parameters = new URLSearchParams(match?.[2] ?? '');
  const selection = parseSelection(parameters.get('select'));
  const query = parseQuery(parameters.get('q'));
  const status = (['open', 'snoozed', 'resolved'] as const).find((one) => one === parameters.get('status'));
  const locations = parameters.get('at')?.split('.').map(Number);
  return {
    workspace,
    ...(selection === null ? {} : { selection }),
    ...(query === null ? {} : { query }),
    ...(status === undefined ? {} : { status }),
    ...(locations === undefined || !locations.every((at) => Number.isInteger(at) && at >= 0)
      ? {}
      : { locations }),
  };
}

export function formatDeepLink(state: ViewState): string {
  const parameters = new URLSearchParams();
  if (state.selection !== null) parameters.set('select', `${state.selection.kind}:${state.selection.id}`);
  if (state.workspace === 'tower') {
    if (state.tower.status !== 'open') parameters.set('status', state.tower.status);
    if (state.tower.locations.length > 0) parameters.set('at', state.tower.locations.join('.'));
  } else {
    const { query } = state[state.workspace];
    if (query.sort.length > 0 || query.filter.length > 0) parameters.set('q', JSON.stringify(query));
  }
  const text = parameters.toString();
  return `#/${state.workspace}${text === '' ? '' : `?${text}`}`;
}

/** The remembered state with what the link says put over it. */
export function applyDeepLink(state: ViewState, link: DeepLink): ViewState {
  const { workspace } = link;
  const base = { ...state, workspace, selection: link.selection ?? state.selection };
  if (workspace === 'tower') {
    return {
      ...base,
      tower: {
        ...state.tower,
        status: link.status ?? state.tower.status,
        locations: link.locations ?? state.tower.locations,
      },
    };
  }
  return link.query === undefined
    ? base
    : { ...base, [workspace]: { ...state[workspace], query: link.query } };
}

export function parseSelection(text: string | null): Selection | null {
  const at = text?.indexOf(':') ?? -1;
  if (text === null || at < 1) return null;
  const kind = text.slice(0, at);
  const id = text.slice(at + 1);
  if (kind === 'position') return /^\d{1,9}$/.test(id) ? { kind, id: Number(id) } : null;
  if (kind === 'transfer' || kind === 'kpi') return id.length > 0 && id.length <= 40 ? { kind, id } : null;
  return null;
}

function parseQuery(text: string | null): GridQuery | null {
  if (text === null) return null;
  try {
    const parsed = gridQuerySchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
