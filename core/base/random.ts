/**
 * Seeded random numbers: sfc32 (Chris Doty-Humphrey, PractRand) seeded through SplitMix32, so that the same
 * seed gives the same stream on every machine. Not for secrets.
 */
export interface Random {
  /** Uniform in [0, 1) with 32 bits of resolution. */
  next(): number;
  /** Uniform whole number in [from, to). */
  integer(from: number, to: number): number;
  /** Standard normal (Box–Muller, one draw per call pair). */
  normal(): number;
  /** Poisson draw; inversion below mean 30, rounded normal above. */
  poisson(mean: number): number;
  /** Gamma draw with shape > 0 and scale (Marsaglia and Tsang 2000). */
  gamma(shape: number, scale: number): number;
  /** A uniformly chosen element of a non-empty list. */
  pick<T>(list: readonly T[]): T;
  /** An independent stream named by a label, unaffected by how far this one has been read. */
  fork(label: string): Random;
}

export function createRandom(seed: number | string): Random {
  const key = typeof seed === 'number' ? `#${seed}` : seed;
  let state = hashString(key);
  const seedWord = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  };
  let a = seedWord();
  let b = seedWord();
  let c = seedWord();
  let counter = 1;
  const word = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    c |= 0;
    return result >>> 0;
  };
  for (let i = 0; i < 12; i++) word();

  let spareNormal = Number.NaN;
  const random: Random = {
    next: () => word() / 4294967296,
    integer: (from, to) => from + Math.floor((word() / 4294967296) * (to - from)),
    normal() {
      if (!Number.isNaN(spareNormal)) {
        const spare = spareNormal;
        spareNormal = Number.NaN;
        return spare;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
      const angle = 2 * Math.PI * random.next();
      spareNormal = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    poisson(mean) {
      if (!(mean > 0)) return 0;
      if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
      let term = Math.exp(-mean);
      let cumulative = term;
      const u = random.next();
      let k = 0;
      while (u > cumulative && k < 1000) {
        k++;
        term *= mean / k;
        cumulative += term;
      }
      return k;
    },
    gamma(shape, scale) {
      if (shape < 1) {
        const boost = (1 - random.next()) ** (1 / shape);
        return random.gamma(shape + 1, scale) * boost;
      }
      const d = shape - 1 / 3;
      const k = 1 / Math.sqrt(9 * d);
      for (;;) {
        const x = random.normal();
        const v = (1 + k * x) ** 3;
        if (v <= 0) continue;
        const u = 1 - random.next();
        if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v * scale;
      }
    },
    pick: (list) => list[random.integer(0, list.length)],
    fork: (label) => createRandom(`${key}/${label}`),
  };
  return random;
}

/** FNV-1a over UTF-16 code units, 32 bits. */
function hashString(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
