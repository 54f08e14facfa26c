import { BallastError } from '../../core/base/errors.ts';
import type { Command, CommandResult } from '../../core/contract/commands.ts';
import type { Profile } from '../../core/contract/people.ts';
import { useView } from '../app/viewStore.ts';
import { errorToText } from '../components/states/errorToText.ts';
import { closeOffers, showToast } from '../components/toast/toastStore.ts';
import { useConnection } from './connection.ts';

export interface CommandOptions {
  /** No notice on success: the screen itself shows what happened (a cell that was edited). */
  readonly quiet?: boolean;
  /** Somebody other than the present profile. */
  readonly actor?: Profile['id'];
}

export interface Commands {
  /** The result, or null where it failed; the failure has been shown. */
  readonly apply: (command: Command, options?: CommandOptions) => Promise<CommandResult | null>;
  readonly undo: () => Promise<CommandResult | null>;
  readonly redo: () => Promise<CommandResult | null>;
}

/** Applies commands as the present profile, and tells the person what came of it. */
export function useCommand(): Commands['apply'] {
  return commands.apply;
}

export function useCommands(): Commands {
  return commands;
}

const commands: Commands = {
  apply: applyCommand,
  undo: () => run('command.undo'),
  redo: () => run('command.redo'),
};

async function applyCommand(command: Command, options: CommandOptions = {}): Promise<CommandResult | null> {
  const actor = (options.actor ?? useView.getState().profileId) as 'planner';
  return settle(
    async () => {
      const result = await client().ask('command.apply', { actor, command });
      return result;
    },
    (result) => {
      closeOffers();
      if (options.quiet === true) return;
      showToast({
        tone: 'positive',
        title: result.label,
        action: { label: 'Undo', run: () => void run('command.undo') },
      });
    },
  );
}

async function run(method: 'command.undo' | 'command.redo'): Promise<CommandResult | null> {
  const actor = useView.getState().profileId as 'planner';
  return settle(
    () => client().ask(method, { actor }),
    (result) => {
      closeOffers();
      showToast({ title: result.label });
    },
  );
}

async function settle(
  ask: () => Promise<CommandResult>,
  succeed: (result: CommandResult) => void,
): Promise<CommandResult | null> {
  try {
    const result = await ask();
    succeed(result);
    return result;
  } catch (error) {
    const known = error instanceof BallastError ? error : new BallastError('failed', String(error));
    const text = errorToText(known);
    showToast({ tone: 'error', title: text.title, detail: text.detail });
    return null;
  }
}

function client(): NonNullable<ReturnType<typeof useConnection.getState>['client']> {
  const found = useConnection.getState().client;
  if (found === null) throw new BallastError('unavailable', 'The decision was not taken.');
  return found;
}
