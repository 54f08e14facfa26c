import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { BallastError } from '../../../core/base/errors.ts';
import { writeMeta } from '../../../core/store/metaStore.ts';
import { minutesToDay } from '../../../core/base/calendar.ts';
import { migrate } from '../../../core/store/migrations.ts';
import { writeInbound, writeNetwork, writeVehicles } from '../../../core/store/networkStore.ts';
import { writeLocationStock } from '../../../core/store/positionStore.ts';
import { writeProtectedPart } from '../../../core/store/protectedPartStore.ts';
import { writeReturnProtection } from '../../../core/store/returnProtectionStore.ts';
import { createSample, type SampleSize } from '../sources/sample/createSample.ts';
import { drawProtectedParts, drawReturnProtections } from '../sources/sample/drawAgreements.ts';
import { loadSampleTexts } from '../sources/sample/loadSampleTexts.ts';
import { openDatabase } from '../sqlite/openDatabase.ts';
import { replicaApplicationId, replicaFile } from './openReplica.ts';

export interface SampleSummary {
  readonly size: SampleSize;
  readonly seed: number;
  readonly locations: number;
  readonly dealers: number;
  readonly items: number;
  readonly positions: number;
  readonly lanes: number;
  readonly inbound: number;
  readonly vehicles: number;
  readonly bytes: number;
}

/**
 * Creates a replica with the sample network. It is built under a temporary name, flushed and renamed: a replica is
 * there whole or not at all, and one that exists is never touched. The same size and seed give the same bytes.
 */
export function createSampleReplica(options: {
  readonly dataFolder: string;
  readonly resourcesFolder: string;
  readonly size: SampleSize;
  readonly seed: number;
  readonly progress: (done: number, total: number) => void;
}): SampleSummary {
  const file = replicaFile(options.dataFolder);
  if (existsSync(file)) {
    throw new BallastError(
      'conflict',
      `${options.dataFolder} already holds a replica. It was left as it is: choose another folder with --data.`,
      { file },
    );
  }
  try {
    mkdirSync(options.dataFolder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BallastError('bad-input', `${options.dataFolder} cannot be used as a data folder: ${reason}.`, {
      folder: options.dataFolder,
    });
  }
  const temporary = `${file}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  try {
    const sample = createSample({
      size: options.size,
      seed: options.seed,
      ...loadSampleTexts(options.resourcesFolder),
    });
    const database = openDatabase(temporary, { scratch: true });
    let positions = 0;
    let inboundCount = 0;
    try {
      database.exec(`PRAGMA application_id = ${replicaApplicationId}`);
      migrate(database);
      database.transaction(() => {
        writeNetwork(database, sample.network);
        const today = minutesToDay(sample.clockMinutes);
        writeMeta(database, 'clockMinutes', sample.clockMinutes);
        writeMeta(database, 'feedSeed', options.seed);
        writeMeta(database, 'feedSequence', 0);
        writeMeta(database, 'nextTransfer', 1);
        writeMeta(database, 'sample', options.size);
        writeVehicles(database, sample.vehicles);
        for (let location = 0; location < sample.network.locations.length; location++) {
          const stock = sample.stockOf(location);
          writeLocationStock(database, stock.positions, stock.demand);
          writeInbound(database, stock.inbound);
          if (sample.network.locations[location].kind === 'dealer') {
            const { positions } = stock;
            for (const part of drawProtectedParts(options.seed, location, positions.items)) {
              writeProtectedPart(database, {
                location,
                ...part,
                note: '',
                author: 'programme',
                sinceDay: today,
              });
            }
            for (const protection of drawReturnProtections(options.seed, location, positions, today)) {
              writeReturnProtection(database, { location, ...protection });
            }
          }
          positions += stock.positions.items.length;
          inboundCount += stock.inbound.length;
          options.progress(location + 1, sample.network.locations.length);
        }
      });
    } finally {
      database.close();
    }
    const descriptor = openSync(temporary, 'r+');
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(temporary, file);
    const { network } = sample;
    return {
      size: options.size,
      seed: options.seed,
      locations: network.locations.length,
      dealers: network.locations.filter((location) => location.kind === 'dealer').length,
      items: network.items.length,
      positions,
      lanes: network.lanes.length,
      inbound: inboundCount,
      vehicles: sample.vehicles.length,
      bytes: statSync(file).size,
    };
  } finally {
    rmSync(temporary, { force: true });
  }
}
