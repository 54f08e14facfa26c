/** The plan file's text: transfers in the order of the problem's items, then lanes; numbers in shortest form. */
import type { ProblemFile } from './problemFile.ts';
import type { NetworkPlan } from './solveNetwork.ts';

export function writePlanFile(file: ProblemFile, plan: NetworkPlan, seconds: number): string {
  const { lanes } = file.problem;
  const transfers = Array.from({ length: plan.transfers.count }, (_, row) => {
    const lane = plan.transfers.lane[row];
    return {
      item: file.itemIds[plan.transfers.item[row]],
      from: file.locationIds[lanes.from[lane]],
      to: file.locationIds[lanes.to[lane]],
      quantity: plan.transfers.quantity[row],
    };
  });
  const { status, objective, upperBound, gap } = plan;
  return `${JSON.stringify({ status, objective, upperBound, gap, seconds, transfers })}\n`;
}
