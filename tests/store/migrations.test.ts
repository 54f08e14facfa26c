import { describe, expect, it } from 'vitest';
import { readLocationDemand } from '../../core/store/demandStore.ts';
import { migrate } from '../../core/store/migrations.ts';
import { openDatabase } from '../../electron/host/sqlite/openDatabase.ts';
import { writeMiniReplica } from '../support/miniReplica.ts';

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
    database.exec('DROP TABLE return_protection; ALTER TABLE protected_part DROP COLUMN author');
    database.exec('ALTER TABLE protected_part DROP COLUMN note');
    database.exec('ALTER TABLE demand_block DROP COLUMN periods; PRAGMA user_version = 2');
    migrate(database);
    expect(histories()).toEqual(before);
    expect(before.some((demand) => demand.some((units) => units > 0))).toBe(true);
    expect(schema()).toEqual(wanted);
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
