import './connectionNotice.css';
import { Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../../components/button/Button.tsx';
import { LoadingState } from '../../components/states/LoadingState.tsx';
import { reconnectNow, useConnection } from '../../host/connection.ts';
import { shell } from '../../host/shell.ts';
import { useShellState } from '../useShell.ts';
import { connectionTexts, failedTexts } from './connectionTexts.ts';

/**
 * While the line is away: over a window that has answers they stay readable under a strip; a window that never
 * had any says why it is empty.
 */
export function ConnectionNotice() {
  const { status, everOpen, retryAt } = useConnection();
  const seconds = useSecondsUntil(retryAt);
  const host = useShellState((state) => state.host);
  const failed = host?.kind === 'failed';
  if (status === 'open') return null;
  if (status === 'connecting' && !everOpen && !failed) {
    return (
      <div className="connection-cover">
        <LoadingState label="Opening the replica" />
      </div>
    );
  }
  const text = failed ? failedTexts(host.message) : connectionTexts(everOpen, seconds);
  const retry = host?.kind === 'restarting' ? `Starting again, attempt ${host.attempt}` : text.retry;
  return (
    <div
      className={everOpen ? 'connection-strip' : 'connection-cover'}
      role="alert"
      data-testid="connection-notice"
    >
      <Unplug size={everOpen ? 16 : 24} strokeWidth={1.75} aria-hidden />
      <div className="connection-text">
        <strong>{text.title}</strong>
        <p>{text.detail}</p>
      </div>
      <span className="connection-retry">{retry}</span>
      {failed ? (
        <Button size="small" onClick={() => shell()?.restartHost()}>
          Start the host
        </Button>
      ) : (
        <Button size="small" onClick={reconnectNow} disabled={retryAt === null}>
          Try now
        </Button>
      )}
    </div>
  );
}

function useSecondsUntil(at: number | null): number | null {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    if (at === null) return undefined;
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, [at]);
  return at === null ? null : Math.max(0, Math.ceil((at - now) / 1000));
}
