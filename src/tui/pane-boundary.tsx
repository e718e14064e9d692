import { Component, type ReactNode } from 'react';

/** What a boundary holds. */
export interface PaneBoundaryProps {
  readonly onCrash: (error: unknown) => void;
  readonly children: ReactNode;
}

/** Keeps a pane that throws while it is drawn from taking the deck with it. */
export class PaneBoundary extends Component<PaneBoundaryProps, { readonly crashed: boolean }> {
  static getDerivedStateFromError(): { readonly crashed: boolean } {
    return { crashed: true };
  }

  override readonly state = { crashed: false };

  override componentDidCatch(error: unknown): void {
    this.props.onCrash(error);
  }

  override render(): ReactNode {
    return this.state.crashed ? null : this.props.children;
  }
}
