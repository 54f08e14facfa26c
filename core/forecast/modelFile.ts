/**
 * The model file: what was learnt and decided on a history, as JSON with a format name and version. Numbers are written
 * in shortest round-trip form, so a model read back forecasts the same bits. A file that is not such a model, or was
 * learnt with other features, is bad input.
 */
import * as z from 'zod';
import { badInput } from '../base/errors.ts';
import { mostNodes, type BoostedTree } from './boostedTrees.ts';
import { demandClasses } from './demandClass.ts';
import { featureNames } from './demandFeatures.ts';
import type { GlobalModel } from './globalModel.ts';

/** One way to forecast a series. */
export interface Choice {
  /** Weight of the learnt model against the pooled one. */
  readonly learntShare: number;
  /** Weight of the negative binomial against n own sizes; Infinity uses it alone. */
  readonly trust: number;
  /** Share of the coming demand that quantiles count on; the mean stays. Below 1 guards against a fall of all demand. */
  readonly caution: number;
  readonly form: 'distribution' | 'history';
}

export interface LearntForecast {
  readonly pool: GlobalModel['pool'];
  /** Null where there was too little to learn from. */
  readonly global: GlobalModel | null;
  /** Whether the season that the series share is taken out before and put back after. */
  readonly seasonal: boolean;
  readonly choice: Choice;
  readonly classChoices: Readonly<Partial<Record<(typeof demandClasses)[number], Choice>>>;
  /** Variance that the logarithm of a level gains a step (levelDrift.ts); none without it. */
  readonly drift?: number;
}

const formatName = 'ballast-demand-model';
const formatVersion = 1;

const finite = z.number();
const share = finite.min(0).max(1);
const poolSchema = z.object({
  discount: finite.gt(0).max(1),
  priorShape: finite.gt(0),
  deathHazard: finite.min(0).lt(1),
  overdispersion: finite.min(1),
  withinScale: finite.min(0),
  rateDrift: finite.min(0),
});
/** JSON has no infinity: a trust without bound is written as null. */
const choiceSchema = z.object({
  learntShare: share,
  trust: finite.gt(0).nullable(),
  caution: finite.gt(0).max(1),
  form: z.enum(['distribution', 'history']),
});
const treeSchema = z
  .object({
    feature: z.array(z.int().min(-1).lt(featureNames.length)).min(1).max(mostNodes),
    bin: z.array(z.int().min(0).max(255)),
    left: z.array(z.int().min(0)),
    value: z.array(finite),
  })
  .refine(isTree, 'is not a tree');
const modelSchema = z.object({
  format: z.literal(formatName),
  version: z.literal(formatVersion),
  pool: poolSchema,
  global: z
    .object({
      window: z.int().min(1),
      features: z.array(z.string()),
      // A bin is a byte.
      borders: z.array(z.array(finite).max(254)).length(featureNames.length),
      meanTrees: z.array(treeSchema),
      sizeTrees: z.array(treeSchema),
    })
    .nullable(),
  seasonal: z.boolean(),
  choice: choiceSchema,
  classChoices: z.partialRecord(z.enum(demandClasses), choiceSchema),
  drift: finite.min(0).max(1).optional(),
});

/** Children exist, come after their parent and have no other: a walk from the root ends, and depths are what they seem. */
function isTree(tree: { feature: number[]; bin: number[]; left: number[]; value: number[] }) {
  const { length } = tree.feature;
  if ([tree.bin, tree.left, tree.value].some((column) => column.length !== length)) return false;
  const parted = tree.feature.flatMap((feature, node) => (feature < 0 ? [] : [node]));
  const children = parted.flatMap((node) => [tree.left[node], tree.left[node] + 1]);
  return (
    parted.every((node) => tree.left[node] > node && tree.left[node] + 1 < length) &&
    new Set(children).size === children.length
  );
}

export function writeModelFile(learnt: LearntForecast): string {
  const { pool, global, seasonal, choice, classChoices, drift = 0 } = learnt;
  const { discount, priorShape, deathHazard, overdispersion, withinScale, rateDrift } = pool;
  const plain = {
    format: formatName,
    version: formatVersion,
    pool: { discount, priorShape, deathHazard, overdispersion, withinScale, rateDrift },
    global:
      global === null
        ? null
        : {
            window: global.window,
            features: featureNames,
            borders: global.borders.map((own) => [...own]),
            meanTrees: global.meanTrees.map(plainTree),
            sizeTrees: global.sizeTrees.map(plainTree),
          },
    seasonal,
    choice: plainChoice(choice),
    classChoices: Object.fromEntries(
      Object.entries(classChoices).map(([name, own]) => [name, plainChoice(own)]),
    ),
    drift,
  };
  return `${JSON.stringify(plain)}\n`;
}

export function parseModelFile(text: string, file: string): LearntForecast {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw badInput({ file }, 'the model file is not JSON');
  }
  const parsed = modelSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badInput(
      { file },
      `not a demand model of this version (${issue.path.join('.')}: ${issue.message})`,
    );
  }
  const { pool, global, seasonal, choice, classChoices, drift = 0 } = parsed.data;
  if (global !== null && global.features.join() !== featureNames.join()) {
    throw badInput({ file }, 'the model was learnt with other features; learn it again');
  }
  return {
    pool,
    global:
      global === null
        ? null
        : {
            pool,
            window: global.window,
            borders: global.borders.map((own) => Float64Array.from(own)),
            meanTrees: global.meanTrees.map(typedTree),
            sizeTrees: global.sizeTrees.map(typedTree),
          },
    seasonal,
    choice: typedChoice(choice),
    classChoices: Object.fromEntries(
      Object.entries(classChoices).map(([name, own]) => [name, typedChoice(own)]),
    ),
    drift,
  };
}

function plainTree(tree: BoostedTree) {
  return {
    feature: [...tree.feature],
    bin: [...tree.bin],
    left: [...tree.left],
    value: [...tree.value],
  };
}

function typedTree(tree: z.infer<typeof treeSchema>): BoostedTree {
  return {
    feature: Int16Array.from(tree.feature),
    bin: Uint8Array.from(tree.bin),
    left: Uint16Array.from(tree.left),
    value: Float64Array.from(tree.value),
  };
}

function plainChoice(choice: Choice) {
  return { ...choice, trust: choice.trust === Infinity ? null : choice.trust };
}

function typedChoice(choice: z.infer<typeof choiceSchema>): Choice {
  return { ...choice, trust: choice.trust ?? Infinity };
}
