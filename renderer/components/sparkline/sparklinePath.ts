/**
 * A trend as an SVG path in a box of the given size, oldest value at the left. The vertical scale runs over the
 * values' own range, but over no less than a hundredth of the figure: a drift that rounds to nothing is a line in
 * the middle, not a slope. Values that are unknown leave a gap.
 */
export function sparklinePath(values: readonly number[], width: number, height: number, inset = 2): string {
  const known = values.filter((value) => Number.isFinite(value));
  if (known.length === 0) return '';
  const least = Math.min(...known);
  const most = Math.max(...known);
  const range = Math.max(most - least, Math.max(Math.abs(most), Math.abs(least)) / 100);
  const centre = (most + least) / 2;
  const x = (index: number): number =>
    values.length === 1 ? width / 2 : inset + (index / (values.length - 1)) * (width - 2 * inset);
  const y = (value: number): number =>
    range === 0 ? height / 2 : height / 2 - ((value - centre) / range) * (height - 2 * inset);
  let path = '';
  let pen = false;
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) {
      pen = false;
      return;
    }
    path += `${pen ? 'L' : 'M'}${round(x(index))} ${round(y(value))}`;
    pen = true;
  });
  return path;
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
