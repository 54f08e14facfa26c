import './rail.css';
import { goTo, useView } from './viewStore.ts';
import { workspaces } from './workspaces.tsx';

/** The left edge: one button a workspace, with its shortcut in the tooltip. */
export function Rail() {
  const current = useView((state) => state.workspace);
  return (
    <nav className="rail" aria-label="Workspaces">
      {workspaces.map(({ id, name, icon: Icon }, index) => (
        <button
          key={id}
          type="button"
          className="rail-item"
          aria-current={id === current ? 'page' : undefined}
          aria-keyshortcuts={`Control+${index + 1}`}
          title={`${name} (Ctrl+${index + 1})`}
          data-testid={`workspace-${id}`}
          onClick={() => goTo(id)}
        >
          <Icon size={20} strokeWidth={1.75} aria-hidden />
          <span>{name}</span>
        </button>
      ))}
    </nav>
  );
}
