import './ticker.css';
import { Play } from 'lucide-react';
import type { LocationName } from '../../../../core/contract/views.ts';
import { setFeedRunning, useHostState } from '../../../app/hostState.ts';
import { Button } from '../../../components/button/Button.tsx';
import { formatCount } from '../../../components/format/formatNumber.ts';
import { formatTime } from '../../../components/format/formatTime.ts';

/** The latest changes in the network, newest first; a click shows the place's work list. */
export function Ticker({
  names,
  onPlace,
}: {
  readonly names: readonly LocationName[];
  readonly onPlace: (location: number) => void;
}) {
  const feed = useHostState((state) => state.feed);
  const lines = feed?.latest ?? [];
  return (
    <section className="ticker panel" aria-label="Live changes" data-testid="ticker">
      <header className="panel-header">
        <h2>Live changes</h2>
        {feed === null ? null : (
          <span className="muted">
            {feed.running
              ? `${formatCount(feed.networkMinutesPerSecond)} network minutes a second`
              : lines.length > 0
                ? 'Feed stopped'
                : ''}
          </span>
        )}
      </header>
      {lines.length === 0 ? (
        <div className="ticker-empty">
          <span className="muted">
            {feed?.running === true
              ? 'Waiting for the first change.'
              : 'The feed of sales, receipts and returns is stopped.'}
          </span>
          {feed?.running === false ? (
            <Button size="small" icon={Play} onClick={() => void setFeedRunning(true)}>
              Start the feed
            </Button>
          ) : null}
        </div>
      ) : (
        <ol className="ticker-lines" tabIndex={0} aria-label="Latest changes">
          {lines.map((line) => (
            <li key={line.sequence}>
              <time>{formatTime(line.minutes)}</time>
              <button
                type="button"
                title={`Show the work list of ${names[line.location]?.name ?? ''}`}
                onClick={() => onPlace(line.location)}
              >
                {names[line.location]?.id ?? ''}
              </button>
              <span className="ticker-text" title={line.text}>
                {line.text}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
