/** What a scanner tells, in the order of the bytes. */
export interface ValueSink {
  /** A whole value; the bytes are only good until the call returns. */
  value(bytes: Buffer, line: number): void;
  /** Something that is no value, by its first line, from 1. */
  unreadable(line: number, why: string): void;
}

/** Finds the JSON values in bytes as they arrive. */
export interface ValueScanner {
  push(chunk: Buffer): void;
  end(): void;
}

const lf = 0x0a;
const quote = 0x22;
const backslash = 0x5c;
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d] as const;
/** Before each value of a JSON text sequence (RFC 7464). */
const recordSeparator = 0x1e;
const dataPrefix = Buffer.from('data:');

/** Longer values are given up: memory is to stay the same whatever the file is. */
const longestValue = 64 * 1024 * 1024;

/** Wrappers whose list is read one by one, however long it is. */
const envelope =
  /^\{\s*"(?:result|results|response|logs|events|records|hits|items|data)"\s*:\s*(?:\{\s*"(?:result|results|response|logs|events|records|hits|items|data)"\s*:\s*)*$/;
const longestEnvelope = 200;

/** A value that is no object, list or text; it may have a comma behind it. */
const scalar = /^(?:null|true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)[\s,]*$/;
const longestScalar = 64;

type Mode = 'between' | 'value' | 'line' | 'prefix' | 'continued' | 'rest' | 'scalar';

/**
 * Creates a scanner for whatever files and pipes bring: a value a line, values one behind the other,
 * pretty-printed ones, lists, the `data:` lines of an event stream. A value that is not whole costs
 * itself alone: the next line that begins one is read again.
 */
export function createValueScanner(sink: ValueSink): ValueScanner {
  const scan = new Scan(sink);
  return { push: (chunk) => scan.push(chunk), end: () => scan.end() };
}

class Scan {
  readonly #sink: ValueSink;
  #mode: Mode = 'between';
  #line = 1;
  #isLineStart = true;
  /** An event stream was met, whose other fields are of no interest. */
  #isStream = false;
  /** The value under way. */
  #pieces: Buffer[] = [];
  #size = 0;
  #startLine = 1;
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  /** It came behind `data:`, and goes on in the next line's. */
  #isData = false;
  /** This line began with `data:`. */
  #isDataLine = false;
  /** The line break behind a piece of it was just read. */
  #isBroken = false;
  /** Lists around the values, and braces of an envelope around them. */
  #lists = 0;
  #braces = 0;
  #matched = 0;

  constructor(sink: ValueSink) {
    this.#sink = sink;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) at = this.#step(chunk, at);
  }

  end(): void {
    if (this.#mode === 'value' || this.#mode === 'continued') this.#giveUp('is cut short');
    if (this.#mode === 'scalar') this.#finishScalar();
    if (this.#mode === 'prefix') this.#sink.unreadable(this.#line, 'is no JSON');
    this.#mode = 'between';
  }

  #step(chunk: Buffer, at: number): number {
    switch (this.#mode) {
      case 'between':
        return this.#between(chunk, at);
      case 'value':
        return this.#value(chunk, at);
      case 'line':
        return this.#skipLine(chunk, at);
      case 'prefix':
        return this.#prefix(chunk, at);
      case 'continued':
        return this.#continued(chunk, at);
      case 'rest':
        return this.#skipRest(chunk, at);
      case 'scalar':
        return this.#scalar(chunk, at);
    }
  }

  /** Looks for the beginning of a value. */
  #between(chunk: Buffer, at: number): number {
    const byte = chunk[at] ?? 0;
    const isLineStart = this.#isLineStart;
    this.#isLineStart = byte === lf;
    if (byte === lf) this.#newLine();
    if (isSpace(byte) || byte === 0x2c || byte === recordSeparator) return at + 1;
    if (byte === openBrace || byte === quote) return this.#begin(at);
    if (byte === openBracket) {
      if (this.#lists > 0) return this.#begin(at);
      this.#lists = 1;
      return at + 1;
    }
    if (byte === closeBracket && this.#lists > 0) return this.#endList(at);
    if (isLineStart && byte === dataPrefix[0]) return this.#enter('prefix', at);
    if (isLineStart && (byte === 0x3a || (this.#isStream && isFieldStart(byte)))) {
      return this.#enter('line', at);
    }
    // The byte order mark.
    if (this.#line === 1 && (byte === 0xef || byte === 0xbb || byte === 0xbf)) return at + 1;
    if (isScalarStart(byte)) return this.#enter('scalar', at);
    this.#sink.unreadable(this.#line, 'is no JSON');
    return this.#enter('line', at);
  }

  /** `null`, `12`: to the end of the line, or in a list to the end of the item. */
  #scalar(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length && !this.#endsScalar(chunk[at] ?? 0)) at += 1;
    this.#keep(chunk.subarray(from, Math.min(at, from + longestScalar + 1)));
    const isLong = this.#size > longestScalar;
    if (at < chunk.length || isLong) this.#finishScalar();
    return at;
  }

  #endsScalar(byte: number): boolean {
    return byte === lf || (this.#lists > 0 && (byte === 0x2c || byte === closeBracket));
  }

  #finishScalar(): void {
    const isJson =
      this.#size <= longestScalar && scalar.test(Buffer.concat(this.#pieces).toString('latin1'));
    this.#forget();
    this.#mode = isJson ? 'between' : 'line';
    this.#sink.unreadable(this.#line, isJson ? 'is no activity event' : 'is no JSON');
  }

  #enter(mode: Mode, at: number): number {
    this.#mode = mode;
    this.#matched = 0;
    return at;
  }

  #newLine(): void {
    this.#line += 1;
    this.#isDataLine = false;
  }

  #begin(at: number): number {
    this.#mode = 'value';
    this.#isData = this.#isDataLine;
    this.#startLine = this.#line;
    return at;
  }

  #endList(at: number): number {
    this.#lists = 0;
    this.#mode = this.#braces > 0 ? 'rest' : 'between';
    this.#depth = this.#braces;
    this.#braces = 0;
    return at + 1;
  }

  /** Reads on in a value, up to its end, a line break, or the end of the chunk. */
  #value(chunk: Buffer, from: number): number {
    if (this.#isBroken && !this.#isData) {
      this.#isBroken = false;
      if (!mayGoOn(chunk[from] ?? 0)) return this.#restart(from);
    }
    const at = this.#scan(chunk, from);
    if (this.#mode !== 'value') return at;
    const isEnd = this.#depth === 0 && !this.#inString;
    if (isEnd) return this.#finish(chunk, from, at);
    this.#keep(chunk.subarray(from, at));
    if (this.#size > longestValue) return this.#restart(at, 'is longer than 64 MiB');
    return at < chunk.length ? this.#breakLine(at) : at;
  }

  /** @returns the place behind the value's end, or of a line break, or the chunk's end */
  #scan(chunk: Buffer, from: number): number {
    const end = chunk.length;
    let at = from;
    let depth = this.#depth;
    let inString = this.#inString;
    if (this.#isEscaped) at += 1;
    this.#isEscaped = false;
    for (; at < end; at += 1) {
      const byte = chunk[at];
      if (byte === lf) break;
      if (inString) {
        if (byte === backslash) at += 1;
        else if (byte === quote) {
          inString = false;
          if (depth === 0) break;
        }
      } else if (byte === quote) inString = true;
      else if (byte === openBrace) depth += 1;
      else if (byte === closeBrace) {
        depth -= 1;
        if (depth === 0) break;
      } else if (byte === openBracket) {
        if (depth <= 3 && this.#isEnvelope(chunk, from, at)) return this.#openEnvelope(at, depth);
        depth += 1;
      } else if (byte === closeBracket) {
        depth -= 1;
        if (depth === 0) break;
      }
    }
    this.#isEscaped = at > end;
    this.#depth = depth;
    this.#inString = inString;
    const isWhole = at < end && chunk[at] !== lf;
    return isWhole ? at + 1 : Math.min(at, end);
  }

  #isEnvelope(chunk: Buffer, from: number, at: number): boolean {
    if (this.#lists > 0 || this.#size + at - from > longestEnvelope) return false;
    const text = [...this.#pieces, chunk.subarray(from, at)].map((piece) =>
      piece.toString('latin1'),
    );
    return envelope.test(text.join(''));
  }

  #openEnvelope(at: number, depth: number): number {
    this.#forget();
    this.#braces = depth;
    this.#lists = 1;
    this.#mode = 'between';
    return at + 1;
  }

  #finish(chunk: Buffer, from: number, at: number): number {
    const last = chunk.subarray(from, at);
    const bytes = this.#pieces.length === 0 ? last : Buffer.concat([...this.#pieces, last]);
    const line = this.#startLine;
    this.#forget();
    this.#mode = 'between';
    this.#sink.value(bytes, line);
    return at;
  }

  /** The chunk is the reader's to use again, so that a piece must be a copy. */
  #keep(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#pieces.push(Buffer.from(piece));
    this.#size += piece.length;
  }

  /** A line break in a value: a pretty-printed one goes on, a torn one does not. */
  #breakLine(at: number): number {
    if (this.#isData) {
      this.#mode = 'continued';
      this.#newLine();
      return at + 1;
    }
    // JSON has no line break in a string.
    if (this.#inString) return this.#restart(at);
    this.#newLine();
    this.#isBroken = true;
    // Between the pieces, so that tokens do not run together.
    this.#keep(Buffer.from('\n'));
    return at + 1;
  }

  #restart(at: number, why = 'is cut short'): number {
    this.#giveUp(why);
    this.#isLineStart = true;
    this.#mode = why === 'is cut short' ? 'between' : 'line';
    return at;
  }

  #giveUp(why: string): void {
    this.#sink.unreadable(this.#startLine, why);
    this.#forget();
  }

  #forget(): void {
    this.#pieces = [];
    this.#size = 0;
    this.#depth = 0;
    this.#inString = false;
    this.#isEscaped = false;
    this.#isData = false;
    this.#isBroken = false;
  }

  /** The next line of an event stream: more of the value, or its end. */
  #continued(chunk: Buffer, at: number): number {
    if (chunk[at] === dataPrefix[0]) return this.#enter('prefix', at);
    return this.#restart(at);
  }

  #prefix(chunk: Buffer, at: number): number {
    const goesOn = this.#depth > 0 || this.#inString;
    if (this.#matched === dataPrefix.length) {
      this.#beginData(goesOn);
      return chunk[at] === 0x20 ? at + 1 : at;
    }
    if (chunk[at] === dataPrefix[this.#matched]) {
      this.#matched += 1;
      return at + 1;
    }
    if (goesOn) this.#giveUp('is cut short');
    this.#sink.unreadable(this.#line, 'is no JSON');
    return this.#enter('line', at);
  }

  #beginData(goesOn: boolean): void {
    this.#isStream = true;
    this.#isDataLine = true;
    this.#isLineStart = false;
    this.#mode = goesOn ? 'value' : 'between';
    if (goesOn) return;
    // A message begins anew, whatever the last one left open.
    this.#lists = 0;
    this.#braces = 0;
  }

  #skipLine(chunk: Buffer, from: number): number {
    const at = chunk.indexOf(lf, from);
    if (at < 0) return chunk.length;
    this.#mode = 'between';
    return at;
  }

  /** What an envelope says behind its list. */
  #skipRest(chunk: Buffer, from: number): number {
    const isTorn = this.#isBroken && !mayGoOn(chunk[from] ?? 0);
    this.#isBroken = false;
    const at = isTorn ? from : this.#scan(chunk, from);
    if (isTorn || this.#depth <= 0) {
      this.#forget();
      this.#mode = 'between';
      this.#isLineStart = isTorn;
      return at;
    }
    if (at === chunk.length) return at;
    this.#newLine();
    this.#isBroken = true;
    return at + 1;
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === lf || byte === 0x0d || byte === 0x09;
}

/** A number, `true`, `false` or `null` may begin with it. */
function isScalarStart(byte: number): boolean {
  return '-0123456789tfn'.includes(String.fromCharCode(byte));
}

/** Fields of an event stream beside `data`: event, id, retry. */
function isFieldStart(byte: number): boolean {
  return byte === 0x65 || byte === 0x69 || byte === 0x72;
}

/** Whether a value may go on with this byte at the beginning of a line. A brace begins the next. */
function mayGoOn(byte: number): boolean {
  return isSpace(byte) || '"[]},:-0123456789tfn'.includes(String.fromCharCode(byte));
}
