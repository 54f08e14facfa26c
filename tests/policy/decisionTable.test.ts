import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roles } from '../../core/contract/people.ts';
import { criticalities, itemStatuses } from '../../core/model/network.ts';
import {
  breakCircuit,
  decide,
  decisionTable,
  defaultLimits,
  mayApprove,
  ruleReason,
  type TransferFacts,
} from '../../core/policy/decisionTable.ts';

/** A small transfer between two dealers of different owners that nothing speaks against: rule P1. */
const plain: TransferFacts = {
  valueMinor: 10_000,
  netMinor: 5_000,
  freightMinor: 800,
  itemStatus: 'active',
  criticality: 'essential',
  hazardous: false,
  laneTakesHazardous: false,
  sameOwnerGroup: false,
  feedAgeHours: 2,
  donorCountDoubtful: false,
  donorLeft: 5,
  donorHoldBack: 5,
};
const limits = defaultLimits;

/** For each rule facts that fire it, and the nearest ones that don't. */
const examples: Readonly<
  Record<string, { readonly fires: Partial<TransferFacts>; readonly not: Partial<TransferFacts> }>
> = {
  B1: { fires: { itemStatus: 'stop-sale' }, not: { itemStatus: 'phase-out' } },
  B2: { fires: { hazardous: true }, not: { hazardous: true, laneTakesHazardous: true } },
  B3: { fires: { feedAgeHours: limits.deadFeedHours + 0.1 }, not: { feedAgeHours: limits.deadFeedHours } },
  B4: { fires: { donorLeft: 4 }, not: { donorLeft: 5 } },
  B5: {
    fires: { valueMinor: limits.approverValueMinor + 1 },
    not: { valueMinor: limits.approverValueMinor },
  },
  B6: { fires: { protectedBy: 'RP-15' }, not: {} },
  M1: { fires: { donorCountDoubtful: true }, not: {} },
  M2: { fires: { feedAgeHours: limits.staleFeedHours + 0.1 }, not: { feedAgeHours: limits.staleFeedHours } },
  M3: {
    fires: { returnProgramme: 'Stock return 15', returnUnits: 1 },
    not: { returnProgramme: 'Stock return 15', returnUnits: 0 },
  },
  M4: { fires: { brokenLimit: 'The plan ships whole packs of 4, and 6 units open one.' }, not: {} },
  A1: { fires: { sameOwnerGroup: true }, not: { sameOwnerGroup: true, netMinor: limits.autoNetMinor - 1 } },
  P1: { fires: {}, not: { valueMinor: limits.plannerValueMinor + 1 } },
  P2: { fires: { valueMinor: limits.plannerValueMinor + 1 }, not: { valueMinor: limits.plannerValueMinor } },
};

const facts: fc.Arbitrary<TransferFacts> = fc.record({
  valueMinor: fc.constantFrom(0, 15_000, 15_001, 75_000, 75_001, 1_000_000, 1_000_001),
  netMinor: fc.constantFrom(-500, 1_999, 2_000, 90_000),
  freightMinor: fc.nat(),
  itemStatus: fc.constantFrom(...itemStatuses),
  criticality: fc.constantFrom(...criticalities),
  hazardous: fc.boolean(),
  laneTakesHazardous: fc.boolean(),
  sameOwnerGroup: fc.boolean(),
  feedAgeHours: fc.constantFrom(0, 24, 24.1, 168, 168.1),
  donorCountDoubtful: fc.boolean(),
  donorLeft: fc.integer({ min: -2, max: 8 }),
  donorHoldBack: fc.integer({ min: -2, max: 8 }),
});

describe('decision table', () => {
  it('has an example for every rule', () => {
    expect(Object.keys(examples)).toEqual(decisionTable.map((rule) => rule.id));
    expect(new Set(decisionTable.map((rule) => rule.id)).size).toBe(decisionTable.length);
  });

  it.each(Object.entries(examples))('%s fires on its example and not beside it', (id, { fires, not }) => {
    const decision = decide({ ...plain, ...fires }, limits);
    expect(decision.rule).toBe(id);
    expect(decision.reason).toBe(ruleReason(id));
    expect(decision.reason).not.toBe('');
    expect(decide({ ...plain, ...not }, limits).rule).not.toBe(id);
  });

  it('decides by the first rule that holds, and keeps the facts that fired it', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const decision = decide(given, limits);
        const holding = decisionTable.filter((rule) => rule.when(given, limits));
        expect(decision.rule).toBe(holding[0].id);
        expect([decision.verdict, decision.role]).toEqual([holding[0].verdict, holding[0].role]);
        expect(decision.facts).toBe(given);
        // Replayed on the facts that were kept, the same rule fires.
        expect(decide(JSON.parse(JSON.stringify(decision.facts)) as TransferFacts, limits).rule).toBe(
          decision.rule,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('lets nothing run by itself under a stop-sale, on a forbidden lane, on old word or out of a donor’s need', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { verdict } = decide(given, limits);
        const forbidden =
          given.itemStatus === 'stop-sale' ||
          (given.hazardous && !given.laneTakesHazardous) ||
          given.feedAgeHours > limits.deadFeedHours ||
          given.donorLeft < given.donorHoldBack ||
          given.valueMinor > limits.approverValueMinor;
        expect(verdict === 'block').toBe(forbidden);
        if (verdict === 'auto') {
          expect(given.sameOwnerGroup && !given.donorCountDoubtful).toBe(true);
          expect(given.feedAgeHours).toBeLessThanOrEqual(limits.staleFeedHours);
          expect(given.valueMinor).toBeLessThanOrEqual(limits.autoValueMinor);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('circuit breaker', () => {
  const decision = (verdict: 'auto' | 'approve' | 'block', valueMinor: number) => ({
    verdict,
    role: verdict === 'approve' ? 'approver' : '',
    rule: verdict === 'auto' ? 'A1' : verdict === 'approve' ? 'M1' : 'B1',
    facts: { ...plain, valueMinor },
  });

  it('never lets more run by themselves than its count and its value, and touches nothing else', () => {
    const drawn = fc.array(fc.tuple(fc.constantFrom('auto', 'approve', 'block'), fc.nat({ max: 9_000 })));
    fc.assert(
      fc.property(drawn, fc.nat({ max: 12 }), fc.nat({ max: 40_000 }), (list, autoCount, autoTotalMinor) => {
        const before = list.map(([verdict, value]) => decision(verdict as 'auto', value));
        const after = breakCircuit(before, { ...limits, autoCount, autoTotalMinor });
        const autos = after.filter(({ verdict }) => verdict === 'auto');
        expect(autos.length).toBeLessThanOrEqual(autoCount);
        expect(autos.reduce((sum, auto) => sum + auto.facts.valueMinor, 0)).toBeLessThanOrEqual(
          autoTotalMinor,
        );
        after.forEach((entry, i) => {
          if (before[i].verdict !== 'auto' || entry.verdict === 'auto') expect(entry).toBe(before[i]);
          else expect(entry).toMatchObject({ verdict: 'approve', role: 'planner', rule: 'CB' });
        });
        // Once open it stays open: what follows the first stopped one is stopped too.
        const stopped = after.findIndex(({ rule }) => rule === 'CB');
        if (stopped >= 0) expect(after.slice(stopped).some(({ verdict }) => verdict === 'auto')).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('says why', () => {
    expect(ruleReason('CB')).toContain('circuit breaker');
    expect(ruleReason('nothing')).toBe('');
  });
});

describe('who may approve', () => {
  const transfer = { verdict: 'approve', role: 'planner', rule: 'P1', proposedBy: 'plan' } as const;

  it('is at least the role that the rule asks for, never finance, never the proposer, and nobody for a block', () => {
    for (const role of roles) {
      for (const asked of ['planner', 'approver'] as const) {
        for (const proposedBy of ['plan', 'ines', 'someone']) {
          for (const verdict of ['approve', 'block'] as const) {
            const given = { ...transfer, verdict, role: asked, proposedBy };
            const found = mayApprove(given, { id: 'ines', role });
            const expected =
              verdict === 'approve' &&
              role !== 'finance' &&
              proposedBy !== 'ines' &&
              (role === 'approver' || asked === 'planner');
            expect(found.allowed, JSON.stringify([given, role])).toBe(expected);
            if (!found.allowed) expect(found.reason).toMatch(/^[A-Z].*\.$/);
          }
        }
      }
    }
  });
});
