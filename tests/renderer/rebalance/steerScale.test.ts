import { describe, expect, it } from 'vitest';
import {
  defaultRebalanceSettings,
  rebalanceSettingsSchema,
  type RebalanceTotals,
} from '../../../core/contract/rebalance.ts';
import {
  frontierDomain,
  frontierPath,
  labelledPoints,
} from '../../../renderer/features/rebalance/frontierPath.ts';
import { previewRows } from '../../../renderer/features/rebalance/previewRows.ts';
import {
  isSameSettings,
  limitScales,
  positionOfValue,
  steerScales,
} from '../../../renderer/features/rebalance/steerScale.ts';

const totals: RebalanceTotals = {
  transfers: 10,
  units: 40,
  lanes: 4,
  items: 6,
  avoidedMinor: 900_000,
  donorMinor: 0,
  freightMinor: 100_000,
  handlingMinor: 10_000,
  netMinor: 790_000,
};

describe('sliders', () => {
  it('rise from end to end, hold the defaults, and stay within what the host takes', () => {
    for (const scale of steerScales) {
      expect(scale.values).toEqual(scale.values.toSorted((a, b) => a - b));
      const value = defaultRebalanceSettings[scale.setting];
      expect(scale.values[positionOfValue(scale, value)]).toBe(value);
      for (const one of scale.values) {
        const settings = { ...defaultRebalanceSettings, [scale.setting]: one };
        expect(rebalanceSettingsSchema.safeParse(settings).success).toBe(true);
      }
    }
  });

  it('of limits reach from the tightest to none, and count as settings', () => {
    for (const scale of limitScales) {
      expect(scale.values.at(-1)).toBe(0);
      expect(scale.values.slice(0, -1)).toEqual(scale.values.slice(0, -1).toSorted((a, b) => a - b));
      const value = defaultRebalanceSettings[scale.setting];
      expect(scale.values[positionOfValue(scale, value)]).toBe(value);
      const settings = { ...defaultRebalanceSettings, [scale.setting]: scale.values[0] };
      expect(rebalanceSettingsSchema.safeParse(settings).success).toBe(true);
      expect(isSameSettings(settings, defaultRebalanceSettings)).toBe(false);
    }
    const packs = { ...defaultRebalanceSettings, wholePacks: true };
    expect(isSameSettings(packs, defaultRebalanceSettings)).toBe(false);
  });

  it('stand at the nearest step of a value between two', () => {
    const [factor] = steerScales;
    expect(factor.values[positionOfValue(factor, 1.02)]).toBe(1);
    expect(positionOfValue(factor, 99)).toBe(factor.values.length - 1);
  });

  it('know when they are back at the plan', () => {
    expect(isSameSettings(defaultRebalanceSettings, { ...defaultRebalanceSettings })).toBe(true);
    expect(isSameSettings(defaultRebalanceSettings, { ...defaultRebalanceSettings, reachDays: 4 })).toBe(
      false,
    );
  });
});

describe('totals before and after', () => {
  it('say whether a change is one to like, and stay silent where nothing shows', () => {
    const after = { ...totals, freightMinor: 150_000, netMinor: 840_000, transfers: 8 };
    const rows = new Map(previewRows(totals, after, 'USD').map((row) => [row.id, row]));
    expect(rows.get('netMinor')).toMatchObject({ better: true });
    expect(rows.get('netMinor')?.change).toMatch(/^\+/);
    expect(rows.get('freightMinor')).toMatchObject({ better: false });
    expect(rows.get('transfers')).toMatchObject({ change: '−2', better: null });
    expect(rows.get('lanes')).toMatchObject({ change: '', better: null });
    expect(previewRows(totals, null, 'USD').every((row) => row.after === '' && row.change === '')).toBe(true);
  });
});

describe('the frontier', () => {
  it('keeps every plan inside its axes, also a single one', () => {
    const { freight, avoided } = frontierDomain([totals]);
    expect(freight[0]).toBeLessThan(totals.freightMinor);
    expect(avoided[1]).toBeGreaterThan(totals.avoidedMinor);
    expect(frontierDomain([])).toEqual({ freight: [0, 1], avoided: [0, 1] });
  });

  it('draws through its points and labels those with room', () => {
    expect(
      frontierPath([
        [0, 1],
        [2, 3],
      ]),
    ).toBe('M0.0,1.0L2.0,3.0');
    expect(
      labelledPoints(
        [
          [0, 0],
          [10, 3],
          [50, 3],
          [52, 40],
        ],
        40,
      ),
    ).toEqual([true, false, true, true]);
  });
});
