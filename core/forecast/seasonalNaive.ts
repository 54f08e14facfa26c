/**
 * Seasonal naive: each coming period repeats the value one season before it. O(horizon). With less than a season
 * of history the last value goes on. Source: Hyndman and Athanasopoulos (3rd ed.), section 5.2.
 */
export function seasonalNaive(
  values: Float64Array,
  from: number,
  to: number,
  season: number,
  out: Float64Array,
): void {
  const length = to - from;
  for (let h = 0; h < out.length; h++) {
    if (length <= 0) out[h] = 0;
    else if (length < season) out[h] = values[to - 1];
    else out[h] = values[to - season + (h % season)];
  }
}
