import { Component, type ReactNode } from 'react';
import { BallastError } from '../../../core/base/errors.ts';
import { ErrorState } from './ErrorState.tsx';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
}

/** A part of the window that cannot draw itself says so and can be tried again; the rest goes on working. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <ErrorState
        error={new BallastError('failed', `This part of the window could not be drawn: ${error.message}`)}
        onRetry={() => this.setState({ error: null })}
      />
    );
  }
}
