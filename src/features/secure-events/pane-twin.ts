import type { Session } from '../../api/session.ts';
import { shellCommand } from '../../core/shell-words.ts';
import { formatNanos } from './nano-time.ts';
import { aroundNs, imageWishOf, placesOf } from './store-fronts.ts';
import { expressionOf } from './store-question.ts';
import type { EventsSnapshot, Front } from './store-state.ts';

/** The commands that print what the pane shows. */
export function paneTwin(
  snapshot: EventsSnapshot,
  session: Session,
): { readonly command: string; readonly curl: string } {
  const front = snapshot.view.fronts.at(-1);
  const words = front === undefined ? streamWords(snapshot) : frontWords(front, snapshot);
  return {
    command: shellCommand(['scandeck', ...session.openedBy, ...words]),
    curl: curlOf(snapshot, session),
  };
}

function streamWords({ question, view, stream }: EventsSnapshot): readonly string[] {
  const filter = expressionOf(question);
  const flags = ['--since', question.range, ...(filter === null ? [] : ['--filter', filter])];
  if (view.region === 'top') return ['events', 'top', ...flags];
  return stream.following ? ['tail', ...flags] : ['events', ...flags, '--limit', '0'];
}

function frontWords(front: Front, snapshot: EventsSnapshot): readonly string[] {
  switch (front.kind) {
    case 'counts':
      return streamWords(snapshot);
    case 'detail':
      return ['events', 'show', front.event.id];
    case 'activity':
      return ['audit', 'show', front.entry.type ?? 'commands', front.entry.id];
    case 'trace':
      return ['audit', 'trace', front.entry.type ?? 'commands', front.entry.id];
    case 'around': {
      const { event } = front;
      const [place] = placesOf(event);
      return [
        'audit',
        ...(place?.filter ? ['--filter', place.filter] : []),
        ...(place?.scope ? ['--scope', place.scope] : []),
        ...['--since', formatNanos(event.atNs - aroundNs)],
        ...['--until', formatNanos(event.atNs + aroundNs)],
      ];
    }
    case 'image': {
      const { image, digest, cluster, namespace, workload } = imageWishOf(front.event);
      const name = image ?? digest;
      if (name) return ['vulns', '--image', name];
      const places = [
        ['--cluster', cluster],
        ['--namespace', namespace],
        ['--workload', workload],
      ] as const;
      return ['vulns', ...places.flatMap(([flag, value]) => (value ? [flag, value] : []))];
    }
  }
}

function curlOf({ question }: EventsSnapshot, session: Session): string {
  const filter = expressionOf(question);
  const url = `${session.baseUrl('workloadProtection')}/api/v1/secureEvents`;
  const parts = [
    'curl -G -H "Authorization: Bearer $TOKEN" -H "IBMInstanceID: $INSTANCE"',
    '--data-urlencode "from=$FROM_NS" --data-urlencode "to=$TO_NS" -d limit=999',
    ...(filter === null ? [] : [`--data-urlencode ${shellCommand([`filter=${filter}`])}`]),
    shellCommand([url]),
  ];
  return parts.join(' ');
}
