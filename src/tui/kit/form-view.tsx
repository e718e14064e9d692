import { Box } from 'ink';
import type { ReactNode } from 'react';
import { cells, padEnd } from '../../core/width.ts';
import { FieldView } from './field-view.tsx';
import type { FormField, FormState } from './form.ts';
import { Line, Lines } from './line.tsx';
import { type Notice, noticeLines } from './notice.ts';
import { segment } from './segments.ts';
import { fieldText } from './text-field.ts';

/** What a form shows. */
export interface FormViewProps {
  readonly form: FormState;
  /** What is wrong, by field name; safe text. */
  readonly errors?: Readonly<Record<string, string | undefined>>;
  /** What is wrong with the whole of it, in full below the fields. */
  readonly notice?: Notice | null;
  readonly title: string;
  /** Below the fields: what enter and esc do. */
  readonly hint: string;
  readonly width: number;
}

/** A form: title, a line for each field with its error beside it, what is wrong with all of it, a hint. */
export function FormView(props: FormViewProps): ReactNode {
  const { form, errors = {}, notice = null, title, hint, width } = props;
  const labelWidth = Math.max(0, ...form.fields.map(({ label }) => cells(label)));
  return (
    <Box flexDirection="column">
      <Line segments={[segment(` ${title}`, 'strong')]} width={width} />
      <Line segments={[]} width={width} />
      {form.fields.map((field, index) => (
        <FieldRow
          key={field.name}
          field={field}
          error={errors[field.name]}
          labelWidth={labelWidth}
          width={width}
          focused={index === form.focus}
        />
      ))}
      <Line segments={[]} width={width} />
      {notice !== null && <Lines lines={[...noticeLines(notice, width), []]} width={width} />}
      <Line segments={[segment(` ${hint}`, 'muted')]} width={width} />
    </Box>
  );
}

interface FieldRowProps {
  readonly field: FormField;
  readonly error: string | undefined;
  readonly labelWidth: number;
  readonly width: number;
  readonly focused: boolean;
}

function FieldRow({ field, error, labelWidth, width, focused }: FieldRowProps): ReactNode {
  const label = ` ${focused ? '›' : ' '} ${padEnd(field.label, labelWidth)}  `;
  const errorText = error === undefined ? '' : `  ! ${error}`;
  const room = Math.max(
    8,
    width - cells(label) - Math.min(cells(errorText), Math.floor(width / 2)),
  );
  return (
    <Box height={1}>
      <Line segments={[segment(label, focused ? 'accent' : 'plain')]} width={cells(label)} />
      <FieldValue field={field} focused={focused} width={room} />
      <Line segments={[segment(errorText, 'bad')]} width={width - cells(label) - 1} />
    </Box>
  );
}

function FieldValue(props: {
  readonly field: FormField;
  readonly focused: boolean;
  readonly width: number;
}): ReactNode {
  const { field, focused, width } = props;
  const { choices, placeholder } = field;
  const text = fieldText(field.field);
  if (focused && choices === undefined) {
    const shown = placeholder === undefined ? {} : { placeholder };
    return <FieldView field={field.field} width={width} {...shown} />;
  }
  const filled = focused
    ? [segment('‹ '), segment(text, 'accent'), segment(' ›')]
    : [segment(text)];
  return (
    <Line segments={text === '' ? [segment(placeholder ?? '', 'muted')] : filled} width={width} />
  );
}
