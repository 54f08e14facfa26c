import './frame.css';
import { useTheme } from './theme.ts';
import { useView } from './viewStore.ts';
import { workspaces } from './workspaces.tsx';

export function Frame() {
  useTheme();
  const current = useView((state) => state.workspace);
  const workspace = workspaces.find((one) => one.id === current) ?? workspaces[0];
  const Component = workspace.component;
  return (
    <main className="frame-workspace">
      <Component />
    </main>
  );
}
