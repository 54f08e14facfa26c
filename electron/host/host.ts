import type { Port } from '../../core/contract/rpc.ts';

/** The host as the doors see it: whoever brings a port gets the contract served on it, events included. */
export interface Host {
  connect(port: Port): void;
  close(): Promise<void>;
}

export interface HostOptions {
  /** The folder of the replica. One host at a time may have it open. */
  readonly dataFolder: string;
  /** Base map, sample network, wasm: `resources/` of a checkout or of the packaged application. */
  readonly resourcesFolder: string;
  readonly log: (line: string) => void;
}

/** A process with this exit code says that another start would end the same way: its data were refused. */
export const refusalExitCode = 3;

export type CreateHost = (options: HostOptions) => Promise<Host>;
