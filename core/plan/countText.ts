/** Counts with their noun, as sentences say them: `1 unit`, `20,079 units`. */
export function unitCount(units: number): string {
  return countText(units, 'unit');
}

export function dayCount(days: number): string {
  return countText(days, 'day');
}

function countText(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : `${noun}s`}`;
}
