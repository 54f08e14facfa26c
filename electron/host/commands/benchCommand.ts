import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runPlan } from '../planning/runPlan.ts';
import { createSession } from '../planning/session.ts';
import { createSampleReplica } from '../replica/createSampleReplica.ts';
import { openReplica } from '../replica/openReplica.ts';
import { machineFacts, type Bench } from './bench/figure.ts';
import { forecastBench } from './bench/forecast.ts';
import { openBench } from './bench/open.ts';
import { rebalanceBench } from './bench/rebalance.ts';
import { recalculateBench } from './bench/recalculate.ts';
import { steerBench } from './bench/steer.ts';
import { windowBench } from './bench/window.ts';
import { drain, oneOf, type CommandContext } from './context.ts';

const benches: readonly Bench[] = [
  recalculateBench,
  windowBench,
  forecastBench,
  rebalanceBench,
  openBench,
  steerBench,
];

/** `ballast bench [NAME…] [--json]`: seeded benchmarks; nothing here passes or fails. */
export async function benchCommand(args: readonly string[], context: CommandContext): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const names = benches.map((bench) => bench.name);
  const chosen = positionals.length === 0 ? names : positionals.map((text) => oneOf(text, 'NAME', names));
  const machine = machineFacts();
  let folder: string | null = null;
  const mediumReplica = async (): Promise<string> => {
    if (folder !== null) return folder;
    folder = mkdtempSync(join(tmpdir(), 'ballast-bench-'));
    context.log('Creating and planning a medium replica');
    createSampleReplica({
      dataFolder: folder,
      resourcesFolder: context.resourcesFolder,
      size: 'medium',
      seed: 7,
      progress: () => undefined,
    });
    const database = openReplica(folder);
    try {
      const session = createSession(
        database,
        () => performance.now(),
        () => undefined,
      );
      await drain(runPlan(session, { retrain: false }), context, ({ step }) => step);
    } finally {
      database.close();
    }
    return folder;
  };
  if (!values.json) context.print(machine);
  try {
    for (const bench of benches) {
      if (!chosen.includes(bench.name)) continue;
      context.log(`Running ${bench.name}`);
      for (const line of await bench.run({ mediumReplica, log: context.log })) {
        context.print(values.json ? JSON.stringify({ ...line, machine }) : lineText(line));
      }
    }
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}

function lineText(line: Awaited<ReturnType<Bench['run']>>[number]): string {
  const anchor =
    line.anchor === null || line.anchorValue === null || line.ratio === null
      ? ''
      : `  ${line.anchor} ${short(line.anchorValue)} ${line.unit}, ratio ${short(line.ratio)}`;
  return `${line.bench.padEnd(12)}${line.figure.padEnd(26)}${short(line.value).padStart(12)} ${line.unit}${anchor}`;
}

function short(value: number): string {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
}
