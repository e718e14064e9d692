/** A message of an answer: the text of its `data:` lines. */
export interface FramedMessage {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly text: string;
}

/** A line that is none of an event stream's. */
export class FramingError extends Error {
  readonly line: number;
  /** As it came: hostile. */
  readonly text: string;

  constructor(line: number, text: string) {
    super(`line ${line} is none of an event stream's`);
    this.name = 'FramingError';
    this.line = line;
    this.text = text;
  }
}

/** Takes an event stream apart while it arrives. */
export interface Framing {
  /** The messages that are whole with these bytes. @throws FramingError */
  push(bytes: Buffer): readonly FramedMessage[];
  /** The message that the end of the stream makes whole. @throws FramingError */
  end(): readonly FramedMessage[];
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Creates a parser of the query answer's framing: comments (`: success`, and a bare `:` to keep the
 * connection alive), `data:` lines that belong together until a blank line, and an end that may
 * lack the blank line. (IBM Cloud Logs API, Query data; the SDK joins `data:` lines without a break.)
 * Bytes may be cut anywhere; the cost grows with the bytes alone, however long a line is.
 */
export function createFraming(): Framing {
  /** Pieces of the line that is not whole yet. */
  let pieces: Buffer[] = [];
  let lines = 0;
  let data: string[] = [];
  let firstLine = 0;
  const flush = (): readonly FramedMessage[] => {
    if (data.length === 0) return [];
    const message = { line: firstLine, text: data.join('') };
    data = [];
    return [message];
  };
  const take = (bytes: Buffer): readonly FramedMessage[] => linesIn(bytes).flatMap(takeLine);
  const takeLine = (line: Buffer): readonly FramedMessage[] => {
    lines += 1;
    const text = lineText(line, lines === 1);
    if (text === '') return flush();
    const content = dataOf(text);
    if (content === null && !isIgnored(text)) throw new FramingError(lines, text);
    if (content === null) return [];
    if (data.length === 0) firstLine = lines;
    data.push(content);
    return [];
  };
  const finishLine = () => {
    const line = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
    pieces = [];
    return line;
  };
  return {
    push: (bytes) => {
      const messages: FramedMessage[] = [];
      let from = 0;
      for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, from)) {
        pieces.push(bytes.subarray(from, at));
        messages.push(...take(finishLine()));
        from = at + 1;
      }
      if (from < bytes.length) pieces.push(bytes.subarray(from));
      return messages;
    },
    end: () => [...(pieces.length === 0 ? [] : take(finishLine())), ...flush()],
  };
}

/**
 * Event streams may end lines with a carriage return alone (HTML standard, 9.2.5); JSON has none but
 * between its tokens.
 */
function linesIn(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(carriageReturn); at >= 0; at = bytes.indexOf(carriageReturn, from)) {
    lines.push(bytes.subarray(from, at));
    from = at + 1;
  }
  if (from < bytes.length || lines.length === 0) lines.push(bytes.subarray(from));
  return lines;
}

function lineText(line: Buffer, isFirst: boolean): string {
  const text = line.toString('utf8');
  return isFirst && text.startsWith('\ufeff') ? text.slice(1) : text;
}

function dataOf(text: string): string | null {
  if (!text.startsWith('data:')) return null;
  return text.slice(text.startsWith('data: ') ? 6 : 5);
}

/** A comment, or a field that the standard of event streams knows and this API does not use. */
function isIgnored(text: string): boolean {
  return /^(?::|(?:event|id|retry):)/.test(text);
}
