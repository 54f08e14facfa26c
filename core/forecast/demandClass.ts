/**
 * Demand class of a series by the mean interval between demands (ADI, periods, the first interval counted from the
 * start of the series) against 1.32 and the squared coefficient of variation of the sizes of demands (CV²) against
 * 0.49. CV² is the sample one (divided by n − 1), as R's tsintermittent has it; the population one (divided by n) is
 * given beside it. Fewer than two demands have CV² = 0. O(n). Source: A. A. Syntetos, J. E. Boylan and J. D. Croston,
 * "On the categorization of demand patterns", JORS 56 (2005).
 */
export const demandClasses = ['none', 'smooth', 'erratic', 'intermittent', 'lumpy'] as const;
export type DemandClass = (typeof demandClasses)[number];

export const intervalBorder = 1.32;
export const variationBorder = 0.49;

export interface DemandPattern {
  /** Mean interval between demands in periods; NaN without demand. */
  readonly adi: number;
  readonly cv2Sample: number;
  readonly cv2Population: number;
  readonly nonzeroCount: number;
  readonly demandClass: DemandClass;
}

export function demandPattern(values: Float64Array, from: number, to: number): DemandPattern {
  let count = 0;
  let last = from - 1;
  let mean = 0;
  let squares = 0;
  for (let t = from; t < to; t++) {
    const value = values[t];
    if (!(value > 0)) continue;
    count++;
    const difference = value - mean;
    mean += difference / count;
    squares += difference * (value - mean);
    last = t;
  }
  const relative = count > 1 ? squares / (mean * mean) : 0;
  const adi = count === 0 ? Number.NaN : (last - from + 1) / count;
  const cv2Sample = count > 1 ? relative / (count - 1) : 0;
  const cv2Population = count > 1 ? relative / count : 0;
  return {
    adi,
    cv2Sample,
    cv2Population,
    nonzeroCount: count,
    demandClass: demandClasses[demandClassCode(adi, cv2Sample)],
  };
}

/** Index into `demandClasses`; 0 where ADI is unknown (no demand). */
export function demandClassCode(adi: number, cv2: number): number {
  if (!(adi > 0)) return 0;
  return 1 + (cv2 >= variationBorder ? 1 : 0) + (adi >= intervalBorder ? 2 : 0);
}
