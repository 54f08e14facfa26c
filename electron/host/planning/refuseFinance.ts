import { BallastError } from '../../../core/base/errors.ts';
import type { JournalCommand } from '../../../core/contract/commands.ts';
import type { Profile } from '../../../core/contract/people.ts';

/** What finance does instead; null for what it may do too, or where each row says who may (core/policy/decisionTable.ts). */
const financeOn: Readonly<Record<JournalCommand['kind'], string | null>> = {
  'set-service-level': 'reads service levels and does not set them',
  'approve-transfers': null,
  'reject-transfers': 'reviews costs and does not decide transfers',
  'set-transfer-quantity': 'reviews transfers and does not edit them',
  'assign-exceptions': null,
  'snooze-exceptions': null,
  'resolve-exceptions': null,
  'reopen-exceptions': null,
  'protect-parts': 'reviews costs and does not protect parts',
  'unprotect-parts': 'reviews costs and does not protect parts',
  'set-override': 'reads forecasts and does not override them',
  'clear-override': 'reads forecasts and does not override them',
  'set-overrides': 'reads forecasts and does not override them',
  'set-calendar': 'reads forecasts and does not set their calendar',
  'adopt-plan': 'reviews costs and does not change the plan',
};

export function refuseFinance(actor: Profile, kind: JournalCommand['kind']): void {
  const instead = financeOn[kind];
  if (actor.role === 'finance' && instead !== null)
    throw new BallastError('forbidden', `Finance ${instead}.`);
}
