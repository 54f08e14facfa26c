import { create } from 'zustand';
import { createClient, type Client, type Port } from '../../core/contract/rpc.ts';

/**
 * The line to the planning host as the window sees it. It is opened once, and again after every loss with a
 * growing pause; questions wait for the next client, so no screen has to know that the line was away.
 */
export type ConnectionStatus = 'connecting' | 'open' | 'lost';

export interface Connection {
  readonly status: ConnectionStatus;
  /** Null unless open. */
  readonly client: Client | null;
  /** Whether this window has ever talked to a host: a first start and a loss read differently. */
  readonly everOpen: boolean;
  readonly attempt: number;
  /** When the next attempt starts (performance.now clock); null while one is under way. */
  readonly retryAt: number | null;
}

export const useConnection = create<Connection>(() => ({
  status: 'connecting',
  client: null,
  everOpen: false,
  attempt: 0,
  retryAt: null,
}));

export type OpenPort = () => Promise<Port>;

/** Milliseconds before attempt `attempt` (1 is the first retry): half a second, doubling, at most eight. */
export function retryDelayMs(attempt: number): number {
  return Math.min(8000, 500 * 2 ** Math.max(0, attempt - 1));
}

let retryNow: (() => void) | null = null;

/** Starts at once what would otherwise wait for its pause. */
export function reconnectNow(): void {
  retryNow?.();
}

export function connect(openPort: OpenPort): void {
  const attemptOnce = async (attempt: number): Promise<void> => {
    useConnection.setState({ status: attempt === 0 ? 'connecting' : 'lost', attempt, retryAt: null });
    let port: Port;
    try {
      port = await openPort();
    } catch {
      again(attempt + 1);
      return;
    }
    const client = createClient(port);
    client.onClose(() => again(1));
    useConnection.setState({ status: 'open', client, everOpen: true, attempt: 0, retryAt: null });
  };
  const again = (attempt: number): void => {
    const delay = retryDelayMs(attempt);
    useConnection.setState({ status: 'lost', client: null, attempt, retryAt: performance.now() + delay });
    const go = (): void => {
      clearTimeout(timer);
      retryNow = null;
      void attemptOnce(attempt);
    };
    const timer = setTimeout(go, delay);
    retryNow = go;
  };
  void attemptOnce(0);
}
