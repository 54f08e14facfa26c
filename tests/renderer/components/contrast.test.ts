import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** WCAG 2.2, contrast of text: 4.5 to 1 for AA. The tokens are read from the stylesheet that the window uses. */
const sheet = readFileSync(new URL('../../../renderer/components/theme/tokens.css', import.meta.url), 'utf8');

function tokens(block: string): Map<string, string> {
  return new Map([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1], match[2]]));
}

const [lightBlock, darkBlock] = sheet.split(":root[data-theme='dark']");
const light = tokens(lightBlock);
const dark = new Map([...light, ...tokens(darkBlock)]);

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const pairs: readonly (readonly [string, string])[] = [
  ...[
    'ground',
    'surface',
    'surface-sunken',
    'surface-hover',
    'surface-selected',
    'map-land',
    'map-water',
  ].map((ground) => ['text', ground] as const),
  ...['ground', 'surface', 'surface-sunken', 'surface-hover', 'surface-selected'].map(
    (ground) => ['text-muted', ground] as const,
  ),
  ...['accent', 'positive', 'negative', 'risk-none', 'risk-watch', 'risk-act', 'risk-critical'].map(
    (ink) => [ink, 'surface'] as const,
  ),
  ['accent', 'surface-selected'],
  ['accent-text', 'accent'],
  ['accent-text', 'accent-hover'],
  ['risk-watch', 'risk-watch-ground'],
  ['risk-act', 'risk-act-ground'],
  ['risk-critical', 'risk-critical-ground'],
  ['text', 'risk-critical-ground'],
];

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('contrast in the %s theme', (_name, theme) => {
  test.each(pairs)('%s on %s', (ink, ground) => {
    const [a, b] = [theme.get(ink), theme.get(ground)];
    expect(a, ink).toBeDefined();
    expect(b, ground).toBeDefined();
    expect(contrast(a ?? '#000000', b ?? '#000000')).toBeGreaterThanOrEqual(4.5);
  });
});
