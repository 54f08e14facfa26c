import { createItemFlows } from '../../../../core/rebalance/exactItem.ts';
import { createItemGraphs } from '../../../../core/rebalance/itemGraphs.ts';
import type { NetworkProblem } from '../../../../core/rebalance/networkProblem.ts';
import { runSolver, solveNetwork } from '../../../../core/rebalance/solveNetwork.ts';
import { drawTransportProblem, transportItemToLp } from '../../../../core/rebalance/transportProblem.ts';
import { figure, medianMs, type Bench, type Figure } from './figure.ts';

const sizes = [
  { donors: 20, receivers: 60, items: 200 },
  { donors: 50, receivers: 150, items: 40 },
  { donors: 100, receivers: 300, items: 10 },
] as const;
/** A round takes about ten milliseconds: many are needed for a median that a busy machine does not move. */
const rounds = 41;
/** Near: freight eats up what far needs are worth. Far: most pairs are worth a lane, the harder kind. */
const cases = sizes.flatMap((size) => [
  { ...size, kind: 'near', needWorth: 10 },
  { ...size, kind: 'far', needWorth: 20 },
]);

/**
 * The exact layer, CPU ms an item with every donor joined to every receiver, beside HiGHS solving the same linear
 * programme (npm `highs`, a development dependency: without it the anchor is missing); and one coupled problem.
 */
export const rebalanceBench: Bench = {
  name: 'rebalance',
  async run(context) {
    const figures: Figure[] = [];
    for (const { kind, needWorth, ...shape } of cases) {
      const problem = drawTransportProblem({ ...shape, needWorth }, 31);
      const flows = createItemFlows(createItemGraphs(problem));
      const ms = medianMs(rounds, () => {
        for (let item = 0; item < shape.items; item++) {
          flows.reset(item);
          flows.solve(item);
        }
      });
      const anchor = await highsMs(problem, context.log);
      figures.push(
        figure(
          'rebalance',
          `exact-${shape.donors}x${shape.receivers}-${kind}`,
          ms / shape.items,
          'ms/item',
          anchor === null ? undefined : { name: 'highs', value: anchor },
        ),
      );
    }
    const coupled = drawTransportProblem({ donors: 12, receivers: 28, items: 150, fixedCost: 60 }, 37);
    const begun = performance.now();
    const plan = runSolver(solveNetwork(coupled, { workLimit: 1e9, targetGap: 0.01 }), () => false);
    figures.push(
      figure('rebalance', 'coupled-150x40', performance.now() - begun, 'ms'),
      figure('rebalance', 'coupled-150x40-gap', plan.gap * 100, '%'),
    );
    return figures;
  },
};

/** ms that npm `highs` takes for the first item's transportation problem; null where it is not installed. */
async function highsMs(problem: NetworkProblem, log: (line: string) => void): Promise<number | null> {
  const module = await import('highs').catch(() => null);
  if (module === null) {
    log('npm highs is not installed: the rebalance figures come without their anchor');
    return null;
  }
  const highs = await module.default();
  const model = transportItemToLp(problem, 0);
  const begun = performance.now();
  const solution = highs.solve(model);
  const ms = performance.now() - begun;
  return solution.Status === 'Optimal' ? ms : null;
}
