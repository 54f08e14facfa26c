/**
 * Gradient-boosted regression trees over binned features: histograms of gradient and curvature, best split first, the
 * smaller child counted and the larger one got by subtraction. Rows × features × about log2(leaves) additions a
 * tree. Deterministic: columns are drawn from a seeded stream, sums run in row order.
 * Sources: J. H. Friedman, "Greedy function approximation: a gradient boosting machine", Annals of Statistics 29
 * (2001); T. Chen and C. Guestrin, "XGBoost", KDD (2016), for the second-order gain; G. Ke et al., "LightGBM", NIPS
 * (2017), for histograms and leaf-wise growth.
 */
import type { Random } from '../base/random.ts';

export interface BoostOptions {
  readonly rounds: number;
  readonly learningRate: number;
  readonly leaves: number;
  /** Least curvature (for Poisson: expected demand) in a leaf. */
  readonly leastCurvature: number;
  /** Ridge on leaf values, in curvature. */
  readonly ridge: number;
  /** Bound of a leaf's value before the learning rate. */
  readonly largestStep: number;
  /** Share of features a tree may use. */
  readonly featureShare: number;
}

/** One tree: node i splits on `feature[i]`, at bin ≤ `bin[i]` to `left[i]`, else to the node after it; −1 is a leaf. */
export interface BoostedTree {
  readonly feature: Int16Array;
  readonly bin: Uint8Array;
  readonly left: Uint16Array;
  readonly value: Float64Array;
}

/** Feature f of row r is `cells[r * features + f]`: a row lies together, since its gradient is added to all of them. */
export interface BinnedRows {
  readonly rows: number;
  readonly features: number;
  readonly cells: Uint8Array;
}

/** Fills gradient and curvature of the loss at the current scores. */
export type LossSlope = (score: Float64Array, gradient: Float64Array, curvature: Float64Array) => void;

/** Yields after each tree (1-based count); returns the trees. `score` is the start and is moved along. */
export function* growBoostedTrees(
  data: BinnedRows,
  score: Float64Array,
  slope: LossSlope,
  options: BoostOptions,
  random: Random,
): Generator<number, BoostedTree[]> {
  const gradient = new Float64Array(data.rows);
  const curvature = new Float64Array(data.rows);
  const grower = createTreeGrower(data, options);
  const trees: BoostedTree[] = [];
  for (let round = 0; round < options.rounds; round++) {
    slope(score, gradient, curvature);
    trees.push(grower(gradient, curvature, drawFeatures(data.features, options.featureShare, random), score));
    yield round + 1;
  }
  return trees;
}

/** Trees laid out in one array for scoring many rows. */
export interface PackedTrees {
  readonly roots: Int32Array;
  /** Two numbers a node: feature × 256 + bin (−1 in a leaf), and the left child; the right child follows it. */
  readonly nodes: Int32Array;
  readonly value: Float64Array;
}

export function packTrees(trees: readonly BoostedTree[]): PackedTrees {
  const count = trees.reduce((sum, tree) => sum + tree.feature.length, 0);
  const roots = new Int32Array(trees.length);
  const nodes = new Int32Array(2 * count);
  const value = new Float64Array(count);
  let base = 0;
  for (const [i, tree] of trees.entries()) {
    roots[i] = base;
    for (let node = 0; node < tree.feature.length; node++) {
      const feature = tree.feature[node];
      nodes[2 * (base + node)] = feature < 0 ? -1 : feature * 256 + tree.bin[node];
      nodes[2 * (base + node) + 1] = base + tree.left[node];
      value[base + node] = tree.value[node];
    }
    base += tree.feature.length;
  }
  return { roots, nodes, value };
}

/** Sum of the trees' values for the row whose features begin at `base`. */
export function boostedScore(trees: PackedTrees, cells: Uint8Array, base: number): number {
  const { roots, nodes, value } = trees;
  let sum = 0;
  for (let i = 0; i < roots.length; i++) {
    let node = roots[i];
    let split = nodes[2 * node];
    while (split >= 0) {
      // The sign bit of bin − cell is 1 on the right side: no branch to mispredict.
      node = nodes[2 * node + 1] + (((split & 255) - cells[base + (split >> 8)]) >>> 31);
      split = nodes[2 * node];
    }
    sum += value[node];
  }
  return sum;
}

/** Borders between bins of one feature: quantiles of its finite values, at most `bins` − 1 of them. NaN is bin 0. */
export function binBorders(values: Float64Array, bins: number): Float64Array {
  const sorted = values.filter((value) => !Number.isNaN(value)).toSorted();
  const borders: number[] = [];
  for (let b = 1; b < bins; b++) {
    const at = Math.floor((b * sorted.length) / bins);
    if (at === 0 || at >= sorted.length) continue;
    const border = sorted[at];
    // Only values below a border can be told from it.
    if (border > sorted[0] && border !== borders.at(-1)) borders.push(border);
  }
  return Float64Array.from(borders);
}

/** Bin of a value: 0 for NaN, else 1 + the number of borders at or below it. */
export function binOf(value: number, borders: Float64Array): number {
  if (Number.isNaN(value)) return 0;
  let low = 0;
  let high = borders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (borders[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

function drawFeatures(features: number, share: number, random: Random): Uint16Array {
  const order = Array.from({ length: features }, (_, f) => f);
  const count = Math.max(1, Math.round(features * share));
  for (let i = 0; i < count; i++) {
    const j = random.integer(i, features);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return Uint16Array.from(order.slice(0, count)).toSorted();
}

interface OpenLeaf {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly gradient: number;
  readonly curvature: number;
  readonly histogram: Float64Array;
  gain: number;
  feature: number;
  bin: number;
}

const binCount = 256;

type TreeGrower = (
  gradient: Float64Array,
  curvature: Float64Array,
  chosen: Uint16Array,
  score: Float64Array,
) => BoostedTree;

function createTreeGrower(data: BinnedRows, options: BoostOptions): TreeGrower {
  const { rows, features, cells } = data;
  const bins = usedBins(data);
  const order = new Uint32Array(rows);
  const spare = new Uint32Array(rows);
  const pairs = new Float64Array(2 * rows);
  const histograms: Float64Array[] = [];
  const width = 2 * features * bins;
  const { ridge, leastCurvature, learningRate, largestStep } = options;

  const fill = (histogram: Float64Array, from: number, to: number, chosen: Uint16Array): void => {
    for (let c = 0; c < chosen.length; c++) {
      const base = 2 * chosen[c] * bins;
      histogram.fill(0, base, base + 2 * bins);
    }
    for (let i = from; i < to; i++) {
      const row = order[i];
      const g = pairs[2 * row];
      const h = pairs[2 * row + 1];
      const base = row * features;
      for (let c = 0; c < chosen.length; c++) {
        const f = chosen[c];
        const at = 2 * (f * bins + cells[base + f]);
        histogram[at] += g;
        histogram[at + 1] += h;
      }
    }
  };

  const findSplit = (leaf: OpenLeaf, chosen: Uint16Array): void => {
    const { histogram, gradient, curvature } = leaf;
    const parent = (gradient * gradient) / (curvature + ridge);
    leaf.gain = 1e-9;
    leaf.feature = -1;
    for (const f of chosen) {
      const base = 2 * f * bins;
      let g = 0;
      let h = 0;
      for (let b = 0; b < bins - 1; b++) {
        const at = base + 2 * b;
        if (histogram[at + 1] === 0) continue;
        g += histogram[at];
        h += histogram[at + 1];
        if (h < leastCurvature) continue;
        if (curvature - h < leastCurvature) break;
        const rest = gradient - g;
        const gain = (g * g) / (h + ridge) + (rest * rest) / (curvature - h + ridge) - parent;
        if (gain > leaf.gain) {
          leaf.gain = gain;
          leaf.feature = f;
          leaf.bin = b;
        }
      }
    }
  };

  /** Moves the rows of the left child to the front of the range, keeping their order; returns the border. */
  const partition = (leaf: OpenLeaf): number => {
    const { feature } = leaf;
    let left = leaf.from;
    let right = 0;
    for (let i = leaf.from; i < leaf.to; i++) {
      const row = order[i];
      if (cells[row * features + feature] <= leaf.bin) order[left++] = row;
      else spare[right++] = row;
    }
    order.set(spare.subarray(0, right), left);
    return left;
  };

  return (gradient, curvature, chosen, score) => {
    let totalGradient = 0;
    let totalCurvature = 0;
    for (let r = 0; r < rows; r++) {
      order[r] = r;
      pairs[2 * r] = gradient[r];
      pairs[2 * r + 1] = curvature[r];
      totalGradient += gradient[r];
      totalCurvature += curvature[r];
    }
    const nodes: { feature: number; bin: number; left: number; value: number }[] = [];
    const addNode = (g: number, h: number): number => {
      const step = Math.max(-largestStep, Math.min(largestStep, -g / (h + ridge)));
      nodes.push({ feature: -1, bin: 0, left: 0, value: learningRate * step });
      return nodes.length - 1;
    };
    let used = 0;
    const takeHistogram = (): Float64Array => {
      if (used === histograms.length) histograms.push(new Float64Array(width));
      return histograms[used++];
    };
    const root: OpenLeaf = {
      node: addNode(totalGradient, totalCurvature),
      from: 0,
      to: rows,
      gradient: totalGradient,
      curvature: totalCurvature,
      histogram: takeHistogram(),
      gain: 0,
      feature: -1,
      bin: 0,
    };
    fill(root.histogram, 0, rows, chosen);
    findSplit(root, chosen);
    const open = [root];
    while (open.length < options.leaves) {
      let best = 0;
      for (let i = 1; i < open.length; i++) if (open[i].gain > open[best].gain) best = i;
      const leaf = open[best];
      if (leaf.feature < 0) break;
      const border = partition(leaf);
      const base = 2 * leaf.feature * bins;
      let g = 0;
      let h = 0;
      for (let b = 0; b <= leaf.bin; b++) {
        g += leaf.histogram[base + 2 * b];
        h += leaf.histogram[base + 2 * b + 1];
      }
      const leftSmaller = border - leaf.from <= leaf.to - border;
      const fresh = takeHistogram();
      fill(fresh, leftSmaller ? leaf.from : border, leftSmaller ? border : leaf.to, chosen);
      const kept = leaf.histogram;
      for (const f of chosen) {
        for (let at = 2 * f * bins; at < 2 * (f + 1) * bins; at++) kept[at] -= fresh[at];
      }
      const left: OpenLeaf = {
        node: addNode(g, h),
        from: leaf.from,
        to: border,
        gradient: g,
        curvature: h,
        histogram: leftSmaller ? fresh : kept,
        gain: 0,
        feature: -1,
        bin: 0,
      };
      const right: OpenLeaf = {
        node: addNode(leaf.gradient - g, leaf.curvature - h),
        from: border,
        to: leaf.to,
        gradient: leaf.gradient - g,
        curvature: leaf.curvature - h,
        histogram: leftSmaller ? kept : fresh,
        gain: 0,
        feature: -1,
        bin: 0,
      };
      const node = nodes[leaf.node];
      node.feature = leaf.feature;
      node.bin = leaf.bin;
      node.left = left.node;
      findSplit(left, chosen);
      findSplit(right, chosen);
      open[best] = left;
      open.push(right);
    }
    for (const leaf of open) {
      const { value } = nodes[leaf.node];
      for (let i = leaf.from; i < leaf.to; i++) score[order[i]] += value;
    }
    return {
      feature: Int16Array.from(nodes, (node) => node.feature),
      bin: Uint8Array.from(nodes, (node) => node.bin),
      left: Uint16Array.from(nodes, (node) => node.left),
      value: Float64Array.from(nodes, (node) => node.value),
    };
  };
}

function usedBins(data: BinnedRows): number {
  let highest = 0;
  for (const cell of data.cells) if (cell > highest) highest = cell;
  return Math.min(binCount, highest + 1);
}
