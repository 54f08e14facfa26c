import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BallastError } from '../../core/base/errors.ts';
import type { Database } from '../../core/store/database.ts';
import {
  deleteExceptionRecord,
  readExceptionRecords,
  writeExceptionRecord,
  type ExceptionRecord,
} from '../../core/store/exceptionStore.ts';
import { readMeta, readMetaNumber, writeMeta } from '../../core/store/metaStore.ts';
import { migrate, refuseNewerReplica, replicaVersion } from '../../core/store/migrations.ts';
import {
  findVehicles,
  readInbound,
  readInboundDue,
  readInboundOf,
  readNetwork,
  readVehicles,
  writeVehicles,
} from '../../core/store/networkStore.ts';
import {
  activatePlanRun,
  deleteOtherPlanColumns,
  nextPlanRun,
  readPlanColumns,
  readPlannedAt,
  readPlanRun,
  writePlanColumns,
} from '../../core/store/planStore.ts';
import { readServiceLevels, writeServiceLevel } from '../../core/store/policyStore.ts';
import {
  addCurrentDemand,
  changePosition,
  countPositions,
  readCurrentDemand,
  readLocationFeeds,
  scanPositions,
  touchLocation,
} from '../../core/store/positionStore.ts';
import {
  deleteTransfer,
  readTransfers,
  writeTransfer,
  type Transfer,
} from '../../core/store/transferStore.ts';
import type { Inbound, Network } from '../../core/model/network.ts';
import { openDatabase } from '../../electron/host/sqlite/openDatabase.ts';
import { createMiniSession, writeMiniReplica } from '../support/miniReplica.ts';

let database: Database;
let network: Network;
beforeEach(() => {
  database = openDatabase(':memory:');
  network = writeMiniReplica(database, { seed: 2, dealers: 3, items: 12 });
});
afterEach(() => database.close());

describe('the replica', () => {
  it('gives back the network that was written', () => {
    const read = readNetwork(database);
    // Lanes come in the order of their ends, everything else in its own.
    const lanes = network.lanes.toSorted((a, b) => a.from - b.from || a.to - b.to);
    expect(read).toEqual({ ...network, lanes });
  });

  it('migrates once, and says what it cannot read', () => {
    migrate(database);
    expect(refuseNewerReplica(database)).toBe(replicaVersion);
    database.exec(`PRAGMA user_version = ${replicaVersion + 1}`);
    const tables = (): unknown => database.prepare('SELECT count(*) AS n FROM sqlite_schema').get();
    const before = tables();
    expect(() => migrate(database)).toThrow(expect.objectContaining({ code: 'replica-newer' }) as Error);
    expect(tables()).toEqual(before);
  });

  it('keeps single facts, and misses a number that is none', () => {
    writeMeta(database, 'feedSeed', 12);
    writeMeta(database, 'feedSeed', 13);
    expect([readMeta(database, 'feedSeed'), readMetaNumber(database, 'feedSeed')]).toEqual(['13', 13]);
    expect(readMeta(database, 'forecastModel')).toBeNull();
    for (const wrong of ['twelve', 'NaN']) {
      writeMeta(database, 'feedSeed', wrong);
      expect(() => readMetaNumber(database, 'feedSeed')).toThrow(BallastError);
    }
  });

  it('keeps positions by location and item, adds changes to them and moves their as-of', () => {
    const rows: number[][] = [];
    scanPositions(database, (...row) => void rows.push(row));
    expect(rows).toHaveLength(countPositions(database));
    expect(rows).toEqual(rows.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));
    const [location, item, onHand, reserved] = rows[5];
    changePosition(database, location, item, { onHand: -3, reserved: 0, backorder: 2 }, 77);
    changePosition(database, location, item, {}, 78);
    const after: number[][] = [];
    scanPositions(database, (...row) => void after.push(row));
    expect(after[5].slice(0, 4)).toEqual([location, item, onHand - 3, reserved]);
    expect(after[5][9]).toBe(rows[5][9] + 2);
    expect(after[5].at(-1)).toBe(78);
    expect(after.toSpliced(5, 1)).toEqual(rows.toSpliced(5, 1));
  });

  it('remembers the latest word of a location, whatever the order in which words come', () => {
    for (const asOf of [50, 90, 70]) touchLocation(database, 2, asOf);
    const feeds: number[][] = [];
    readLocationFeeds(database, (...row) => void feeds.push(row));
    expect(feeds).toEqual([[2, 90]]);
  });

  it('adds up this month’s demand', () => {
    expect(readCurrentDemand(database, 2, 0)).toEqual({ quantity: 0, lostSales: 0 });
    addCurrentDemand(database, 2, 0, 3, 0);
    addCurrentDemand(database, 2, 0, 1, 2);
    expect(readCurrentDemand(database, 2, 0)).toEqual({ quantity: 4, lostSales: 2 });
  });

  it('finds inbound by position and by day, in the order of arrival', () => {
    const all: Inbound[] = [];
    readInbound(database, (row) => void all.push(row));
    const order = (a: Inbound, b: Inbound): number => a.expectedDay - b.expectedDay || (a.id < b.id ? -1 : 1);
    const day = all.map((row) => row.expectedDay).toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
    expect(readInboundDue(database, day)).toEqual(
      all.filter((row) => row.expectedDay <= day).toSorted(order),
    );
    for (const { to, item } of all) {
      expect(readInboundOf(database, to, item)).toEqual(
        all.filter((row) => row.to === to && row.item === item).toSorted(order),
      );
    }
    expect(all.length).toBeGreaterThan(5);
  });

  it('finds vehicles by any part of their number, signs of a pattern taken as they are', () => {
    const [vehicle] = readVehicles(database);
    writeVehicles(database, [{ ...vehicle, vin: 'A_B%C' }]);
    expect(findVehicles(database, '33a00', 5).map(({ vin }) => vin)).toEqual([vehicle.vin]);
    expect(findVehicles(database, '_', 5).map(({ vin }) => vin)).toEqual(['A_B%C']);
    expect(findVehicles(database, '%', 5).map(({ vin }) => vin)).toEqual(['A_B%C']);
    expect(findVehicles(database, '\\', 5)).toEqual([]);
  });

  it('sets service levels and gives them back to the segment; nonsense is refused by the schema', () => {
    const levels = (): number[][] => {
      const found: number[][] = [];
      readServiceLevels(database, (...row) => void found.push(row));
      return found;
    };
    writeServiceLevel(database, 2, 0, 0.9);
    writeServiceLevel(database, 2, 0, 0.95);
    writeServiceLevel(database, 2, 1, 0.5);
    expect(levels()).toEqual([
      [2, 0, 0.95],
      [2, 1, 0.5],
    ]);
    writeServiceLevel(database, 2, 0, null);
    writeServiceLevel(database, 2, 7, null);
    expect(levels()).toEqual([[2, 1, 0.5]]);
    for (const wrong of [0, 1, -1, Number.NaN])
      expect(() => writeServiceLevel(database, 2, 0, wrong)).toThrow();
  });

  it('gives back transfers and what was done about exceptions, field by field', () => {
    const transfer: Transfer = {
      id: 'T000007',
      item: 3,
      from: 2,
      to: 4,
      quantity: 5,
      state: 'rejected',
      run: 2,
      days: 3,
      benefitMinor: 900,
      donorMinor: -20,
      freightMinor: 30,
      handlingMinor: 40,
      netMinor: 810,
      verdict: 'approve',
      role: 'planner',
      rule: 'P1',
      facts: {
        valueMinor: 1,
        netMinor: 810,
        freightMinor: 30,
        itemStatus: 'active',
        criticality: 'vital',
        hazardous: true,
        laneTakesHazardous: true,
        sameOwnerGroup: false,
        feedAgeHours: 0.5,
        donorCountDoubtful: false,
        donorLeft: 4,
        donorHoldBack: -1,
      },
      proposedBy: 'plan',
      decidedBy: 'planner',
      reason: 'other: "quoted", 日本',
      stateMinutes: 123,
    };
    const open: Transfer = { ...transfer, id: 'T000006', decidedBy: null, reason: null, role: '' };
    writeTransfer(database, transfer);
    writeTransfer(database, { ...open, quantity: 9 });
    writeTransfer(database, open);
    expect(readTransfers(database)).toEqual([open, transfer]);
    deleteTransfer(database, open.id);
    expect(readTransfers(database)).toEqual([transfer]);

    const record: ExceptionRecord = {
      kind: 'stockout',
      location: 2,
      item: 3,
      status: 'snoozed',
      assignee: null,
      snoozedUntil: 55,
      code: null,
      note: null,
      moneyMinor: 12_345,
      changedMinutes: 9,
    };
    const resolved: ExceptionRecord = {
      ...record,
      status: 'resolved',
      snoozedUntil: null,
      code: 'order-placed',
      note: '',
    };
    writeExceptionRecord(database, record);
    expect(readExceptionRecords(database)).toEqual([record]);
    writeExceptionRecord(database, resolved);
    expect(readExceptionRecords(database)).toEqual([resolved]);
    deleteExceptionRecord(database, 'stockout-risk', 2, 3);
    expect(readExceptionRecords(database)).toHaveLength(1);
    deleteExceptionRecord(database, 'stockout', 2, 3);
    expect(readExceptionRecords(database)).toEqual([]);
  });
});

describe('the plan’s columns', () => {
  it('come back as they were saved, once their run is the plan, and not where any is missing', () => {
    const { state } = createMiniSession(database);
    const columns = ['mean', 'dispersionWithin', 'dispersionRate', 'demandClass', 'lastDemandAge'] as const;
    columns.forEach((name, i) => {
      for (let p = 0; p < state.count; p++) state[name][p] = (p * 7 + i) % 200;
    });
    const saved = columns.map((name) => state[name].slice());
    expect([readPlanRun(database), nextPlanRun(database), readPlannedAt(database)]).toEqual([0, 1, null]);
    expect(readPlanColumns(database, state)).toBe(false);
    for (const run of [1, 2]) {
      network.locations.forEach((_, location) => writePlanColumns(database, run, state, location));
      columns.forEach((name) => state[name].fill(0));
    }
    expect(readPlanColumns(database, state)).toBe(false);
    activatePlanRun(database, 1, 'begun', 'done', '{}');
    expect(readPlanColumns(database, state)).toBe(true);
    columns.forEach((name, i) => expect(state[name]).toEqual(saved[i]));
    expect([readPlanRun(database), nextPlanRun(database), readPlannedAt(database)]).toEqual([1, 3, 'done']);
    deleteOtherPlanColumns(database);
    expect(nextPlanRun(database)).toBe(2);
    database.exec("DELETE FROM plan_column WHERE location_idx = 3 AND name = 'demandClass'");
    expect(readPlanColumns(database, state)).toBe(false);
    database.exec("UPDATE plan_column SET data = x'00' WHERE location_idx = 2 AND name = 'mean'");
    expect(() => readPlanColumns(database, state)).toThrow(
      expect.objectContaining({ code: 'replica-corrupt' }) as Error,
    );
  });
});
