import { BallastError } from '../../../core/base/errors.ts';
import type {
  FrontierPoint,
  RebalanceFrontier,
  RebalancePreview,
  RebalanceSettings,
  RebalanceSummary,
} from '../../../core/contract/rebalance.ts';
import type { Profile } from '../../../core/contract/people.ts';
import { defaultRebalanceSettings } from '../../../core/contract/rebalance.ts';
import { settingsOf } from '../../../core/plan/steeredParameters.ts';
import { readPlanRun } from '../../../core/store/planStore.ts';
import { adoptSolved, type SolvedNetwork } from './adoptSolved.ts';
import { createBackground } from './background.ts';
import { computeFrontier, frontierSize } from './frontier.ts';
import { createLivePlan } from './livePlan.ts';
import { createPreviews } from './previews.ts';
import type { PlanSession } from './session.ts';

/** Networks up to here get their frontier with every plan; larger ones when somebody looks at it. */
const smallNetwork = 100_000;

export interface Rebalance {
  summary(): RebalanceSummary;
  preview(settings: RebalanceSettings, items: readonly string[]): RebalancePreview;
  /** Puts a finished preview in the place of the plan's open proposals and keeps its settings. */
  adopt(preview: number, actor: Profile): Promise<RebalanceSummary>;
  frontier(): RebalanceFrontier;
  /** Lets the plan follow what has happened, between questions. Cheap when nothing has. */
  wake(): void;
  idle(): Promise<void>;
  close(): void;
}

/** What runs behind the Rebalance workspace besides plan runs: following, previews, the frontier. */
export function createRebalance(session: PlanSession, isRunning: () => boolean): Rebalance {
  const background = createBackground(session, isRunning);
  const live = createLivePlan(session);
  const previews = createPreviews(session);
  const itemById = new Map(session.state.network.items.map((item, index) => [item.id, index]));
  let points: readonly FrontierPoint[] = [];
  /** The plan that the points belong to: its run and settings. */
  let pointsOf = '';

  const planKey = (): string =>
    `${readPlanRun(session.database)} ${JSON.stringify({ ...settingsOf(session.parameters), serviceFactor: 0 })}`;
  const present = () => (session.hasForecast ? session.transfers.proposals.totals() : null);
  const frontierNow = (): RebalanceFrontier => ({
    points,
    present: present(),
    presentFactor: session.parameters.serviceFactor,
    complete: points.length === frontierSize,
    moneyAtRiskMinor: session.totals().moneyAtRiskMinor,
  });
  const startFrontier = (): void => {
    const key = planKey();
    if (pointsOf === key || !session.hasForecast) return;
    pointsOf = key;
    points = [];
    background.set(
      'frontier',
      computeFrontier(session, (found) => {
        points = found;
        session.emit('frontier', frontierNow());
      }),
    );
  };

  const wake = (): void => {
    if (!session.hasForecast || isRunning()) return;
    if (!live.isCurrent) {
      if (!background.has('present')) background.set('present', loadThenFollow());
    } else if (live.hasWork && !background.has('follow')) {
      background.set('follow', live.follow());
    }
  };
  function* loadThenFollow(): Generator<void, void> {
    yield* live.load();
    yield* live.follow();
    if (session.state.count <= smallNetwork) startFrontier();
  }
  function* adopting(
    solved: SolvedNetwork,
    actor: Profile,
    resolve: (adopted: RebalanceSummary) => void,
    reject: (reason: unknown) => void,
  ): Generator<void, void> {
    let reason: unknown = new BallastError('unavailable', 'Ballast was closed before the plan was adopted.');
    try {
      yield* adoptSolved(session, solved, actor);
      previews.clear();
      background.drop('preview');
      resolve(summary());
      reason = null;
      wake();
    } catch (error) {
      reason = error;
    } finally {
      if (reason !== null) reject(reason);
    }
  }
  const summary = (): RebalanceSummary => {
    const bound = session.hasForecast ? live.bound() : null;
    return {
      settings: settingsOf(session.parameters),
      defaults: defaultRebalanceSettings,
      totals: present(),
      upperBoundMinor: bound?.upperBoundMinor ?? null,
      objectiveMinor: bound?.objectiveMinor ?? null,
      gap: bound?.gap ?? null,
      followedItems: live.followedItems,
      preview: previews.latest(),
    };
  };

  return {
    summary,
    preview(settings, ids) {
      const screen = [...new Set(ids.flatMap((id) => itemById.get(id) ?? []))];
      const { preview, rest } = previews.start(settings, screen);
      background.set('preview', rest);
      return preview;
    },
    adopt(id, actor) {
      if (background.has('adopt')) {
        throw new BallastError('conflict', 'Another preview is being adopted. Wait until it is the plan.');
      }
      const solved = previews.take(id);
      return new Promise((resolve, reject) =>
        background.set('adopt', adopting(solved, actor, resolve, reject)),
      );
    },
    frontier() {
      startFrontier();
      return frontierNow();
    },
    wake,
    idle: () => background.idle(),
    close: () => background.close(),
  };
}
