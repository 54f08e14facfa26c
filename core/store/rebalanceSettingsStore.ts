import {
  defaultRebalanceSettings,
  rebalanceSettingsSchema,
  type RebalanceSettings,
} from '../contract/rebalance.ts';
import type { Database, ReadDatabase } from './database.ts';
import { readMeta, writeMeta } from './metaStore.ts';

/** What rebalancing is steered by; the defaults until a planner has adopted others, or where they can't be read. */
export function readRebalanceSettings(database: ReadDatabase): RebalanceSettings {
  const text = readMeta(database, 'rebalanceSettings');
  if (text === null) return defaultRebalanceSettings;
  const parsed = rebalanceSettingsSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : defaultRebalanceSettings;
}

export function writeRebalanceSettings(database: Database, settings: RebalanceSettings): void {
  writeMeta(database, 'rebalanceSettings', JSON.stringify(settings));
}

/** How good the kept plan is: its worth and what no plan can exceed, at the valuation it was solved with. */
export interface RebalanceBound {
  readonly objectiveMinor: number;
  readonly upperBoundMinor: number;
  readonly gap: number;
}

export function readRebalanceBound(database: ReadDatabase): RebalanceBound | null {
  const parsed = parseJson(readMeta(database, 'rebalanceBound') ?? 'null');
  if (typeof parsed !== 'object' || parsed === null) return null;
  const { objectiveMinor, upperBoundMinor, gap } = parsed as Record<string, unknown>;
  if (typeof objectiveMinor !== 'number' || typeof upperBoundMinor !== 'number' || typeof gap !== 'number') {
    return null;
  }
  return { objectiveMinor, upperBoundMinor, gap };
}

export function writeRebalanceBound(database: Database, bound: RebalanceBound): void {
  writeMeta(database, 'rebalanceBound', JSON.stringify(bound));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
