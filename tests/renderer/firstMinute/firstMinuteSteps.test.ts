import { expect, test } from 'vitest';
import { profileById } from '../../../core/contract/people.ts';
import type { WorkListEntry } from '../../../core/contract/views.ts';
import {
  approverOf,
  chooseLesson,
  nextStep,
  stepIndex,
  steps,
  type JudgedTransfer,
  type Step,
} from '../../../renderer/features/firstMinute/firstMinuteSteps.ts';

const entry = (id: string, transfer: string | null): WorkListEntry => ({
  id,
  kind: 'stockout-risk',
  position: 1,
  location: 1,
  itemId: 'I',
  itemDescription: '',
  level: 'critical',
  sentence: '',
  moneyAtRiskMinor: 1,
  status: 'new',
  assignee: null,
  snoozedUntilMinutes: null,
  code: null,
  transfer,
});
const transfer = (id: string, change: Partial<JudgedTransfer> = {}): JudgedTransfer => ({
  id,
  state: 'proposed',
  verdict: 'approve',
  role: 'planner',
  proposedBy: 'plan',
  ...change,
});

test('the lesson is the first entry that a proposal can help and a person may approve', () => {
  const entries = [entry('a', null), entry('b', 'T1'), entry('c', 'T2'), entry('d', 'T3'), entry('e', 'T4')];
  const transfers = [
    transfer('T1', { verdict: 'block', role: '' }),
    transfer('T2', { state: 'approved' }),
    transfer('T3'),
    transfer('T4'),
  ];
  expect(chooseLesson(entries, transfers)?.entry.id).toBe('d');
  expect(chooseLesson(entries, [])).toBeNull();
});

test('the present profile approves where it may, else one whose role reaches', () => {
  const [planner, approver, finance] = ['planner', 'approver', 'finance'].map(profileById);
  expect(approverOf(transfer('T'), planner)).toBe(planner);
  expect(approverOf(transfer('T', { role: 'approver' }), planner)).toBe(approver);
  expect(approverOf(transfer('T'), finance)?.role).not.toBe('finance');
  expect(approverOf(transfer('T', { proposedBy: 'planner' }), planner)).toBe(approver);
});

test('the steps go through three names to the end and stay there', () => {
  let step: Step = steps[0];
  const seen = [stepIndex(step)];
  for (let i = 0; i < 6; i++) seen.push(stepIndex((step = nextStep(step))));
  expect(seen).toEqual([0, 1, 2, 2, 3, 3, 3]);
});
