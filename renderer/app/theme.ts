import { useEffect, useSyncExternalStore } from 'react';
import type { Theme } from './viewState.ts';
import { useView } from './viewStore.ts';

const dark = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)');

function watchSystem(listener: () => void): () => void {
  const query = dark();
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

export function resolveTheme(theme: Theme, systemIsDark: boolean): 'light' | 'dark' {
  if (theme === 'system') return systemIsDark ? 'dark' : 'light';
  return theme;
}

/** Before anything is drawn, so that a dark window does not begin with a white flash. */
export function applyThemeOnce(): void {
  document.documentElement.dataset['theme'] = resolveTheme(useView.getState().theme, dark().matches);
}

/** The theme in force, also set on the document so that every token follows. */
export function useTheme(): 'light' | 'dark' {
  const chosen = useView((state) => state.theme);
  const systemIsDark = useSyncExternalStore(watchSystem, () => dark().matches);
  const theme = resolveTheme(chosen, systemIsDark);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return theme;
}
