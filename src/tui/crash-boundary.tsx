import { Component, type ReactNode } from 'react';

/** What is drawn, and who hears of a failure to. */
export interface CrashBoundaryProps {
  readonly onCrash: (error: unknown) => void;
  readonly children: ReactNode;
}

interface CrashBoundaryState {
  readonly crashed: boolean;
}

/**
 * Draws nothing once drawing has failed, and says so: what is on the alternate screen is lost with
 * it, so the error is for the primary screen.
 */
export class CrashBoundary extends Component<CrashBoundaryProps, CrashBoundaryState> {
  static getDerivedStateFromError(): CrashBoundaryState {
    return { crashed: true };
  }

  override readonly state: CrashBoundaryState = { crashed: false };

  override componentDidCatch(error: unknown): void {
    this.props.onCrash(error);
  }

  override render(): ReactNode {
    return this.state.crashed ? null : this.props.children;
  }
}
