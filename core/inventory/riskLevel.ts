/**
 * Level of a position's risk from P(stockout before the next arrival): none, watch, act, critical (0 to 3, in the
 * order of `riskLevels`). Customers already waiting (a backorder that nothing available covers) are critical.
 */
export function riskLevel(
  pStockout: number,
  waiting: boolean,
  thresholds: readonly [watch: number, act: number, critical: number],
): number {
  if (waiting || pStockout >= thresholds[2]) return 3;
  if (pStockout >= thresholds[1]) return 2;
  return pStockout >= thresholds[0] ? 1 : 0;
}
