import './states.css';
import { TriangleAlert } from 'lucide-react';
import type { BallastError } from '../../../core/base/errors.ts';
import { Button } from '../button/Button.tsx';
import { errorToText } from './errorToText.ts';

/** What happened, what is safe, what to do. */
export function ErrorState({
  error,
  onRetry,
}: {
  readonly error: BallastError;
  readonly onRetry?: () => void;
}) {
  const { title, detail } = errorToText(error);
  return (
    <div className="state" role="alert" data-testid="error-state">
      <TriangleAlert size={22} strokeWidth={1.5} aria-hidden className="state-error-icon" />
      <h3>{title}</h3>
      <p>{detail}</p>
      {onRetry === undefined ? null : <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}
