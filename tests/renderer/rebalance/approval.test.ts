import { describe, expect, test } from 'vitest';
import { profileById } from '../../../core/contract/people.ts';
import { chooseApprovals } from '../../../renderer/features/rebalance/approval.ts';

const rows = [
  {
    transferId: 'T1',
    state: 'proposed',
    verdict: 'approve',
    role: 'planner',
    rule: 'P1',
    proposedBy: 'plan',
    net: 500,
  },
  {
    transferId: 'T2',
    state: 'proposed',
    verdict: 'approve',
    role: 'approver',
    rule: 'P2',
    proposedBy: 'plan',
    net: 900,
  },
  {
    transferId: 'T3',
    state: 'proposed',
    verdict: 'block',
    role: '',
    rule: 'B4',
    proposedBy: 'plan',
    net: 100,
  },
  {
    transferId: 'T4',
    state: 'approved',
    verdict: 'approve',
    role: 'planner',
    rule: 'P1',
    proposedBy: 'plan',
    net: 70,
  },
  {
    transferId: 'T5',
    state: 'proposed',
    verdict: 'approve',
    role: 'planner',
    rule: 'P1',
    proposedBy: 'planner',
    net: 30,
  },
];
const texts = ['transferId', 'state', 'verdict', 'role', 'rule', 'proposedBy'] as const;
const data = {
  rows: Int32Array.from(rows.keys()),
  keys: Int32Array.from(rows.keys()),
  columns: new Map<string, Float64Array | readonly string[]>([
    ...texts.map((name): [string, readonly string[]] => [name, rows.map((row) => row[name])]),
    ['net', Float64Array.from(rows, (row) => row.net)],
  ]),
};

describe('who may approve what of a selection', () => {
  test('a planner: what is open, allowed, within the limit, and of somebody else', () => {
    const choice = chooseApprovals(data, profileById('planner'));
    expect(choice.approvable).toEqual(['T1']);
    expect(choice.netMinor).toBe(500);
    expect(choice.others.map((other) => other.transfer)).toEqual(['T2', 'T3', 'T4', 'T5']);
    expect(choice.others[1].reason).toContain('rule B4');
    expect(choice.others[2].reason).toContain('approved already');
  });

  test('an approver: also what the planner proposed or may not decide', () => {
    expect(chooseApprovals(data, profileById('approver')).approvable).toEqual(['T1', 'T2', 'T5']);
  });

  test('finance: nothing', () => {
    expect(chooseApprovals(data, profileById('finance')).approvable).toEqual([]);
  });
});
