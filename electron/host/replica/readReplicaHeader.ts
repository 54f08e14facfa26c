/**
 * What the header of a SQLite file says, read from its bytes: SQLite itself would take an empty or truncated file for
 * a new database, and merges a log that a killed process left into the file even where the file is then refused.
 * Source: "Database File Format", sqlite.org, sections 1.3 (header) and 4 (write-ahead log).
 */
import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

export interface ReplicaHeader {
  readonly applicationId: number;
  /** The `user_version` as of the last transaction that was committed, also where it stands in the log alone. */
  readonly version: number;
  /** False where the file is shorter than it says, or ends within a page, and no log could make up for it. */
  readonly whole: boolean;
}

const magic = 'SQLite format 3\0';
const headerBytes = 100;

/** Null where the file is no SQLite database. */
export function readReplicaHeader(file: string): ReplicaHeader | null {
  if (!statSync(file).isFile()) return null;
  const descriptor = openSync(file, 'r');
  try {
    const header = Buffer.alloc(headerBytes);
    if (readSync(descriptor, header, 0, headerBytes, 0) < headerBytes) return null;
    if (header.toString('latin1', 0, magic.length) !== magic) return null;
    const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
    const { size } = fstatSync(descriptor);
    // The count of pages is the file's own where the change counter says that it was kept up to date.
    const pages = header.readUInt32BE(24) === header.readUInt32BE(92) ? header.readUInt32BE(28) : 0;
    const logged = lastLoggedHeader(`${file}-wal`);
    const latest = logged ?? header;
    return {
      applicationId: latest.readUInt32BE(68),
      version: latest.readUInt32BE(60),
      whole: hasLog(file) || (pageSize >= 512 && size % pageSize === 0 && size >= pages * pageSize),
    };
  } finally {
    closeSync(descriptor);
  }
}

function hasLog(file: string): boolean {
  const log = `${file}-wal`;
  return existsSync(log) && statSync(log).size > logHeaderBytes;
}

const logHeaderBytes = 32;
const frameHeaderBytes = 24;

/** The first page's header as the log's last committed transaction left it; null where no transaction changed it. */
function lastLoggedHeader(log: string): Buffer | null {
  if (!existsSync(log)) return null;
  const descriptor = openSync(log, 'r');
  try {
    const start = Buffer.alloc(logHeaderBytes);
    if (readSync(descriptor, start, 0, logHeaderBytes, 0) < logHeaderBytes) return null;
    const frameBytes = frameHeaderBytes + start.readUInt32BE(8);
    const frame = Buffer.alloc(frameHeaderBytes + headerBytes);
    let pending: Buffer | null = null;
    let committed: Buffer | null = null;
    for (
      let at = logHeaderBytes;
      readSync(descriptor, frame, 0, frame.length, at) === frame.length;
      at += frameBytes
    ) {
      // Frames of an earlier round of the log carry other salts.
      if (frame.compare(start, 16, 24, 8, 16) !== 0) break;
      if (frame.readUInt32BE(0) === 1) pending = Buffer.from(frame.subarray(frameHeaderBytes));
      if (frame.readUInt32BE(4) !== 0) committed = pending;
    }
    return committed;
  } finally {
    closeSync(descriptor);
  }
}
