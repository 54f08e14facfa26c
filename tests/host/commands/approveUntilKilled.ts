import { profileById } from '../../../core/contract/people.ts';
import { applyCommand } from '../../../electron/host/planning/applyCommand.ts';
import { createSession } from '../../../electron/host/planning/session.ts';
import { openReplica } from '../../../electron/host/replica/openReplica.ts';

/** Approves one transfer after another and prints each id once it is acknowledged, until it is killed. */
const session = createSession(
  openReplica(process.argv[2]),
  () => performance.now(),
  () => undefined,
);
const open = [...session.transfers.values()].filter((transfer) => transfer.state === 'proposed');
for (const transfer of open) {
  applyCommand(session, profileById('approver'), { kind: 'approve-transfers', transfers: [transfer.id] });
  process.stdout.write(`${transfer.id}\n`);
  await new Promise((done) => setTimeout(done, 2));
}
// More decisions than the test waits for: stay until the kill.
setInterval(() => undefined, 1_000);
