import { safeText } from '../../core/safe-text.ts';
import type { SecureEvent } from './model.ts';

const texts = new WeakMap<SecureEvent, string>();

/** What a filter over the stream looks at: what a row shows, its output and its ids. */
export function filterText(event: SecureEvent): string {
  const known = texts.get(event);
  if (known !== undefined) return known;
  const { severity, rule, policy, cluster, namespace, workload, pod, container, image } = event;
  const parts = [
    severity.word,
    rule,
    policy,
    [cluster, namespace, workload].filter(Boolean).join('/'),
    pod,
    container.name,
    container.id,
    image.repo === null ? null : `${image.repo}:${image.tag ?? ''}`,
    image.digest,
    event.user,
    event.process,
    event.host,
    event.output,
    event.id,
  ];
  const text = parts.map((part) => (part === null ? '' : safeText(part, 1000))).join(' ');
  texts.set(event, text);
  return text;
}
