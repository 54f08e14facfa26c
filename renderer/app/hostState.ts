import { useEffect } from 'react';
import { create } from 'zustand';
import type { UndoState } from '../../core/contract/commands.ts';
import type { AppState, FeedState, RunState } from '../../core/contract/views.ts';
import { closeOffers } from '../components/toast/toastStore.ts';
import { useConnection } from '../host/connection.ts';
import { useHostEvent } from '../host/useHostEvent.ts';
import { useQuestion } from '../host/useQuestion.ts';
import { mergeRun } from './mergeRun.ts';
import { useView } from './viewStore.ts';

/** What the whole frame knows of the host: asked once, then kept up to date by its events. */
export interface HostState {
  readonly app: AppState | null;
  /** The network's clock; NaN before the first answer. */
  readonly clockMinutes: number;
  readonly recalculation: { readonly positions: number; readonly tookMs: number } | null;
  readonly queuedDecisions: number;
  readonly feed: FeedState | null;
  /** Runs that are under way, and the last that ended. */
  readonly runs: readonly RunState[];
  readonly undo: UndoState;
}

export const useHostState = create<HostState>(() => ({
  app: null,
  clockMinutes: Number.NaN,
  recalculation: null,
  queuedDecisions: 0,
  feed: null,
  runs: [],
  undo: { undo: null, redo: null },
}));

/** Network, currency, locations and counts; null until the first answer. */
export function useAppState(): AppState | null {
  return useHostState((state) => state.app);
}

/** Keeps `useHostState` in step with the host; used once, by the frame. */
export function useFollowHost(): void {
  const actor = useView((state) => state.profileId) as 'planner';
  const app = useQuestion('app.state', {}, { refreshOn: ['run'], everyMs: 2000 }).answer;
  const feed = useQuestion('feed.state', {}).answer;
  const runs = useQuestion('plan.runs', {}).answer;
  const undo = useQuestion('command.undoState', { actor }, { refreshOn: ['changed'], everyMs: 150 }).answer;

  useEffect(() => {
    if (app === null) return;
    useHostState.setState({
      app,
      clockMinutes: app.clockMinutes,
      recalculation: app.recalculation,
      queuedDecisions: app.queuedDecisions,
    });
  }, [app]);
  useEffect(() => {
    if (feed !== null) useHostState.setState({ feed });
  }, [feed]);
  useEffect(() => {
    if (runs === null) return;
    const running = runs.filter((run) => run.status === 'running');
    useHostState.setState({ runs: running });
  }, [runs]);
  useEffect(() => {
    if (undo === null) return;
    useHostState.setState({ undo });
    // What has meanwhile left this desk (an offer to a dealer) cannot be taken back from a notice either.
    if (undo.undo === null) closeOffers();
  }, [undo]);

  useHostEvent('changed', (change) =>
    useHostState.setState({
      clockMinutes: change.clockMinutes,
      recalculation: { positions: change.positions, tookMs: change.tookMs },
      queuedDecisions: change.queuedDecisions,
    }),
  );
  useHostEvent('feed', (state) => useHostState.setState({ feed: state, clockMinutes: state.clockMinutes }));
  useHostEvent('run', (run) => {
    useHostState.setState((state) => ({ runs: mergeRun(state.runs, run) }));
    if (run.status === 'completed' || run.status === 'cancelled') setTimeout(() => forget(run), noticeMs);
  });
}

/** How long a run that ended well stays in the status bar; one that failed stays until the next. */
const noticeMs = 8000;

function forget(ended: RunState): void {
  useHostState.setState((state) => ({
    runs: state.runs.filter((run) => run.run !== ended.run || run.status === 'running'),
  }));
}

/** Questions asked by hand: starts or stops the feed, cancels a run. */
export async function setFeedRunning(running: boolean): Promise<void> {
  const feed = await useConnection.getState().client?.ask('feed.set', { running });
  if (feed !== undefined) useHostState.setState({ feed });
}
