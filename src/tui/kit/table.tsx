import { Text } from 'ink';
import InkTable from 'ink-table';
import { type PropsWithChildren, type ReactNode, useContext } from 'react';
import type { Tone } from '../../core/table.ts';
import { cells, padEnd } from '../../core/width.ts';
import { ThemeContext } from './theme.ts';

/** A column of a static table. */
export interface TableColumn {
  readonly name: string;
  /** In cells; the column is always as wide, whatever rows are shown. */
  readonly width: number;
  readonly tone?: Tone;
}

/** A static table: no window, no selection. For those, see `List`. */
export interface TableProps {
  readonly columns: readonly TableColumn[];
  /** Safe texts by column name. */
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** A dense table without rules, on ink-table. */
export function Table({ columns, rows }: TableProps): ReactNode {
  const fitted = rows.map((row) =>
    Object.fromEntries(columns.map(({ name, width }) => [name, padEnd(row[name] ?? '', width)])),
  );
  // ink-table takes its components once, when it is made, and names a column by its header.
  return (
    <InkTable
      key={columns.map(({ tone = 'plain', width }) => `${tone}${width}`).join()}
      data={fitted}
      columns={columns.map(({ name }) => name)}
      cell={cellFor(columns)}
      header={HeaderCell}
      skeleton={NoSkeleton}
    />
  );
}

/** @returns the cells that a table takes, its padding included */
export function tableWidth(columns: readonly TableColumn[]): number {
  return columns.reduce((sum, { name, width }) => sum + Math.max(width, cells(name)) + 2, 0);
}

const cellFor =
  (columns: readonly TableColumn[]) =>
  ({ column, children }: PropsWithChildren<{ readonly column: number }>) => (
    <ToneText tone={columns[column]?.tone ?? 'plain'}>{children}</ToneText>
  );

function HeaderCell({ children }: PropsWithChildren): ReactNode {
  return <ToneText tone="muted">{children}</ToneText>;
}

function ToneText({ tone, children }: PropsWithChildren<{ readonly tone: Tone }>): ReactNode {
  const theme = useContext(ThemeContext);
  return (
    <Text wrap="truncate" {...theme.tones[tone]}>
      {children}
    </Text>
  );
}

function NoSkeleton(): null {
  return null;
}
