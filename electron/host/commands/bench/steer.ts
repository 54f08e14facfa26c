import { createRandom } from '../../../../core/base/random.ts';
import { drained } from '../../../../core/base/drained.ts';
import { createClient, serve, type Client, type Server } from '../../../../core/contract/rpc.ts';
import type { RebalanceSettings } from '../../../../core/contract/rebalance.ts';
import { createStepBuilder } from '../../../../core/plan/rebalanceProblem.ts';
import { steeredParameters } from '../../../../core/plan/steeredParameters.ts';
import { createItemFlows } from '../../../../core/rebalance/exactItem.ts';
import { createItemGraphs } from '../../../../core/rebalance/itemGraphs.ts';
import { createFeed } from '../../planning/applyFeed.ts';
import { createPlanner, type Planner } from '../../planning/createPlanner.ts';
import { inSlices } from '../../planning/inSlices.ts';
import { restrictionsOf } from '../../planning/restrictions.ts';
import { createSession, type PlanSession } from '../../planning/session.ts';
import { createPortPair } from '../../ports/createPortPair.ts';
import { openReplica } from '../../replica/openReplica.ts';
import { figure, medianMs, quantile, type Bench, type Figure } from './figure.ts';

const edits = 60;
const sliderSteps = 60;
/** Rows of the Rebalance grid that a screen shows. */
const screenRows = 40;
/** Between two steps of a slider, as when somebody drags it. */
const stepMs = 120;

/**
 * The medium network steered from its window's side of the line: a decision until the plan has followed it, a slider's
 * step until its first totals are there. The anchor is the exact layer alone on the same items in the same run. `busy` is
 * the longest time (of the processor) in which nothing else could have been answered; `cpu` is processor time, which a
 * busy machine does not stretch.
 */
export const steerBench: Bench = {
  name: 'steer',
  async run(context) {
    const database = openReplica(await context.mediumReplica());
    let server: Server | null = null;
    const session = createSession(
      database,
      () => performance.now(),
      (event, payload) => server?.emit(event, payload),
    );
    const planner = createPlanner(session, 'bench');
    const [own, other] = createPortPair();
    server = serve(other, planner.handlers);
    const client = createClient(own);
    const watch = watchTurns();
    try {
      planner.rebalance.wake();
      await planner.rebalance.idle();
      const figures = [single('take-up-busy', watch.longest())];
      context.log('Decisions');
      figures.push(...(await followEdits(session, planner, client, watch)));
      context.log('Slider steps');
      figures.push(...(await dragSlider(session, planner, client, watch)));
      context.log('Adoption');
      figures.push(...(await adoptOnce(planner, client, watch)));
      context.log('New day');
      figures.push(...(await turnDay(session, watch)));
      return figures;
    } finally {
      watch.stop();
      planner.rebalance.close();
      client.close();
      database.close();
    }
  },
};

/** Approves proposals one by one, drawn by a seed, and waits until the plan has followed each. */
async function followEdits(
  session: PlanSession,
  planner: Planner,
  client: Client,
  watch: Watch,
): Promise<Figure[]> {
  const random = createRandom(17);
  const wall: number[] = [];
  const cpu: number[] = [];
  const items: number[] = [];
  watch.longest();
  while (wall.length < edits) {
    const ids = [...session.transfers.proposals.keys()];
    const transfer = session.transfers.get(ids[random.integer(0, ids.length)]);
    if (transfer?.role !== 'planner') continue;
    items.push(transfer.item);
    const command = { kind: 'approve-transfers' as const, transfers: [transfer.id] };
    const begun = performance.now();
    const cpuBefore = cpuMs();
    await client.ask('command.apply', { actor: 'planner', command });
    await planner.rebalance.idle();
    cpu.push(cpuMs() - cpuBefore);
    wall.push(performance.now() - begun);
  }
  const busy = single('edit-busy', watch.longest());
  const anchor = items.map((item) => exactMs(session, [item], session.parameters));
  return [...spread('edit', wall, cpu, anchor), busy];
}

/** Drags the sliders with the best proposals on screen; a newer step gives up what the older one left to do. */
async function dragSlider(
  session: PlanSession,
  planner: Planner,
  client: Client,
  watch: Watch,
): Promise<Figure[]> {
  const { settings } = await client.ask('rebalance.summary', {});
  const items = await itemsOnScreen(client);
  const indexes = items.map((id) => session.state.network.items.findIndex((item) => item.id === id));
  const wall: number[] = [];
  const cpu: number[] = [];
  const steps: RebalanceSettings[] = [];
  const following: number[] = [];
  let asked = 0;
  let waits = false;
  const stopListening = client.on('preview', () => {
    if (waits) following.push(performance.now() - asked);
    waits = false;
  });
  watch.longest();
  for (let step = 0; step < sliderSteps; step++) {
    const moved: Partial<RebalanceSettings> =
      step % 4 === 3 ? { reachDays: 1 + (step % 5) } : { serviceFactor: 0.4 + (step % 40) / 12 };
    const next = { ...settings, ...moved };
    steps.push(next);
    await new Promise((resolve) => setTimeout(resolve, stepMs));
    asked = performance.now();
    waits = true;
    const cpuBefore = cpuMs();
    await client.ask('rebalance.preview', { settings: next, items });
    cpu.push(cpuMs() - cpuBefore);
    wall.push(performance.now() - asked);
  }
  const begun = performance.now();
  await client.ask('rebalance.preview', { settings: { ...settings, serviceFactor: 1.2 }, items });
  await planner.rebalance.idle();
  const whole = performance.now() - begun;
  stopListening();
  const busy = single('slider-busy', watch.longest());
  const anchor = steps.map((next) => exactMs(session, indexes, steeredParameters(session.parameters, next)));
  return [
    ...spread('slider', wall, cpu, anchor),
    single('slider-network-first-p50', quantile(following, 0.5)),
    single('slider-network-whole', whole),
    busy,
  ];
}

async function adoptOnce(planner: Planner, client: Client, watch: Watch): Promise<Figure[]> {
  const { settings } = await client.ask('rebalance.summary', {});
  const { id } = await client.ask('rebalance.preview', {
    settings: { ...settings, serviceFactor: 1.25 },
    items: [],
  });
  await planner.rebalance.idle();
  watch.longest();
  const begun = performance.now();
  await client.ask('rebalance.adopt', { actor: 'planner', preview: id });
  const adopted = performance.now() - begun;
  await planner.rebalance.idle();
  const whole = performance.now() - begun;
  return [
    single('adopt', adopted),
    single('adopt-and-take-up', whole),
    single('adopt-busy', watch.longest()),
  ];
}

/** Lets the clock run up to midnight and over it. */
async function turnDay(session: PlanSession, watch: Watch): Promise<Figure[]> {
  const minutesPerDay = 24 * 60;
  const feed = createFeed(session);
  const left = minutesPerDay - (session.clockMinutes % minutesPerDay);
  drained(feed.advanceInSlices(Math.max(1, left - 1)));
  await new Promise((resolve) => setImmediate(resolve));
  watch.longest();
  const begun = performance.now();
  await inSlices(session.now, feed.advanceInSlices(2));
  return [single('new-day', performance.now() - begun), single('day-busy', watch.longest())];
}

async function itemsOnScreen(client: Client): Promise<string[]> {
  const { columns } = await client.ask('rebalance.window', {
    query: { sort: [{ column: 'net', direction: 'descending' }], filter: [] },
    from: 0,
    to: screenRows,
  });
  const column = columns['itemId'];
  if (column === undefined || !('codes' in column)) throw new RangeError('the grid names no items');
  return [...new Set(Array.from(column.codes, (code) => column.dictionary[code]))];
}

/** The exact layer alone on some items, as they stand: what no re-solve of them can beat. */
function exactMs(
  session: PlanSession,
  items: readonly number[],
  parameters: PlanSession['parameters'],
): number {
  const builder = createStepBuilder(
    session.state,
    parameters,
    session.clockMinutes,
    restrictionsOf(session, items),
  );
  for (const item of items) builder.add(item);
  const flows = createItemFlows(createItemGraphs(builder.finish().problem));
  return medianMs(3, () => {
    for (let item = 0; item < items.length; item++) {
      flows.reset(item);
      flows.solve(item);
    }
  });
}

function spread(
  name: string,
  wall: readonly number[],
  cpu: readonly number[],
  anchor: readonly number[],
): Figure[] {
  const exact = { name: 'exact layer', value: quantile(anchor, 0.5) };
  return [
    figure('steer', `${name}-p50`, quantile(wall, 0.5), 'ms', exact),
    single(`${name}-p95`, quantile(wall, 0.95)),
    single(`${name}-max`, Math.max(...wall)),
    figure('steer', `${name}-cpu-p50`, quantile(cpu, 0.5), 'ms', exact),
    single(`${name}-cpu-p95`, quantile(cpu, 0.95)),
    single(`${name}-cpu-max`, Math.max(...cpu)),
  ];
}

function single(name: string, ms: number): Figure {
  return figure('steer', name, ms, 'ms');
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

interface Watch {
  /** The longest stretch of processor time, in ms, between two turns of the event loop since it was last asked. */
  longest(): number;
  stop(): void;
}

function watchTurns(): Watch {
  let longest = 0;
  let before = cpuMs();
  let stopped = false;
  const turn = (): void => {
    const now = cpuMs();
    longest = Math.max(longest, now - before);
    before = now;
    if (!stopped) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    longest() {
      const found = longest;
      longest = 0;
      before = cpuMs();
      return found;
    },
    stop() {
      stopped = true;
    },
  };
}
