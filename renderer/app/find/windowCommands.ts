import type { LucideIcon } from 'lucide-react';
import {
  ListChecks,
  Moon,
  PanelRight,
  Play,
  RefreshCw,
  RotateCcw,
  RotateCw,
  ShieldCheck,
  Square,
  Sun,
  SunMoon,
  UserRound,
} from 'lucide-react';
import { profiles } from '../../../core/contract/people.ts';
import { useConnection } from '../../host/connection.ts';
import type { Commands } from '../../host/useCommand.ts';
import { openProtection } from '../protectionStore.ts';
import { setFeedRunning, type HostState } from '../hostState.ts';
import { finishFirstMinute, goTo, setProfile, setTheme, toggleExplain } from '../viewStore.ts';
import { workspaces } from '../workspaces.tsx';

/** What the global find offers besides what is in the network: everything the frame can do. */
export interface WindowCommand {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly icon: LucideIcon;
  readonly run: () => void;
}

export function windowCommands(host: HostState, commands: Commands): readonly WindowCommand[] {
  const running = host.feed?.running === true;
  return [
    ...workspaces.map((workspace, index) => ({
      id: `workspace-${workspace.id}`,
      title: `Go to ${workspace.name}`,
      hint: `Ctrl ${index + 1}`,
      icon: workspace.icon,
      run: () => goTo(workspace.id),
    })),
    {
      id: 'plan',
      title: 'Run the plan',
      hint: '',
      icon: RefreshCw,
      run: () => void useConnection.getState().client?.ask('plan.run', { retrain: false }),
    },
    {
      id: 'feed',
      title: running ? 'Stop the live feed' : 'Start the live feed',
      hint: '',
      icon: running ? Square : Play,
      run: () => void setFeedRunning(!running),
    },
    ...(host.undo.undo === null
      ? []
      : [
          {
            id: 'undo',
            title: `Undo: ${host.undo.undo}`,
            hint: 'Ctrl Z',
            icon: RotateCcw,
            run: () => void commands.undo(),
          },
        ]),
    ...(host.undo.redo === null
      ? []
      : [
          {
            id: 'redo',
            title: `Redo: ${host.undo.redo}`,
            hint: 'Ctrl Y',
            icon: RotateCw,
            run: () => void commands.redo(),
          },
        ]),
    {
      id: 'protected-parts',
      title: 'Protected parts of dealers',
      hint: 'P in a grid',
      icon: ShieldCheck,
      run: () => openProtection([]),
    },
    { id: 'explain', title: 'Show or hide Explain', hint: 'F1', icon: PanelRight, run: toggleExplain },
    ...profiles.map((profile) => ({
      id: `profile-${profile.id}`,
      title: `Work as ${profile.name}`,
      hint: profile.role,
      icon: UserRound,
      run: () => setProfile(profile.id),
    })),
    { id: 'theme-light', title: 'Light theme', hint: '', icon: Sun, run: () => setTheme('light') },
    { id: 'theme-dark', title: 'Dark theme', hint: '', icon: Moon, run: () => setTheme('dark') },
    {
      id: 'theme-system',
      title: 'Theme of the system',
      hint: '',
      icon: SunMoon,
      run: () => setTheme('system'),
    },
    {
      id: 'first-minute',
      title: 'Show the first minute',
      hint: '',
      icon: ListChecks,
      run: () => finishFirstMinute(false),
    },
  ];
}

/** Commands whose title has every word of the text. */
export function matchingCommands(commands: readonly WindowCommand[], text: string): readonly WindowCommand[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return commands.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
}
