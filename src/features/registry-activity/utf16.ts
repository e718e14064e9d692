const charset = (head: Buffer): 'utf-16le' | 'utf-16be' | null => {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null;
};

/** Bytes as UTF-8: those that begin with the byte order mark of UTF-16 are written anew. */
export async function* asUtf8(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  for await (const chunk of source) {
    if (decoder !== null) {
      yield Buffer.from(decoder.decode(chunk, { stream: true }));
      continue;
    }
    if (head.length >= 2) {
      yield chunk;
      continue;
    }
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    if (head.length < 2) continue;
    const name = charset(head);
    decoder = name === null ? null : new TextDecoder(name);
    yield decoder === null ? head : Buffer.from(decoder.decode(head, { stream: true }));
  }
  if (decoder !== null) yield Buffer.from(decoder.decode());
  else if (head.length === 1) yield head;
}
