import type { LaneShares } from '../rebalance/laneShares.ts';
import type { Database, ReadDatabase } from './database.ts';
import { readPlanEdition } from './transferStore.ts';

/**
 * The proof of the plan's bound: shares of lanes' fixed costs by item, with lanes as indexes into the network's. One
 * BLOB a column, under the edition of the plan that it belongs to.
 */
export function writePlanProof(database: Database, edition: number, proof: LaneShares | null): void {
  database.prepare('DELETE FROM plan_proof').run();
  if (proof === null) return;
  const insert = database.prepare('INSERT INTO plan_proof (edition, name, data) VALUES (?, ?, ?)');
  for (const name of ['itemStart', 'lane', 'share'] as const) {
    const column = proof[name];
    insert.run(edition, name, new Uint8Array(column.slice().buffer));
  }
}

/** Null where the plan was made without one. */
export function readPlanProof(database: ReadDatabase): LaneShares | null {
  const columns = new Map<string, Uint8Array>();
  database
    .prepare('SELECT name, data FROM plan_proof WHERE edition = ?')
    .each([readPlanEdition(database)], ([name, data]) => {
      if (data instanceof Uint8Array) columns.set(String(name), data);
    });
  const itemStart = columns.get('itemStart');
  const lane = columns.get('lane');
  const share = columns.get('share');
  if (itemStart === undefined || lane === undefined || share === undefined) return null;
  // Copies, because a BLOB need not begin where a number may.
  return {
    itemStart: new Int32Array(itemStart.slice().buffer),
    lane: new Int32Array(lane.slice().buffer),
    share: new Float64Array(share.slice().buffer),
  };
}
