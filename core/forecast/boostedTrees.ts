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

/** Nodes of a tree at most: packed trees hold a depth in a byte and a child in half a number. */
export const mostNodes = 256;

/** Trees laid out in one array for scoring many rows; none has more than `mostNodes` nodes. */
export interface PackedTrees {
  readonly roots: Int32Array;
  /** Splits on the longest way down each tree. */
  readonly depth: Uint8Array;
  /**
   * A node: left child (counted from the root) × 65,536 + feature × 256 + bin; the right child follows the left one. A
   * leaf is its own left child and sends no cell to the right, so that every row may take as many steps as the tree is
   * deep.
   */
  readonly nodes: Int32Array;
  readonly value: Float64Array;
}

export function packTrees(trees: readonly BoostedTree[]): PackedTrees {
  const count = trees.reduce((sum, tree) => sum + tree.feature.length, 0);
  const roots = new Int32Array(trees.length);
  const depth = new Uint8Array(trees.length);
  const nodes = new Int32Array(count);
  const value = new Float64Array(count);
  let base = 0;
  for (const [i, tree] of trees.entries()) {
    roots[i] = base;
    const depthOf = new Uint8Array(tree.feature.length);
    for (let node = 0; node < tree.feature.length; node++) {
      const isLeaf = tree.feature[node] < 0;
      const [left, split] = isLeaf
        ? [node, 255]
        : [tree.left[node], tree.feature[node] * 256 + tree.bin[node]];
      nodes[base + node] = left * 65_536 + split;
      value[base + node] = tree.value[node];
      // Children come after their parent.
      if (!isLeaf) depthOf.fill(depthOf[node] + 1, left, left + 2);
      depth[i] = Math.max(depth[i], depthOf[node]);
    }
    base += tree.feature.length;
  }
  return { roots, depth, nodes, value };
}

/**
 * Adds the sum of the trees' values to each row's score; a row's features are `width` cells. Four rows walk down a tree
 * together, without a branch to mispredict: while one waits for memory the others move.
 */
export function boostedScores(
  trees: PackedTrees,
  cells: Uint8Array,
  width: number,
  score: Float64Array,
): void {
  const { roots, depth, nodes, value } = trees;
  const rows = score.length;
  for (let r = 0; r < rows; r += 4) {
    const row0 = r * width;
    const row1 = Math.min(r + 1, rows - 1) * width;
    const row2 = Math.min(r + 2, rows - 1) * width;
    const row3 = Math.min(r + 3, rows - 1) * width;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let tree = 0; tree < roots.length; tree++) {
      const root = roots[tree];
      let at0 = root;
      let at1 = root;
      let at2 = root;
      let at3 = root;
      for (let level = depth[tree]; level > 0; level--) {
        const node0 = nodes[at0];
        const node1 = nodes[at1];
        const node2 = nodes[at2];
        const node3 = nodes[at3];
        // The sign bit of bin − cell is 1 on the right side.
        at0 = root + (node0 >>> 16) + (((node0 & 255) - cells[row0 + ((node0 >>> 8) & 255)]) >>> 31);
        at1 = root + (node1 >>> 16) + (((node1 & 255) - cells[row1 + ((node1 >>> 8) & 255)]) >>> 31);
        at2 = root + (node2 >>> 16) + (((node2 & 255) - cells[row2 + ((node2 >>> 8) & 255)]) >>> 31);
        at3 = root + (node3 >>> 16) + (((node3 & 255) - cells[row3 + ((node3 >>> 8) & 255)]) >>> 31);
      }
      sum0 += value[at0];
      sum1 += value[at1];
      sum2 += value[at2];
      sum3 += value[at3];
    }
    score[r] += sum0;
    if (r + 1 < rows) score[r + 1] += sum1;
    if (r + 2 < rows) score[r + 2] += sum2;
    if (r + 3 < rows) score[r + 3] += sum3;
  }
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

/** Finds bins without searching: from the leading bits of a value to the bins that it can be in. */
export interface BinFinder {
  readonly borders: Float64Array;
  /** First bin that a value of this key, or one rounded up to it, can be in. Empty where borders are not positive. */
  readonly first: Uint8Array;
  readonly lowestKey: number;
}

/** Leading bits of a positive number as single precision: exponent and five bits after it. */
const keyShift = 18;
const single = new Float32Array(1);
const singleBits = new Int32Array(single.buffer);

function keyOf(value: number): number {
  single[0] = value;
  return singleBits[0] >>> keyShift;
}

export function createBinFinder(borders: Float64Array): BinFinder {
  if (borders.length === 0 || !(borders[0] > 0)) return { borders, first: new Uint8Array(0), lowestKey: 0 };
  const lowestKey = keyOf(borders[0]);
  const length = keyOf(borders[borders.length - 1]) - lowestKey + 1;
  const first = Uint8Array.from({ length }, (_, key) => {
    singleBits[0] = Math.max(0, lowestKey + key - 1) << keyShift;
    return binOf(single[0], borders);
  });
  return { borders, first, lowestKey };
}

/** The same bin as `binOf`. */
export function findBin(value: number, { borders, first, lowestKey }: BinFinder): number {
  if (first.length === 0 || !(value > 0)) return binOf(value, borders);
  const key = keyOf(value) - lowestKey;
  if (key < 0) return 1;
  if (key >= first.length) return borders.length + 1;
  let bin = first[key];
  while (bin <= borders.length && borders[bin - 1] <= value) bin++;
  return bin;
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
