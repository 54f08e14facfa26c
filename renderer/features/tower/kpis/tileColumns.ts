/** Tiles a row so that all rows are as full as each other and no tile is narrower than it can be read. */
export function tileColumns(tiles: number, width: number, least = 122, gap = 8): number {
  if (tiles < 1) return 1;
  const fit = Math.max(1, Math.floor((width + gap) / (least + gap)));
  const rows = Math.ceil(tiles / fit);
  return Math.ceil(tiles / rows);
}
