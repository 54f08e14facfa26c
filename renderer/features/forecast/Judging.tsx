import type { BallastError } from '../../../core/base/errors.ts';
import { formatShare } from '../../components/format/formatNumber.ts';
import { ErrorState } from '../../components/states/ErrorState.tsx';
import { LoadingState } from '../../components/states/LoadingState.tsx';

/** In place of figures that are not there yet. */
export function Judging({
  ready,
  error,
  onRetry,
}: {
  readonly ready: number | null;
  readonly error: BallastError | null;
  readonly onRetry: () => void;
}) {
  if (error !== null) return <ErrorState error={error} onRetry={onRetry} />;
  const share = ready === null || ready === 0 ? '' : `, ${formatShare(ready, 0)}`;
  return <LoadingState label={`Judging the forecast on months held back${share}`} />;
}
