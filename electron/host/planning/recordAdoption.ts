import { defaultRebalanceSettings, type RebalanceSettings } from '../../../core/contract/rebalance.ts';
import type { Profile } from '../../../core/contract/people.ts';
import { createOpenProposals } from '../../../core/plan/openProposals.ts';
import { settingsOf, steeredParameters } from '../../../core/plan/steeredParameters.ts';
import { appendJournal, type AdoptedPlan } from '../../../core/store/journalStore.ts';
import { writePlanSummary } from '../../../core/store/planStore.ts';
import {
  readRebalanceBound,
  writeRebalanceBound,
  writeRebalanceSettings,
  type RebalanceBound,
} from '../../../core/store/rebalanceSettingsStore.ts';
import {
  activatePlanEdition,
  deleteDecidedProposals,
  readKeptEdition,
  readPlanEdition,
  readProposals,
} from '../../../core/store/transferStore.ts';
import type { PlanSession } from './session.ts';

/** Enters an adoption in the journal, inside its own transaction, and keeps the former edition for its undo. */
export function recordAdoption(
  session: PlanSession,
  actor: Profile,
  former: number,
  edition: number,
  settings: RebalanceSettings,
  bound: RebalanceBound,
): void {
  const { database } = session;
  const present = settingsOf(session.parameters);
  const before = { edition: former, settings: present, bound: readRebalanceBound(database) };
  activatePlanEdition(database, edition, former);
  appendJournal(database, {
    atMinutes: session.clockMinutes,
    actor: actor.id,
    role: actor.role,
    label: `Adopt the plan for ${settingsText(present, settings)}`,
    command: { kind: 'adopt-plan', settings },
    changes: [{ table: 'plan-edition', before, after: { edition, settings, bound } }],
    action: 'do',
    target: null,
  });
}

/** What is set otherwise than before, in words. */
function settingsText(before: RebalanceSettings, after: RebalanceSettings): string {
  const texts: Readonly<Record<keyof RebalanceSettings, string>> = {
    serviceFactor: `service × ${after.serviceFactor}`,
    reachDays: `a reach of ${after.reachDays} ${after.reachDays === 1 ? 'day' : 'days'}`,
    riskFloorMinor: `a floor of ${after.riskFloorMinor / 100} at risk`,
    leastNetMinor: `a least net of ${after.leastNetMinor / 100}`,
    wholePacks: after.wholePacks ? 'whole packs' : 'single units',
    kgPerShipment: after.kgPerShipment === 0 ? 'any weight' : `${after.kgPerShipment} kg a shipment`,
    shipmentsPerLane:
      after.shipmentsPerLane === 0 ? 'any number of shipments' : `${after.shipmentsPerLane} shipments a lane`,
  };
  const changed = (Object.keys(defaultRebalanceSettings) as (keyof RebalanceSettings)[]).filter(
    (name) => before[name] !== after[name],
  );
  return changed.length === 0 ? 'the same settings' : changed.map((name) => texts[name]).join(', ');
}

/** Whether the change can still be taken back: the plan is the one that it made, and the other is kept. */
export function isAdoptionPresent(
  { database }: PlanSession,
  { before, after }: { readonly before: AdoptedPlan; readonly after: AdoptedPlan },
): boolean {
  return readPlanEdition(database) === before.edition && readKeptEdition(database) === after.edition;
}

/** Makes a kept edition the plan's again, less what was decided since; inside the decision's transaction. */
export function writeAdoption(
  { database }: PlanSession,
  { before, after }: { readonly before: AdoptedPlan; readonly after: AdoptedPlan },
): void {
  deleteDecidedProposals(database, after.edition);
  activatePlanEdition(database, after.edition, before.edition);
  writeRebalanceSettings(database, after.settings);
  if (after.bound === null) return;
  writeRebalanceBound(database, after.bound);
  writePlanSummary(database, after.bound);
}

/** Takes the proposals of the plan's edition into memory; the plan that follows is loaded from them. */
export function followAdoption(session: PlanSession, { settings, edition }: AdoptedPlan): void {
  const { items } = session.state.network;
  const open = createOpenProposals((item) => items[item].weightKg);
  for (const transfer of readProposals(session.database, edition)) open.set(transfer);
  session.transfers.replaceProposals(open);
  session.parameters = steeredParameters(session.parameters, settings);
  session.solved = null;
  session.plansTakenBack++;
}
