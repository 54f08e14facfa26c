import './states.css';

/** Waiting for the first answer. It appears only after a moment: most answers are there within a frame. */
export function LoadingState({ label = 'Loading' }: { readonly label?: string }) {
  return (
    <div className="state state-loading" role="status" data-testid="loading-state">
      <div className="state-bar" aria-hidden />
      <p>{label}</p>
    </div>
  );
}
