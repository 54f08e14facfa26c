import { create } from 'zustand';
import type { Condition, GridQuery } from '../../core/contract/grid.ts';
import { profileById, type Profile } from '../../core/contract/people.ts';
import { applyDeepLink, formatDeepLink, parseDeepLink } from './deepLink.ts';
import { parseViewState } from './parseViewState.ts';
import {
  explainWidthLimits,
  initialViewState,
  type GridView,
  type Selection,
  type Theme,
  type TowerView,
  type ViewState,
  type WorkspaceId,
} from './viewState.ts';

/** The one store of view state. Screens read slices of it and call the functions below; nothing else writes it. */
export const useView = create<ViewState>(() => initialViewState);

const storageKey = 'ballast.view';

/** Workspaces around one grid. */
export type GridWorkspace = Exclude<WorkspaceId, 'tower'>;

/** Takes up where the last session stopped, then what the address says, and keeps both up to date from now on. */
export function restoreView(): void {
  let remembered: unknown = null;
  try {
    remembered = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
  } catch {
    remembered = null;
  }
  const state = parseViewState(remembered);
  const link = parseDeepLink(window.location.hash);
  useView.setState(link === null ? state : applyDeepLink(state, link), true);
  writeAddress(useView.getState());
  useView.subscribe((next) => {
    localStorage.setItem(storageKey, JSON.stringify(next));
    writeAddress(next);
  });
  window.addEventListener('hashchange', () => {
    const followed = parseDeepLink(window.location.hash);
    if (followed !== null && window.location.hash !== formatDeepLink(useView.getState())) {
      useView.setState((before) => applyDeepLink(before, followed));
    }
  });
}

function writeAddress(state: ViewState): void {
  const hash = formatDeepLink(state);
  if (hash !== window.location.hash) history.replaceState(null, '', hash);
}

export function goTo(workspace: WorkspaceId): void {
  useView.setState({ workspace });
}

export function select(selection: Selection | null): void {
  useView.setState({ selection });
}

/** Selects and opens the Explain panel on it: what Alt+click, F1 and links do. */
export function openExplain(selection: Selection): void {
  useView.setState({ selection, explainOpen: true });
}

export function toggleExplain(): void {
  useView.setState((state) => ({ explainOpen: !state.explainOpen }));
}

export function setExplainWidth(width: number): void {
  const { least, most } = explainWidthLimits;
  useView.setState({ explainWidth: Math.round(Math.min(most, Math.max(least, width))) });
}

export function setTheme(theme: Theme): void {
  useView.setState({ theme });
}

export function setProfile(profileId: Profile['id']): void {
  useView.setState({ profileId });
}

export function useProfile(): Profile {
  return profileById(useView((state) => state.profileId));
}

export function setTowerView(change: Partial<TowerView>): void {
  useView.setState((state) => ({ tower: { ...state.tower, ...change } }));
}

/** Changes how a grid workspace is looked at: `setGridView('inventory', { query })`. */
export function setGridView(workspace: GridWorkspace, change: Partial<GridView>): void {
  useView.setState((state) => ({ [workspace]: { ...state[workspace], ...change } }));
}

/** Opens a grid workspace on exactly the rows that meet the conditions. */
export function openGrid(
  workspace: GridWorkspace,
  filter: readonly Condition[],
  sort: GridQuery['sort'] = [],
): void {
  useView.setState((state) => ({
    workspace,
    [workspace]: { ...state[workspace], query: { sort: [...sort], filter: [...filter] } },
  }));
}

/** Opens a workspace with one thing selected and explained. */
export function openSelected(workspace: WorkspaceId, selection: Selection): void {
  useView.setState({ workspace, selection, explainOpen: true });
}

export function finishFirstMinute(done = true): void {
  useView.setState({ firstMinuteDone: done });
}
