import { Text } from 'ink';
import { type ReactNode, useContext } from 'react';
import { fieldWindow } from './field-line.ts';
import type { TextField } from './text-field.ts';
import { ThemeContext } from './theme.ts';

/** The text of a field in a room of `width` cells, its cursor drawn inverse. */
export function FieldView(props: {
  readonly field: TextField;
  readonly width: number;
  readonly placeholder?: string;
}): ReactNode {
  const theme = useContext(ThemeContext);
  const { before, at, after } = fieldWindow(props.field, props.width);
  const empty = props.field.graphemes.length === 0;
  return (
    <Text wrap="truncate">
      {before}
      <Text inverse>{at}</Text>
      {empty && props.placeholder !== undefined ? (
        <Text {...theme.tones.muted}>{props.placeholder}</Text>
      ) : (
        after
      )}
    </Text>
  );
}
