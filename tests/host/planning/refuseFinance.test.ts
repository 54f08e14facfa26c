import { expect, it } from 'vitest';
import { drained } from '../../../core/base/drained.ts';
import { profileById } from '../../../core/contract/people.ts';
import { readJournal } from '../../../core/store/journalStore.ts';
import { applyCommand } from '../../../electron/host/planning/applyCommand.ts';
import { runPlan } from '../../../electron/host/planning/runPlan.ts';
import { openMiniSession } from '../../support/miniReplica.ts';
import { commandKinds, drawCommand } from './drawCommand.ts';

it('finance works on exceptions and decides nothing else, whatever a page may send', () => {
  const session = openMiniSession({ seed: 6 });
  drained(runPlan(session, { retrain: false }));
  const finance = profileById('finance');
  for (const kind of commandKinds.filter((one) => !one.endsWith('-exceptions'))) {
    const command = drawCommand(session, 11, kind);
    expect(() => applyCommand(session, finance, command), kind).toThrow(/Finance|blocks it/u);
  }
  expect(readJournal(session.database, 10)).toEqual([]);
  const { label } = applyCommand(session, finance, drawCommand(session, 11, 'assign-exceptions'));
  expect(readJournal(session.database, 10).map((entry) => entry.label)).toEqual([label]);
  session.database.close();
});
