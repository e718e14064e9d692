import { crc32 } from 'node:zlib';

const version = 20;
/** Names are UTF-8. */
const flags = 1 << 11;
const headerLength = 30;
const entryLength = 46;
const endLength = 22;

/**
 * A ZIP archive of one file, uncompressed (PKWARE's APPNOTE 6.3, sections 4.3.7, 4.3.12, 4.3.16).
 *
 * @param modifiedAt epoch milliseconds
 */
export function zipOf(name: string, content: Uint8Array, modifiedAt: number): Uint8Array {
  const path = Buffer.from(name);
  const facts = factsOf(path, content, modifiedAt);
  const header = Buffer.alloc(headerLength);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(version, 4);
  facts.copy(header, 6);
  const entry = Buffer.alloc(entryLength);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(version, 4);
  entry.writeUInt16LE(version, 6);
  facts.copy(entry, 8);
  const end = Buffer.alloc(endLength);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entryLength + path.length, 12);
  end.writeUInt32LE(headerLength + path.length + content.length, 16);
  return Buffer.concat([header, path, content, entry, path, end]);
}

/** What both headers tell of the file, in the same order. */
function factsOf(path: Buffer, content: Uint8Array, modifiedAt: number): Buffer {
  const at = new Date(modifiedAt);
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const year = at.getUTCFullYear() - 1980;
  const date = (year << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const facts = Buffer.alloc(22);
  facts.writeUInt16LE(flags, 0);
  facts.writeUInt16LE(time, 4);
  facts.writeUInt16LE(date, 6);
  facts.writeUInt32LE(crc32(content), 8);
  facts.writeUInt32LE(content.length, 12);
  facts.writeUInt32LE(content.length, 16);
  facts.writeUInt16LE(path.length, 20);
  return facts;
}
