/**
 * The season that the series of a table share: a factor for each period of the year, mean 1, from the last whole
 * seasons before the origin. Every series counts alike, by its demand relative to its own mean of that season, so
 * neither a fast mover nor a trend makes the season. The factors are drawn towards 1 by how much they differ from year to
 * year. Null with less than two whole seasons. O(cells). Source: R. Dekker, M. van Donselaar and P. Ouwehand, "How to use
 * aggregation and combined forecasting to improve seasonal demand forecasts", IJPE 90 (2004).
 */
const mostSeasons = 4;
/** A factor is kept above this: a period without any demand in few years is not impossible. */
const smallestFactor = 0.1;

export function seasonalIndex(
  cells: Float64Array,
  stride: number,
  count: number,
  end: number,
  season: number,
): Float64Array | null {
  const years = Math.min(mostSeasons, Math.floor(end / season));
  if (years < 2 || season < 2) return null;
  const profiles = Array.from({ length: years }, (_, year) =>
    yearProfile(cells, stride, count, end - (year + 1) * season, season),
  );
  if (profiles.some((profile) => profile === null)) return null;
  const index = new Float64Array(season);
  let noise = 0;
  let signal = 0;
  for (let p = 0; p < season; p++) {
    // Profiles begin at the origin's place in the season; the index begins at period 0 of the table.
    const place = (((end + p) % season) + season) % season;
    let mean = 0;
    for (const profile of profiles) mean += (profile?.[p] ?? 1) / years;
    for (const profile of profiles) noise += ((profile?.[p] ?? 1) - mean) ** 2 / (years - 1) / years / season;
    signal += (mean - 1) ** 2 / season;
    index[place] = mean;
  }
  const share = signal > 0 ? Math.max(0, 1 - noise / signal) : 0;
  let sum = 0;
  for (let p = 0; p < season; p++) {
    index[p] = Math.max(smallestFactor, 1 + share * (index[p] - 1));
    sum += index[p] / season;
  }
  return index.map((factor) => factor / sum);
}

/** Cells with the season taken out: divided by their period's factor. */
export function withoutSeason(cells: Float64Array, stride: number, index: Float64Array): Float64Array {
  const adjusted = new Float64Array(cells.length);
  for (let i = 0; i < cells.length; i++) adjusted[i] = cells[i] / index[(i % stride) % index.length];
  return adjusted;
}

/** Mean relative demand by period of one season, over the series observed in all of it; null where there is none. */
function yearProfile(
  cells: Float64Array,
  stride: number,
  count: number,
  from: number,
  season: number,
): Float64Array | null {
  const profile = new Float64Array(season);
  let total = 0;
  for (let s = 0; s < count; s++) {
    const base = s * stride + from;
    let sum = 0;
    for (let p = 0; p < season; p++) sum += cells[base + p];
    // An unobserved period makes the sum NaN, which is not above zero.
    if (!(sum > 0)) continue;
    // A series with one demand in the year says little; its weight grows with its demand, up to one.
    const weight = sum / (sum + season);
    for (let p = 0; p < season; p++) profile[p] += (weight * cells[base + p] * season) / sum;
    total += weight;
  }
  return total > 0 ? profile.map((value) => value / total) : null;
}
