import { useMemo, useState } from 'react';
import type { Client } from '../../core/contract/rpc.ts';
import { useConnection } from './connection.ts';

/**
 * Something made from the line to the host. While the line is away the last one stays, so that what is on the
 * screen stays too; null before the first line. `create` has to be the same function every time.
 */
export function useFromClient<T>(create: (client: Client) => T): T | null {
  const client = useConnection((state) => state.client);
  const [last, setLast] = useState<Client | null>(client);
  if (client !== null && client !== last) setLast(client);
  return useMemo(() => (last === null ? null : create(last)), [last, create]);
}
