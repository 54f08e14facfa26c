import type { Command } from '../../../core/contract/commands.ts';
import type { GridEdit } from '../../components/grid/gridOptions.ts';
import { parseServiceLevel } from './parseServiceLevel.ts';

/** What an edit of the service level column would do, before it is done. */
export interface ServiceLevelPlan {
  readonly positions: readonly number[];
  /** One a position; null returns it to its segment. */
  readonly levels: readonly (number | null)[];
  readonly refused: readonly { readonly row: number; readonly text: string; readonly reason: string }[];
  /** Cells that already are as the edit wants them. */
  readonly unchanged: number;
  /** Pasted cells that fell on other columns, and below the last row. */
  readonly locked: number;
  readonly beyond: number;
}

const same = 1e-6;

export function planServiceLevels(edit: GridEdit): ServiceLevelPlan {
  const current = edit.data.columns.get('serviceLevel');
  const setBy = edit.data.columns.get('serviceLevelSource');
  const positions: number[] = [];
  const levels: (number | null)[] = [];
  const refused: { row: number; text: string; reason: string }[] = [];
  let unchanged = 0;
  edit.texts.forEach((text, index) => {
    const before = Number(current?.[index] ?? Number.NaN);
    const planned = setBy?.[index] === 'planner';
    const entry = parseServiceLevel(text, before);
    const row = edit.data.rows[index];
    switch (entry.kind) {
      case 'refused':
        refused.push({ row, text, reason: entry.reason });
        break;
      case 'segment':
        if (!planned) unchanged++;
        else {
          positions.push(edit.data.keys[index]);
          levels.push(null);
        }
        break;
      case 'level':
        if (planned && Math.abs(entry.level - before) < same) unchanged++;
        else {
          positions.push(edit.data.keys[index]);
          levels.push(entry.level);
        }
        break;
    }
  });
  return { positions, levels, refused, unchanged, locked: edit.locked, beyond: edit.beyond };
}

/** One command, hence one step of undo. Null when nothing would change. */
export function serviceLevelCommand(plan: ServiceLevelPlan): Command | null {
  const [first] = plan.levels;
  if (first === undefined) return null;
  const uniform = plan.levels.every((level) => level === first);
  return {
    kind: 'set-service-level',
    positions: [...plan.positions],
    serviceLevel: uniform ? first : [...plan.levels],
  };
}
