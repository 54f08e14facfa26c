import { BallastError } from '../../../core/base/errors.ts';
import type {
  RebalancePreview,
  RebalanceSettings,
  RebalanceTotals,
} from '../../../core/contract/rebalance.ts';
import type { PlanParameters } from '../../../core/plan/parameters.ts';
import {
  createPartSolver,
  gatherPresentPlan,
  type PartSolver,
  type PresentPlan,
} from '../../../core/plan/partSolver.ts';
import { problemLanes } from '../../../core/plan/problemLanes.ts';
import type { RebalanceProblem } from '../../../core/plan/rebalanceProblem.ts';
import { steeredParameters } from '../../../core/plan/steeredParameters.ts';
import { figuresToTotals, transferFiguresInSlices } from '../../../core/plan/transferFigures.ts';
import type { TransferColumns } from '../../../core/rebalance/transferColumns.ts';
import { readPlanEdition } from '../../../core/store/transferStore.ts';
import type { SolvedNetwork } from './adoptSolved.ts';
import { decisionsFromNow, restrictionsOf } from './restrictions.ts';
import type { PlanSession } from './session.ts';
import { solveAnew } from './solveAnew.ts';

/** Work of the solver for the items on screen, and for some more of the network's while its totals follow. */
const screenWork = 4e6;
const partWork = 4e6;
const partItems = 24;
/** And for the whole network with lanes consolidated: a second or two of one core, the same plan everywhere. */
const networkWork = 4e8;
const networkGap = 0.005;
const tellEveryMs = 120;

/** A preview with what it takes to adopt it. */
export interface HeldPreview extends SolvedNetwork {
  readonly shown: RebalancePreview;
}

export interface Previews {
  /** Answers for the items on screen and leaves the rest of the network as work. */
  start(
    settings: RebalanceSettings,
    screen: readonly number[],
  ): {
    readonly preview: RebalancePreview;
    readonly rest: Generator<void, void>;
  };
  latest(): RebalancePreview | null;
  take(id: number): HeldPreview;
  clear(): void;
}

/** What other settings would do to the plan: the items on screen at once, then the network part by part. */
export function createPreviews(session: PlanSession): Previews {
  let next = 1;
  let latest: RebalancePreview | null = null;
  let held: HeldPreview | null = null;
  /** The plan's edition that the latest preview is compared with. */
  let former = -1;
  const isOverPresent = (): boolean => readPlanEdition(session.database) === former;
  const present = presentProposals(session);

  return {
    start(settings, screen) {
      const begun = session.now();
      const id = next++;
      held = null;
      former = readPlanEdition(session.database);
      const parameters = steeredParameters(session.parameters, settings);
      const part = createPartSolver(
        session.state,
        parameters,
        session.clockMinutes,
        (items) => restrictionsOf(session, items),
        present(parameters),
      );
      const before = part.before;
      const shown = part.solve(screen, screenWork);
      latest = {
        id,
        settings,
        screen: { before: shown.before, after: shown.after },
        network: { before, after: part.network() },
        solvedItems: screen.length,
        items: session.state.network.items.length,
        finished: false,
        gap: null,
        upperBoundMinor: null,
        objectiveMinor: null,
        tookMs: session.now() - begun,
      };
      const first = latest;
      const keep = (preview: RebalancePreview): void => {
        latest = { ...preview, tookMs: session.now() - begun };
        session.emit('preview', latest);
      };
      return {
        preview: first,
        rest: follow(session, parameters, part, first, former, new Set(screen), keep, (preview) => {
          held = preview;
        }),
      };
    },
    latest: () => (isOverPresent() ? latest : null),
    take(id) {
      if (held === null || held.shown.id !== id || !isOverPresent()) {
        throw new BallastError(
          'conflict',
          latest?.id === id && isOverPresent()
            ? 'The preview is still being worked out. Adopt it once the whole network has followed.'
            : 'A newer preview or plan has replaced this one. Nothing was changed.',
          { preview: id },
        );
      }
      return held;
    },
    clear() {
      latest = null;
      held = null;
    },
  };
}

function* follow(
  session: PlanSession,
  parameters: PlanParameters,
  part: PartSolver,
  first: RebalancePreview,
  former: number,
  screen: ReadonlySet<number>,
  tell: (preview: RebalancePreview) => void,
  hold: (preview: HeldPreview) => void,
): Generator<void, void> {
  const { length } = session.state.network.items;
  const version = session.version;
  const decidedMeanwhile = decisionsFromNow(session);
  let told = session.now();
  let { solvedItems } = first;
  const rest: number[] = [];
  for (let item = 0; item < length; item++) if (!screen.has(item)) rest.push(item);
  for (let from = 0; from < rest.length; from += partItems) {
    const items = rest.slice(from, from + partItems);
    part.solve(items, partWork);
    solvedItems += items.length;
    if (session.now() - told > tellEveryMs) {
      told = session.now();
      tell({ ...first, network: { before: part.before, after: part.network() }, solvedItems });
    }
    yield;
  }
  tell({ ...first, network: { before: part.before, after: part.network() }, solvedItems });
  const { source, plan } = yield* solveAnew(session, parameters, {
    workLimit: networkWork,
    targetGap: networkGap,
  });
  const whole = yield* totalsOf(session, parameters, source, plan.transfers);
  const shown: RebalancePreview = {
    ...first,
    network: { before: part.before, after: whole },
    solvedItems: length,
    finished: true,
    gap: plan.gap,
    upperBoundMinor: Math.ceil(plan.upperBound),
    objectiveMinor: Math.round(plan.objective),
  };
  hold({ shown, parameters, source, plan, former, version, decidedMeanwhile });
  tell(shown);
}

export function* totalsOf(
  session: PlanSession,
  parameters: PlanParameters,
  source: RebalanceProblem,
  transfers: TransferColumns,
): Generator<void, RebalanceTotals> {
  const figures = yield* transferFiguresInSlices(session.state, parameters, source, transfers);
  return figuresToTotals(transfers, figures);
}

/** The plan's open proposals; gathered again only when transfers or the reach have changed. */
function presentProposals(session: PlanSession): (parameters: PlanParameters) => PresentPlan {
  let generation = -1;
  let gathered: PresentPlan | null = null;
  return ({ maxTransitDays }) => {
    const { network } = session.state;
    const lanes = problemLanes(network, maxTransitDays);
    if (gathered === null || generation !== session.transferGeneration || gathered.lanes !== lanes) {
      generation = session.transferGeneration;
      gathered = gatherPresentPlan(network, lanes, session.transfers.proposals);
    }
    return gathered;
  };
}
