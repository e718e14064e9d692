// The package's own types stand on a global JSX namespace, which React 19 no longer has.
declare module 'ink-table' {
  import type { Component, ComponentType, PropsWithChildren } from 'react';

  type Row = Readonly<Record<string, string>>;

  class Table extends Component<{
    readonly data: readonly Row[];
    readonly columns?: readonly string[];
    readonly padding?: number;
    readonly header?: ComponentType<PropsWithChildren>;
    readonly cell?: ComponentType<PropsWithChildren<{ readonly column: number }>>;
    readonly skeleton?: ComponentType<PropsWithChildren>;
  }> {}

  export = Table;
}
