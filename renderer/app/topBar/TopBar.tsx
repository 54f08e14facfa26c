import './topBar.css';
import {
  CalendarClock,
  Monitor,
  Moon,
  PanelRightClose,
  PanelRightOpen,
  Redo2,
  Search,
  Sun,
  Undo2,
  UserRound,
} from 'lucide-react';
import { profiles } from '../../../core/contract/people.ts';
import { IconButton } from '../../components/button/IconButton.tsx';
import { formatDate, formatTime } from '../../components/format/formatTime.ts';
import { Menu } from '../../components/menu/Menu.tsx';
import { useCommands } from '../../host/useCommand.ts';
import { openFind } from '../find/findStore.ts';
import { useHostState } from '../hostState.ts';
import { setProfile, setTheme, toggleExplain, useProfile, useView } from '../viewStore.ts';
import type { Theme } from '../viewState.ts';

const themeIcons = { system: Monitor, light: Sun, dark: Moon } as const;
const themeNames: Readonly<Record<Theme, string>> = { system: 'System', light: 'Light', dark: 'Dark' };

export function TopBar() {
  return (
    <header className="top-bar">
      <NetworkName />
      <button type="button" className="top-find" onClick={openFind} data-testid="open-find">
        <Search size={15} aria-hidden />
        <span>Find an item, location, VIN, transfer or command</span>
        <kbd>Ctrl K</kbd>
      </button>
      <div className="top-actions">
        <Clock />
        <UndoRedo />
        <ProfileMenu />
        <ThemeMenu />
        <ExplainToggle />
      </div>
    </header>
  );
}

function NetworkName() {
  const app = useHostState((state) => state.app);
  return (
    <div className="top-network">
      <span className="top-product">Ballast</span>
      <span className="top-network-name" data-testid="network-name" title={app?.network}>
        {app?.network ?? ''}
      </span>
    </div>
  );
}

function Clock() {
  const minutes = useHostState((state) => state.clockMinutes);
  if (!Number.isFinite(minutes)) return null;
  return (
    <span
      className="top-clock"
      title="The network's clock: figures are as of this moment"
      data-testid="clock"
    >
      <CalendarClock size={15} aria-hidden />
      <span>{formatDate(minutes)}</span>
      <time dateTime={new Date(minutes * 60_000).toISOString()}>{formatTime(minutes)} UTC</time>
    </span>
  );
}

function UndoRedo() {
  const { undo, redo } = useHostState((state) => state.undo);
  const commands = useCommands();
  return (
    <span className="top-group">
      <IconButton
        icon={Undo2}
        label={undo === null ? 'Nothing to undo' : `Undo: ${undo} (Ctrl+Z)`}
        disabled={undo === null}
        data-testid="undo"
        onClick={() => void commands.undo()}
      />
      <IconButton
        icon={Redo2}
        label={redo === null ? 'Nothing to redo' : `Redo: ${redo} (Ctrl+Y)`}
        disabled={redo === null}
        data-testid="redo"
        onClick={() => void commands.redo()}
      />
    </span>
  );
}

function ProfileMenu() {
  const profile = useProfile();
  return (
    <Menu
      label={`Profile: ${profile.name}, ${profile.role}`}
      icon={UserRound}
      text={<span className="top-profile">{profile.name}</span>}
      testId="profile-menu"
      items={profiles.map((one) => ({
        label: one.name,
        hint: one.role,
        checked: one.id === profile.id,
        testId: `profile-${one.id}`,
        run: () => setProfile(one.id),
      }))}
    />
  );
}

function ThemeMenu() {
  const theme = useView((state) => state.theme);
  return (
    <Menu
      label={`Theme: ${themeNames[theme]}`}
      icon={themeIcons[theme]}
      testId="theme-menu"
      items={(['system', 'light', 'dark'] as const).map((one) => ({
        label: themeNames[one],
        checked: one === theme,
        testId: `theme-${one}`,
        run: () => setTheme(one),
      }))}
    />
  );
}

function ExplainToggle() {
  const open = useView((state) => state.explainOpen);
  return (
    <IconButton
      icon={open ? PanelRightClose : PanelRightOpen}
      label={open ? 'Hide Explain (F1)' : 'Show Explain (F1)'}
      aria-pressed={open}
      data-testid="toggle-explain"
      onClick={toggleExplain}
    />
  );
}
