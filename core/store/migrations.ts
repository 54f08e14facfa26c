import { BallastError } from '../base/errors.ts';
import type { Database, ReadDatabase } from './database.ts';

/**
 * Numbered migrations of the replica. `PRAGMA user_version` holds the last one applied; a replica with a
 * higher number was written by a newer Ballast and is refused, never touched. Locations and items are
 * numbered densely from 0 in the order of their ids' import, and everything else refers to these numbers.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE location (
    idx INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('cdc', 'rdc', 'dealer', 'supplier')),
    owner_group TEXT NOT NULL, region TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
    time_zone TEXT NOT NULL, population INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE item (
    idx INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, description TEXT NOT NULL, family TEXT NOT NULL,
    unit_cost_minor INTEGER NOT NULL CHECK (unit_cost_minor >= 0), currency TEXT NOT NULL,
    weight_kg REAL NOT NULL CHECK (weight_kg >= 0), pack_quantity INTEGER NOT NULL CHECK (pack_quantity >= 1),
    criticality TEXT NOT NULL CHECK (criticality IN ('vital', 'essential', 'desirable')),
    hazardous INTEGER NOT NULL CHECK (hazardous IN (0, 1)),
    status TEXT NOT NULL CHECK (status IN ('active', 'phase-out', 'superseded', 'stop-sale')),
    origin TEXT NOT NULL CHECK (origin IN ('real', 'synthetic'))
  ) STRICT;

  CREATE TABLE lane (
    from_idx INTEGER NOT NULL REFERENCES location, to_idx INTEGER NOT NULL REFERENCES location,
    days INTEGER NOT NULL CHECK (days >= 0), fixed_cost_minor INTEGER NOT NULL CHECK (fixed_cost_minor >= 0),
    cost_per_kg_minor REAL NOT NULL CHECK (cost_per_kg_minor >= 0),
    hazardous_allowed INTEGER NOT NULL CHECK (hazardous_allowed IN (0, 1)),
    PRIMARY KEY (from_idx, to_idx)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE supersession (
    item_idx INTEGER NOT NULL REFERENCES item, replaced_by_idx INTEGER NOT NULL REFERENCES item,
    kind TEXT NOT NULL CHECK (kind IN ('one-way', 'two-way')), effective_from TEXT NOT NULL,
    quantity_per INTEGER NOT NULL CHECK (quantity_per >= 1), PRIMARY KEY (item_idx, replaced_by_idx)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE position (
    location_idx INTEGER NOT NULL, item_idx INTEGER NOT NULL,
    on_hand INTEGER NOT NULL, reserved INTEGER NOT NULL, work_in_progress INTEGER NOT NULL,
    quality_hold INTEGER NOT NULL, in_transit_in INTEGER NOT NULL, in_transit_out INTEGER NOT NULL,
    on_order INTEGER NOT NULL, backorder INTEGER NOT NULL, return_pending INTEGER NOT NULL,
    as_of INTEGER NOT NULL, PRIMARY KEY (location_idx, item_idx)
  ) STRICT, WITHOUT ROWID;

  -- When a location's system last spoke at all; a position is as of the later of this and its own.
  CREATE TABLE location_feed (location_idx INTEGER PRIMARY KEY, as_of INTEGER NOT NULL) STRICT;

  -- Histories of all positions of a location, in item order (see demandBlock.ts).
  CREATE TABLE demand_block (location_idx INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;

  -- Demand of the running month, folded into the blocks when the month is closed.
  CREATE TABLE demand_current (
    location_idx INTEGER NOT NULL, item_idx INTEGER NOT NULL, quantity INTEGER NOT NULL,
    lost_sales INTEGER NOT NULL, PRIMARY KEY (location_idx, item_idx)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE inbound (
    id TEXT PRIMARY KEY, to_idx INTEGER NOT NULL, item_idx INTEGER NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0), promised_day INTEGER NOT NULL, expected_day INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('replenishment', 'purchase', 'transfer', 'emergency'))
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX inbound_by_position ON inbound (to_idx, item_idx);
  CREATE INDEX inbound_by_day ON inbound (expected_day);

  CREATE TABLE vehicle (
    vin TEXT PRIMARY KEY, model TEXT NOT NULL, trim TEXT NOT NULL, options TEXT NOT NULL,
    location_idx INTEGER NOT NULL REFERENCES location, status TEXT NOT NULL, arrived_day INTEGER NOT NULL,
    price_minor INTEGER NOT NULL, currency TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- What planners set on a position; without a row it is left to the segment.
  CREATE TABLE position_policy (
    location_idx INTEGER NOT NULL, item_idx INTEGER NOT NULL,
    service_level REAL NOT NULL CHECK (service_level > 0 AND service_level < 1),
    PRIMARY KEY (location_idx, item_idx)
  ) STRICT, WITHOUT ROWID;

  -- Forecast columns by location, written by a plan run. Rows of a run other than meta's 'plan' are leftovers.
  CREATE TABLE plan_run (
    id INTEGER PRIMARY KEY, started_at TEXT NOT NULL, finished_at TEXT, summary TEXT NOT NULL
  ) STRICT;
  CREATE TABLE plan_column (
    run_id INTEGER NOT NULL, location_idx INTEGER NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (run_id, location_idx, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE transfer (
    id TEXT PRIMARY KEY, item_idx INTEGER NOT NULL, from_idx INTEGER NOT NULL, to_idx INTEGER NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0), state TEXT NOT NULL, run_id INTEGER NOT NULL,
    days INTEGER NOT NULL, benefit_minor INTEGER NOT NULL, donor_minor INTEGER NOT NULL,
    freight_minor INTEGER NOT NULL, handling_minor INTEGER NOT NULL, net_minor INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('auto', 'approve', 'block')), role TEXT NOT NULL, rule TEXT NOT NULL,
    facts TEXT NOT NULL, proposed_by TEXT NOT NULL, decided_by TEXT, reason TEXT, state_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX transfer_by_state ON transfer (state);

  -- What people did with an exception; the exceptions themselves are computed from the plan.
  CREATE TABLE exception_state (
    kind TEXT NOT NULL, location_idx INTEGER NOT NULL, item_idx INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('assigned', 'snoozed', 'resolved')), assignee TEXT,
    snoozed_until INTEGER, code TEXT, note TEXT, money_minor INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    PRIMARY KEY (kind, location_idx, item_idx)
  ) STRICT, WITHOUT ROWID;

  -- Undo, audit and upload are one journal: a command, the rows it changed before and after, and which entry it took back.
  CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL,
    label TEXT NOT NULL, command TEXT NOT NULL, changes TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('do', 'undo', 'redo')), target INTEGER REFERENCES journal,
    undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
  ) STRICT;
  -- Figures of the network over time, for trends.
  CREATE TABLE kpi_snapshot (
    at INTEGER NOT NULL, kpi TEXT NOT NULL, value REAL NOT NULL, PRIMARY KEY (kpi, at)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE outbox (seq INTEGER PRIMARY KEY REFERENCES journal, queued_at INTEGER NOT NULL) STRICT;
  `,
  // Format 2: parts that a dealer never gives, by dealer and part, so that stock at zero does not drop it.
  `
  CREATE TABLE protected_part (
    location_idx INTEGER NOT NULL REFERENCES location, item_idx INTEGER NOT NULL REFERENCES item,
    rule TEXT NOT NULL, since_day INTEGER NOT NULL,
    PRIMARY KEY (location_idx, item_idx)
  ) STRICT, WITHOUT ROWID;
  `,
  // Format 3: overrides of the forecast and their outcomes; months that are over wait beside the histories.
  `
  CREATE TABLE forecast_override (
    id TEXT PRIMARY KEY,
    level TEXT NOT NULL CHECK (level IN ('position', 'item', 'family-region', 'family', 'region', 'network')),
    location_idx INTEGER NOT NULL, item_idx INTEGER NOT NULL, family TEXT NOT NULL, region TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('absolute', 'relative')),
    value REAL NOT NULL CHECK (value >= CASE kind WHEN 'absolute' THEN 0 ELSE -1 END),
    from_month TEXT NOT NULL, to_month TEXT NOT NULL CHECK (to_month >= from_month),
    reason TEXT NOT NULL CHECK (trim(reason) <> ''), author TEXT NOT NULL, created_at INTEGER NOT NULL, expires TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE override_outcome (
    override_id TEXT NOT NULL, month TEXT NOT NULL, baseline REAL NOT NULL, consensus REAL NOT NULL,
    actual REAL NOT NULL, PRIMARY KEY (override_id, month)
  ) STRICT, WITHOUT ROWID;

  -- Demand of months that are over and not in their location's block yet; period counts from the first of all.
  CREATE TABLE demand_month (
    period INTEGER NOT NULL, location_idx INTEGER NOT NULL, item_idx INTEGER NOT NULL, quantity INTEGER NOT NULL,
    lost_sales INTEGER NOT NULL, PRIMARY KEY (location_idx, period, item_idx)
  ) STRICT, WITHOUT ROWID;
  -- Months that a block holds.
  ALTER TABLE demand_block ADD COLUMN periods INTEGER NOT NULL DEFAULT 0;
  UPDATE demand_block SET periods = (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'periods');
  `,
  // Format 4: who protected a part and why, and units that a dealer may return at the end of a hold period.
  `
  ALTER TABLE protected_part ADD COLUMN note TEXT NOT NULL DEFAULT '';
  ALTER TABLE protected_part ADD COLUMN author TEXT NOT NULL DEFAULT 'programme';
  CREATE TABLE return_protection (
    location_idx INTEGER NOT NULL REFERENCES location, item_idx INTEGER NOT NULL REFERENCES item,
    programme TEXT NOT NULL, quantity INTEGER NOT NULL CHECK (quantity > 0), until_day INTEGER NOT NULL,
    PRIMARY KEY (location_idx, item_idx)
  ) STRICT, WITHOUT ROWID;
  `,
  // Format 5: when positions had nothing available, what was predicted of that, and uplifts that history is cleared of.
  `
  -- Dealers' positions whose stock came or went since the running month began: minutes without any in it so far, and
  -- since when there is none (null: there is some). A position without a row has been as it is now all month.
  CREATE TABLE stockout_current (
    location_idx INTEGER NOT NULL, item_idx INTEGER NOT NULL, out_minutes INTEGER NOT NULL CHECK (out_minutes >= 0),
    out_since INTEGER, PRIMARY KEY (location_idx, item_idx)
  ) STRICT, WITHOUT ROWID;
  -- Days without stock in months that are over, by location (see stockoutStore.ts); period counts from the first of all.
  CREATE TABLE stockout_month (
    location_idx INTEGER NOT NULL, period INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (location_idx, period)
  ) STRICT, WITHOUT ROWID;
  -- Predictions that nothing will be left by an instant, until it comes; then their sums by month and probability.
  CREATE TABLE stockout_prediction (
    location_idx INTEGER NOT NULL, item_idx INTEGER NOT NULL, made_at INTEGER NOT NULL, due_at INTEGER NOT NULL,
    probability REAL NOT NULL CHECK (probability BETWEEN 0 AND 1), ran_out INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (location_idx, item_idx, made_at)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE stockout_judged (
    month TEXT NOT NULL, bin INTEGER NOT NULL, first_made INTEGER NOT NULL, predictions INTEGER NOT NULL,
    predicted REAL NOT NULL, ran_out INTEGER NOT NULL, squares REAL NOT NULL, PRIMARY KEY (month, bin)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE forecast_override_next (
    id TEXT PRIMARY KEY,
    level TEXT NOT NULL CHECK (level IN ('position', 'item', 'family-region', 'family', 'region', 'network')),
    location_idx INTEGER NOT NULL, item_idx INTEGER NOT NULL, family TEXT NOT NULL, region TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('absolute', 'relative', 'uplift')),
    value REAL NOT NULL CHECK (value >= CASE kind WHEN 'absolute' THEN 0 ELSE -1 END),
    from_month TEXT NOT NULL, to_month TEXT NOT NULL CHECK (to_month >= from_month),
    reason TEXT NOT NULL CHECK (trim(reason) <> ''), author TEXT NOT NULL, created_at INTEGER NOT NULL, expires TEXT
  ) STRICT, WITHOUT ROWID;
  INSERT INTO forecast_override_next SELECT * FROM forecast_override;
  DROP TABLE forecast_override;
  ALTER TABLE forecast_override_next RENAME TO forecast_override;
  `,
  // Format 6: what the plan proposes stands in editions of its own, with the proof of its bound.
  `
  -- The plan's open proposals as its last edition made them; rows of an edition other than meta's 'planEdition' are
  -- leftovers. What somebody decided or edited stands in transfer.
  CREATE TABLE proposal (
    edition INTEGER NOT NULL, id TEXT NOT NULL, item_idx INTEGER NOT NULL, from_idx INTEGER NOT NULL,
    to_idx INTEGER NOT NULL, quantity INTEGER NOT NULL CHECK (quantity > 0), state TEXT NOT NULL,
    run_id INTEGER NOT NULL, days INTEGER NOT NULL, benefit_minor INTEGER NOT NULL, donor_minor INTEGER NOT NULL,
    freight_minor INTEGER NOT NULL, handling_minor INTEGER NOT NULL, net_minor INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('auto', 'approve', 'block')), role TEXT NOT NULL, rule TEXT NOT NULL,
    facts TEXT NOT NULL, proposed_by TEXT NOT NULL, decided_by TEXT, reason TEXT, state_at INTEGER NOT NULL,
    PRIMARY KEY (edition, id)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO proposal SELECT 0, id, item_idx, from_idx, to_idx, quantity, state, run_id, days, benefit_minor,
    donor_minor, freight_minor, handling_minor, net_minor, verdict, role, rule, facts, proposed_by, decided_by, reason,
    state_at FROM transfer WHERE state = 'proposed' AND proposed_by = 'plan';
  DELETE FROM transfer WHERE state = 'proposed' AND proposed_by = 'plan';
  CREATE TABLE plan_proof (
    edition INTEGER NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (edition, name)
  ) STRICT, WITHOUT ROWID;
  `,
];

export const replicaVersion = migrations.length;

/** Refuses a replica that a newer Ballast wrote; reads only. Returns its format's number. */
export function refuseNewerReplica(database: ReadDatabase): number {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  refuseNewerVersion(version);
  return version;
}

export function refuseNewerVersion(version: number): void {
  if (version <= replicaVersion) return;
  throw new BallastError(
    'replica-newer',
    `The replica was written by a newer Ballast (format ${version}; this one knows up to ${replicaVersion}). ` +
      'Update Ballast, or choose another data folder with --data. Nothing was changed.',
    { version, known: replicaVersion },
  );
}

/** Brings a replica to the current version, one transaction a step. */
export function migrate(database: Database): void {
  for (let next = refuseNewerReplica(database); next < replicaVersion; next++) {
    database.transaction(() => {
      database.exec(migrations[next] ?? '');
      database.exec(`PRAGMA user_version = ${next + 1}`);
    });
  }
}
