/**
 * The cycles of a graph, one for each group of nodes that reach each other (Tarjan's strongly connected
 * components), each as a shortest way round from its first node. O(nodes + edges) but for the ways round.
 */
export function findCycles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const cycles: string[][] = [];

  function visit(node: string): void {
    const index = order.size;
    order.set(node, index);
    low.set(node, index);
    stack.push(node);
    onStack.add(node);
    for (const next of edges.get(node) ?? []) {
      if (!order.has(next)) {
        visit(next);
        low.set(node, Math.min(low.get(node) ?? index, low.get(next) ?? index));
      } else if (onStack.has(next)) {
        low.set(node, Math.min(low.get(node) ?? index, order.get(next) ?? index));
      }
    }
    if (low.get(node) !== index) return;
    const group = stack.splice(stack.indexOf(node));
    for (const member of group) onStack.delete(member);
    const start = group.toSorted()[0] ?? node;
    const way = wayRound(edges, start, new Set(group));
    if (way !== null) cycles.push(way);
  }

  for (const node of [...edges.keys()].toSorted()) if (!order.has(node)) visit(node);
  return cycles;
}

function wayRound(
  edges: ReadonlyMap<string, readonly string[]>,
  start: string,
  group: ReadonlySet<string>,
): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const node of queue) {
    for (const next of edges.get(node) ?? []) {
      if (next === start) {
        const way = [start];
        for (let step = node; step !== start; step = cameFrom.get(step) ?? start) way.splice(1, 0, step);
        return [...way, start];
      }
      if (!group.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, node);
      queue.push(next);
    }
  }
  return null;
}
