import { describe, expect, it } from 'vitest';
import { drained } from '../../core/base/drained.ts';
import { profileById } from '../../core/contract/people.ts';
import { readLocationDemand } from '../../core/store/demandStore.ts';
import { migrate } from '../../core/store/migrations.ts';
import { readTransfers } from '../../core/store/transferStore.ts';
import { applyCommand } from '../../electron/host/planning/applyCommand.ts';
import { runPlan } from '../../electron/host/planning/runPlan.ts';
import { openDatabase } from '../../electron/host/sqlite/openDatabase.ts';
import { createMiniSession, openMiniSession, writeMiniReplica } from '../support/miniReplica.ts';

/** By format: what takes a replica of the next format back to it, where nothing is proposed or predicted yet. */
const stepsBack: Readonly<Record<number, string>> = {
  5: 'DROP TABLE proposal; DROP TABLE plan_proof;',
  4: `
    DROP TABLE stockout_current; DROP TABLE stockout_month; DROP TABLE stockout_prediction; DROP TABLE stockout_judged;
    DROP TABLE forecast_override;
    CREATE TABLE forecast_override (
      id TEXT PRIMARY KEY, level TEXT NOT NULL, location_idx INTEGER NOT NULL, item_idx INTEGER NOT NULL,
      family TEXT NOT NULL, region TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('absolute', 'relative')),
      value REAL NOT NULL, from_month TEXT NOT NULL, to_month TEXT NOT NULL, reason TEXT NOT NULL,
      author TEXT NOT NULL, created_at INTEGER NOT NULL, expires TEXT
    ) STRICT, WITHOUT ROWID;`,
  3: `
    DROP TABLE return_protection; ALTER TABLE protected_part DROP COLUMN author;
    ALTER TABLE protected_part DROP COLUMN note;`,
  2: `
    DROP TABLE forecast_override; DROP TABLE override_outcome; DROP TABLE demand_month;
    ALTER TABLE demand_block DROP COLUMN periods;`,
};

describe('migrations', () => {
  it('from every format since the second keep histories, protected parts and overrides, and open', () => {
    for (const format of [2, 3, 4, 5]) {
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
          readLocationDemand(
            database,
            location,
            network.periods,
            rows,
            demand,
            new Uint16Array(demand.length),
          );
          return demand;
        });
      const dealer = network.locations.findIndex(({ kind }) => kind === 'dealer');
      const before = histories();
      const schema = (): unknown =>
        database.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
      const wanted = schema();
      for (let step = 5; step >= format; step--) database.exec(stepsBack[step]);
      database.exec(`PRAGMA user_version = ${format}`);
      database
        .prepare('INSERT INTO protected_part (location_idx, item_idx, rule, since_day) VALUES (?, 2, ?, 100)')
        .run(dealer, 'RP-15');
      if (format > 2) {
        database
          .prepare(
            `INSERT INTO forecast_override VALUES ('V1', 'item', -1, 2, '', '', 'relative', 0.5, '2001-01', '2001-01',
              'recall', 'planner', 0, NULL)`,
          )
          .run();
      }
      migrate(database);
      expect(histories(), `format ${format}`).toEqual(before);
      expect(before.some((demand) => demand.some((units) => units > 0))).toBe(true);
      expect(schema(), `format ${format}`).toEqual(wanted);
      const session = createMiniSession(database);
      drained(runPlan(session, { retrain: false }));
      expect([...session.state.agreements.protectedParts.values()], `format ${format}`).toMatchObject([
        { location: dealer, item: 2, agreement: 'RP-15', note: '', author: 'programme', sinceDay: 100 },
      ]);
      expect([...session.overrides.values()], `format ${format}`).toMatchObject(
        format === 2 ? [] : [{ id: 'V1', kind: 'relative', value: 0.5, item: 2 }],
      );
      expect(session.hasForecast).toBe(true);
      database.close();
    }
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
