import '../components/theme/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connect, type OpenPort } from '../host/connection.ts';
import { Frame } from './Frame.tsx';
import { applyThemeOnce } from './theme.ts';
import { restoreView } from './viewStore.ts';

/** Opens the window over a given door; the page of the product and the page of the tests both begin here. */
export function start(openPort: OpenPort): void {
  restoreView();
  applyThemeOnce();
  connect(openPort);
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no element with id root');
  createRoot(root).render(
    <StrictMode>
      <Frame />
    </StrictMode>,
  );
}
