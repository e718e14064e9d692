import type { ReactNode } from 'react';
import { Lines } from './line.tsx';
import { type Notice, noticeLines } from './notice.ts';

/** A notice, as many lines high as `noticeLines` says. */
export function NoticeView(props: { readonly notice: Notice; readonly width: number }): ReactNode {
  return <Lines lines={noticeLines(props.notice, props.width)} width={props.width} />;
}
