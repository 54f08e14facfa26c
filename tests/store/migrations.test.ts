import { describe, expect, it } from 'vitest';
import { drained } from '../../core/base/drained.ts';
import { profileById } from '../../core/contract/people.ts';
import { readLocationDemand } from '../../core/store/demandStore.ts';
import { migrate } from '../../core/store/migrations.ts';
import { readTransfers } from '../../core/store/transferStore.ts';
import { applyCommand } from '../../electron/host/planning/applyCommand.ts';
import { runPlan } from '../../electron/host/planning/runPlan.ts';
import { openDatabase } from '../../electron/host/sqlite/openDatabase.ts';
import { openMiniSession, writeMiniReplica } from '../support/miniReplica.ts';

describe('migrations', () => {
  it('from before overrides keep every history as it was', () => {
    const database = openDatabase(':memory:');
    const network = writeMiniReplica(database, { seed: 1, dealers: 2, items: 10 });
    const histories = (): Uint16Array[] =>
      network.locations.map((_, location) => {
        const rows = Number(
          database.prepare('SELECT count(*) AS rows FROM position WHERE location_idx = ?').get(location)?.[
            'rows'
          ],
        );
        const demand = new Uint16Array(rows * network.periods);
        readLocationDemand(database, location, network.periods, rows, demand, new Uint16Array(demand.length));
        return demand;
      });
    const before = histories();
    const schema = (): unknown => database.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
    const wanted = schema();
    // Back to format 2.
    database.exec('DROP TABLE forecast_override; DROP TABLE override_outcome; DROP TABLE demand_month');
    database.exec('DROP TABLE stockout_current; DROP TABLE stockout_month');
    database.exec('DROP TABLE stockout_prediction; DROP TABLE stockout_judged');
    database.exec('DROP TABLE proposal; DROP TABLE plan_proof');
    database.exec('DROP TABLE return_protection; ALTER TABLE protected_part DROP COLUMN author');
    database.exec('ALTER TABLE protected_part DROP COLUMN note');
    database.exec('ALTER TABLE demand_block DROP COLUMN periods; PRAGMA user_version = 2');
    migrate(database);
    expect(histories()).toEqual(before);
    expect(before.some((demand) => demand.some((units) => units > 0))).toBe(true);
    expect(schema()).toEqual(wanted);
    database.close();
  });

  it('to editions keep every transfer under its number, what is proposed and what is decided', () => {
    const session = openMiniSession({ seed: 4 });
    const { database } = session;
    drained(runPlan(session, { retrain: false }));
    const [one, two] = [...session.transfers.proposals.values()];
    applyCommand(session, profileById('approver'), { kind: 'approve-transfers', transfers: [one.id] });
    applyCommand(session, profileById('planner'), {
      kind: 'reject-transfers',
      transfers: [two.id],
      reason: 'other',
      note: '',
    });
    const before = readTransfers(database);
    expect(new Set(before.map((transfer) => transfer.state)).size).toBeGreaterThan(2);
    // Back to format 5, in which proposals stood among the transfers.
    database.exec(`
      INSERT INTO transfer SELECT id, item_idx, from_idx, to_idx, quantity, state, run_id, days, benefit_minor,
        donor_minor, freight_minor, handling_minor, net_minor, verdict, role, rule, facts, proposed_by, decided_by,
        reason, state_at FROM proposal WHERE edition = (SELECT value FROM meta WHERE key = 'planEdition');
      DROP TABLE proposal; DROP TABLE plan_proof; DELETE FROM meta WHERE key = 'planEdition';
      PRAGMA user_version = 5`);
    migrate(database);
    expect(readTransfers(database)).toEqual(before);
    database.close();
  });

  it('refuse values and reasons of overrides that no command would write', () => {
    const database = openDatabase(':memory:');
    writeMiniReplica(database, { seed: 1, dealers: 2, items: 10 });
    const insert = (kind: string, value: number, reason: string): void =>
      void database
        .prepare(
          `INSERT INTO forecast_override VALUES ('V1', 'item', -1, 2, '', '', ?, ?, '2001-01', '2001-01', ?, 'planner', 0, NULL)`,
        )
        .run(kind, value, reason);
    for (const [kind, value, reason] of [
      ['absolute', -0.5, 'recall'],
      ['relative', -1.5, 'recall'],
      ['absolute', 1, '  '],
      ['share', 1, 'recall'],
      ['uplift', -1.5, 'recall'],
    ] as const) {
      expect(() => insert(kind, value, reason)).toThrow(/CHECK/);
    }
    insert('uplift', -1, 'recall');
    database.close();
  });
});
