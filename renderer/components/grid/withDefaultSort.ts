import type { GridQuery, Sort } from '../../../core/contract/grid.ts';

/** A query that names no order takes the one its workspace works by: the most urgent first. */
export function withDefaultSort(query: GridQuery, sort: Sort): GridQuery {
  return query.sort.length > 0 ? query : { ...query, sort: [sort] };
}
