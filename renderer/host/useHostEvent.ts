import { useEffect, useRef } from 'react';
import type { HostEventName, HostEvents } from '../../core/contract/views.ts';
import { useConnection } from './connection.ts';

/** Listens to what the host says without being asked, across reconnections. */
export function useHostEvent<E extends HostEventName>(
  event: E,
  listener: (payload: HostEvents[E]) => void,
): void {
  const client = useConnection((state) => state.client);
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => client?.on(event, (payload) => latest.current(payload)), [client, event]);
}
