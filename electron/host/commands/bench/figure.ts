import { arch, cpus, platform, totalmem } from 'node:os';

/** One line of `ballast bench --json`: a figure, and what was measured beside it in the same run. */
export interface Figure {
  readonly bench: string;
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  readonly anchor: string | null;
  readonly anchorValue: number | null;
  /** value ÷ anchorValue, both in the figure's unit. */
  readonly ratio: number | null;
}

export interface Bench {
  readonly name: string;
  readonly run: (context: BenchContext) => Promise<readonly Figure[]>;
}

export interface BenchContext {
  /** A planned medium sample replica in a folder of its own, created on first use. */
  readonly mediumReplica: () => Promise<string>;
  readonly log: (line: string) => void;
}

export function figure(
  bench: string,
  name: string,
  value: number,
  unit: string,
  anchor?: { readonly name: string; readonly value: number },
): Figure {
  return {
    bench,
    figure: name,
    value,
    unit,
    anchor: anchor?.name ?? null,
    anchorValue: anchor?.value ?? null,
    ratio: anchor === undefined ? null : value / anchor.value,
  };
}

/** Median of `runs` timings of `work` in ms, after one that is not counted. */
export function medianMs(runs: number, work: () => void): number {
  work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const begun = performance.now();
    work();
    times.push(performance.now() - begun);
  }
  return quantile(times, 0.5);
}

export function quantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)];
}

/** Bytes a second that this machine reads and writes, by copying 256 MB: what no pass over memory can beat. */
export function memoryBandwidth(): number {
  const source = new Float64Array(1 << 24).fill(1);
  const target = new Float64Array(1 << 24);
  const ms = medianMs(7, () => target.set(source));
  return (2 * source.byteLength) / (ms / 1000);
}

export function machineFacts(): string {
  const [cpu] = cpus();
  return `${cpu?.model.trim() ?? 'unknown'} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${arch()}, Node ${process.versions.node}`;
}
