import { type Segments, segment } from '../kit/segments.ts';

/** @returns an overlay's first line: what it is, and how to use and leave it */
export function overlayTitle(title: string, hint: string): Segments {
  return [segment(` ${title}`, 'strong'), segment(`   ${hint}`, 'muted')];
}
