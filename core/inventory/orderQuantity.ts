/**
 * Economic order quantity in whole packs: √(2 · demand a year · cost of an order ÷ holding cost of a unit a year),
 * rounded up to packs, never less than one pack and never more than a year's demand needs. Money in minor units.
 * Source: F. W. Harris, "How many parts to make at once" (1913); Silver, Pyke and Thomas, section 4.1.
 */
export function orderQuantity(
  meanPerMonth: number,
  unitCostMinor: number,
  orderCostMinor: number,
  holdingShareYear: number,
  packQuantity: number,
): number {
  const year = meanPerMonth * 12;
  const holding = unitCostMinor * holdingShareYear;
  const economic = holding > 0 ? Math.sqrt((2 * year * orderCostMinor) / holding) : year;
  const packs = Math.ceil(Math.min(economic, year) / packQuantity);
  return Math.max(1, packs) * packQuantity;
}
