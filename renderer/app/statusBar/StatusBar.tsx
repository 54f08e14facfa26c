import './statusBar.css';
import { Cpu, Database, Pause, Play, Radio, RefreshCw, X } from 'lucide-react';
import type { RunState } from '../../../core/contract/views.ts';
import { formatCount, formatNumber } from '../../components/format/formatNumber.ts';
import { useConnection } from '../../host/connection.ts';
import { setFeedRunning, useHostState } from '../hostState.ts';
import { useStatus } from '../statusStore.ts';
import { feedText, recalculationText, replicaText, runText } from './statusTexts.ts';

export function StatusBar() {
  const runs = useHostState((state) => state.runs);
  return (
    <footer className="status-bar" aria-label="Status">
      <Replica />
      <Recalculation />
      <Feed />
      {runs.map((run) => (
        <Run key={run.run} run={run} />
      ))}
      <span className="status-gap" />
      <Range />
    </footer>
  );
}

function Replica() {
  const status = useConnection((state) => state.status);
  const clock = useHostState((state) => state.clockMinutes);
  const queued = useHostState((state) => state.queuedDecisions);
  return (
    <span className="status-item" data-testid="status-replica" data-lost={status === 'lost'}>
      <Database size={13} aria-hidden />
      {replicaText(status, clock, queued)}
    </span>
  );
}

function Recalculation() {
  const recalculation = useHostState((state) => state.recalculation);
  const running = useHostState((state) => state.runs.some((run) => run.status === 'running'));
  if (recalculation === null) return null;
  return (
    <span className="status-item" title="Last recalculation" data-testid="status-recalculation">
      <Cpu size={13} aria-hidden />
      {recalculationText(recalculation)}
      <button
        type="button"
        className="status-button"
        aria-label="Run the plan"
        title="Run the plan: forecasts, risk, rebalancing, verdicts"
        data-testid="run-plan"
        disabled={running}
        onClick={() => void useConnection.getState().client?.ask('plan.run', { retrain: false })}
      >
        <RefreshCw size={12} aria-hidden />
      </button>
    </span>
  );
}

function Feed() {
  const feed = useHostState((state) => state.feed);
  if (feed === null) return null;
  const Icon = feed.running ? Pause : Play;
  const action = feed.running ? 'Stop the live feed' : 'Start the live feed';
  return (
    <span className="status-item" data-testid="status-feed" data-running={feed.running}>
      <Radio size={13} aria-hidden className="status-feed-icon" />
      {feedText(feed.running, feed.events)}
      <button
        type="button"
        className="status-button"
        aria-label={action}
        title={`${action} (${formatNumber(feed.networkMinutesPerSecond, 0)} network minutes a second)`}
        data-testid="toggle-feed"
        onClick={() => void setFeedRunning(!feed.running)}
      >
        <Icon size={12} aria-hidden />
      </button>
    </span>
  );
}

function Run({ run }: { readonly run: RunState }) {
  const running = run.status === 'running';
  return (
    <span className="status-item" data-testid="status-run" data-status={run.status}>
      {running ? <progress value={run.progress} max={1} aria-label={run.label} /> : null}
      {runText(run)}
      {running ? (
        <button
          type="button"
          className="status-button"
          aria-label={`Cancel ${run.label}`}
          title="Cancel"
          data-testid="cancel-run"
          onClick={() => void useConnection.getState().client?.ask('plan.cancel', { run: run.run })}
        >
          <X size={12} aria-hidden />
        </button>
      ) : null}
    </span>
  );
}

function Range() {
  const range = useStatus((state) => state.range);
  if (range === null || range.cells < 2) return null;
  return (
    <span className="status-range" data-testid="status-range">
      <span>Cells {formatCount(range.cells)}</span>
      {Number.isFinite(range.sum) ? (
        <>
          <span>Sum {range.sumText ?? formatNumber(range.sum, 2)}</span>
          <span>Average {range.averageText ?? formatNumber(range.average, 2)}</span>
        </>
      ) : null}
    </span>
  );
}
