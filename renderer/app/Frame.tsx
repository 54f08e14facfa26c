import './frame.css';
import { ErrorBoundary } from '../components/states/ErrorBoundary.tsx';
import { Toasts } from '../components/toast/Toasts.tsx';
import { ExplainPanel } from '../features/explain/ExplainPanel.tsx';
import { FirstMinute } from '../features/firstMinute/FirstMinute.tsx';
import { ProtectionDialog } from '../features/protection/ProtectionDialog.tsx';
import { ConnectionNotice } from './connection/ConnectionNotice.tsx';
import { ExplainSlot } from './explainSlot/ExplainSlot.tsx';
import { FindPalette } from './find/FindPalette.tsx';
import { useFollowHost } from './hostState.ts';
import { FirstPlanNotice } from './connection/FirstPlanNotice.tsx';
import { Rail } from './Rail.tsx';
import { useShortcuts } from './shortcuts.ts';
import { StatusBar } from './statusBar/StatusBar.tsx';
import { useShell } from './useShell.ts';
import { useTheme } from './theme.ts';
import { TopBar } from './topBar/TopBar.tsx';
import { useView } from './viewStore.ts';
import { workspaces } from './workspaces.tsx';

export function Frame() {
  useTheme();
  useFollowHost();
  useShortcuts();
  useShell();
  const current = useView((state) => state.workspace);
  const explainOpen = useView((state) => state.explainOpen);
  const workspace = workspaces.find((one) => one.id === current) ?? workspaces[0];
  const Component = workspace.component;
  return (
    <div className="frame">
      <TopBar />
      <Rail />
      <main className="frame-workspace" aria-label={workspace.name} data-testid={`in-${workspace.id}`}>
        <ConnectionNotice />
        <FirstPlanNotice />
        <FirstMinute />
        <div className="frame-content">
          <ErrorBoundary key={workspace.id}>
            <Component />
          </ErrorBoundary>
        </div>
      </main>
      {explainOpen ? (
        <ExplainSlot>
          <ErrorBoundary>
            <ExplainPanel />
          </ErrorBoundary>
        </ExplainSlot>
      ) : null}
      <StatusBar />
      <FindPalette />
      <ProtectionDialog />
      <Toasts />
    </div>
  );
}
