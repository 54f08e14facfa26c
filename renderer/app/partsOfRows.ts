import type { PartAt } from '../../core/contract/commands.ts';
import type { RangeData } from '../components/grid/rangeReader.ts';

/** The parts at locations that rows are about, from the columns that name both. */
export function partsOfRows({ rows, columns }: RangeData, location: string, item: string): PartAt[] {
  const locations = columns.get(location) ?? [];
  const items = columns.get(item) ?? [];
  return Array.from(rows, (_, at) => ({ locationId: String(locations[at]), itemId: String(items[at]) }));
}
