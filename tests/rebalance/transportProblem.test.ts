import createHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { createItemFlows } from '../../core/rebalance/exactItem.ts';
import { createItemGraphs } from '../../core/rebalance/itemGraphs.ts';
import { drawTransportProblem, transportItemToLp } from '../../core/rebalance/transportProblem.ts';

describe('transport problem for benchmarks', () => {
  it('means the same to the exact layer and to a linear program', async () => {
    const problem = drawTransportProblem({ donors: 8, receivers: 20, items: 3 }, 7);
    const flows = createItemFlows(createItemGraphs(problem));
    const highs = await createHighs();
    for (let item = 0; item < 3; item++) {
      const oracle = highs.solve(transportItemToLp(problem, item));
      expect(flows.solve(item)).toBeCloseTo(oracle.ObjectiveValue, 6);
    }
  });

  it('is drawn alike from the same seed', () => {
    const size = { donors: 4, receivers: 6, items: 2 };
    expect(drawTransportProblem(size, 3)).toEqual(drawTransportProblem(size, 3));
    expect(drawTransportProblem(size, 3)).not.toEqual(drawTransportProblem(size, 4));
  });
});
