import { createRandom, type Random } from '../../../../core/base/random.ts';
import { createItemFlows } from '../../../../core/rebalance/exactItem.ts';
import { createItemGraphs } from '../../../../core/rebalance/itemGraphs.ts';
import { createNetworkProblem, type NetworkProblem } from '../../../../core/rebalance/networkProblem.ts';
import { runSolver, solveNetwork } from '../../../../core/rebalance/solveNetwork.ts';
import { figure, medianMs, type Bench, type Figure } from './figure.ts';

const shapes = [
  { donors: 20, receivers: 60, items: 200 },
  { donors: 50, receivers: 150, items: 40 },
  { donors: 100, receivers: 300, items: 10 },
] as const;

/**
 * The exact layer, CPU ms an item with every donor joined to every receiver, beside HiGHS solving the same linear
 * programme (npm `highs`, a development dependency: without it the anchor is missing); and one coupled problem.
 */
export const rebalanceBench: Bench = {
  name: 'rebalance',
  async run(context) {
    const figures: Figure[] = [];
    for (const shape of shapes) {
      const problem = denseProblem(createRandom(`bench ${shape.donors}`), shape);
      const flows = createItemFlows(createItemGraphs(problem));
      const ms = medianMs(5, () => {
        for (let item = 0; item < shape.items; item++) {
          flows.reset(item);
          flows.solve(item);
        }
      });
      const anchor = await highsMs(problem, shape.donors, context.log);
      figures.push(
        figure(
          'rebalance',
          `exact-${shape.donors}x${shape.receivers}`,
          ms / shape.items,
          'ms/item',
          anchor === null ? undefined : { name: 'highs', value: anchor },
        ),
      );
    }
    const coupled = denseProblem(createRandom('coupled'), { donors: 12, receivers: 28, items: 150 }, 60);
    const begun = performance.now();
    const plan = runSolver(solveNetwork(coupled, { workLimit: 1e9, targetGap: 0.01 }), () => false);
    figures.push(
      figure('rebalance', 'coupled-150x40', performance.now() - begun, 'ms'),
      figure('rebalance', 'coupled-150x40-gap', plan.gap * 100, '%'),
    );
    return figures;
  },
};

function denseProblem(
  random: Random,
  shape: { readonly donors: number; readonly receivers: number; readonly items: number },
  fixedCost = 0,
): NetworkProblem {
  const { donors, receivers, items } = shape;
  const laneCount = donors * receivers;
  const lanes = {
    from: new Int32Array(laneCount),
    to: new Int32Array(laneCount),
    fixedCost: new Float64Array(laneCount),
    costPerKg: new Float64Array(laneCount),
  };
  for (let lane = 0; lane < laneCount; lane++) {
    lanes.from[lane] = Math.floor(lane / receivers);
    lanes.to[lane] = donors + (lane % receivers);
    lanes.fixedCost[lane] = fixedCost * (0.5 + random.next());
    lanes.costPerKg[lane] = 0.2 + 2 * random.next();
  }
  const steps = (first: number, count: number, each: number, value: () => number): NetworkProblem['need'] => {
    const length = items * count * each;
    return {
      start: Int32Array.from({ length: items + 1 }, (_, item) => item * count * each),
      location: Int32Array.from({ length }, (_, step) => first + Math.floor((step % (count * each)) / each)),
      quantity: Int32Array.from({ length }, () => random.integer(1, 5)),
      valuePerUnit: Float64Array.from({ length }, value),
    };
  };
  return createNetworkProblem({
    locationCount: donors + receivers,
    lanes,
    itemWeightKg: Float64Array.from({ length: items }, () => 0.2 + 3 * random.next()),
    surplus: steps(0, donors, 2, () => 2 * random.next() - 1),
    need: steps(donors, receivers, 2, () => 30 * random.next()),
  });
}

/** ms that npm `highs` takes for the first item's transportation problem; null where it is not installed. */
async function highsMs(
  problem: NetworkProblem,
  donors: number,
  log: (line: string) => void,
): Promise<number | null> {
  const module = await import('highs').catch(() => null);
  if (module === null) {
    log('npm highs is not installed: the rebalance figures come without their anchor');
    return null;
  }
  const highs = await module.default();
  const model = firstItemLp(problem, donors);
  const begun = performance.now();
  const solution = highs.solve(model);
  const ms = performance.now() - begun;
  return solution.Status === 'Optimal' ? ms : null;
}

/** The first item as a linear programme in LP format. */
function firstItemLp(problem: NetworkProblem, donors: number): string {
  const { lanes, surplus, need } = problem;
  const objective: string[] = [];
  const bounds: string[] = [];
  const balance = new Map<number, string[]>();
  const part = (location: number, text: string): void => {
    const parts = balance.get(location) ?? [];
    parts.push(text);
    balance.set(location, parts);
  };
  for (let lane = 0; lane < problem.laneCount; lane++) {
    objective.push(`- ${problem.itemWeightKg[0] * lanes.costPerKg[lane]} x${lane}`);
    part(lanes.from[lane], `- x${lane}`);
    part(lanes.to[lane], `- x${lane}`);
  }
  for (const [columns, name] of [
    [surplus, 's'],
    [need, 'n'],
  ] as const) {
    for (let step = columns.start[0]; step < columns.start[1]; step++) {
      const value = columns.valuePerUnit[step];
      objective.push(`${value < 0 ? '-' : '+'} ${Math.abs(value)} ${name}${step}`);
      bounds.push(` 0 <= ${name}${step} <= ${columns.quantity[step]}`);
      part(columns.location[step], `+ ${name}${step}`);
    }
  }
  const rows = [...balance].map(([location, parts]) => ` r${location}: ${parts.join(' ')} = 0`);
  if (rows.length < donors) throw new RangeError('the bench problem lost its donors');
  return [
    'Maximize',
    ` obj: ${objective.join('\n ')}`,
    'Subject To',
    ...rows,
    'Bounds',
    ...bounds,
    'End',
  ].join('\n');
}
