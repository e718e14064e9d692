import { type ReactNode, useSyncExternalStore } from 'react';
import type { BindingActions } from '../../core/binding.ts';
import { DetailView } from '../../tui/kit/detail-view.tsx';
import { FormView } from '../../tui/kit/form-view.tsx';
import type { Pane, PaneHost, PaneViewProps } from '../feature.ts';
import { isDone } from './model.ts';
import { Overview } from './pane-overview.tsx';
import { selectionOf } from './pane-selection.ts';
import { createPane, type ProgressPane } from './pane-state.ts';
import { frontText } from './pane-text.ts';
import { paneTwin } from './pane-twin.ts';
import { scanName } from './pane-words.ts';
import { recordOf } from './record.ts';
import type { ProgressSnapshot } from './snapshot.ts';

/** Opens the Progress pane: scans that go on, and those that have ended, until they are dismissed. */
export function open(host: PaneHost): Pane {
  const pane = createPane(host);
  const { store } = pane;
  const { stallAfterMs } = host.session.preferences.progress;
  return {
    actions: actionsOf(pane, host),
    start: store.start,
    stop: store.stop,
    subscribe: pane.subscribe,
    resize: pane.resize,
    move: pane.move,
    open: () => {
      if (store.selected() === null || store.get().view.kind !== 'list') return;
      host.markPlace();
      pane.toTop();
      store.openDetail();
    },
    back: store.close,
    refresh: store.refresh,
    filter: store.setFilter,
    focused: () => {
      const scan = store.selected();
      return scan && { id: scanName(scan), record: recordOf(scan, stallAfterMs) };
    },
    place: store.place,
    goTo: store.goTo,
    selection: () => selectionOf(store.get(), store.selected()),
    twin: () => paneTwin(store.get(), store.selected(), host.session),
    status: () => statusOf(store.get()),
    captured: pane.captured,
    View: viewOf(pane, stallAfterMs),
  };
}

function actionsOf(pane: ProgressPane, host: PaneHost): BindingActions {
  const { store } = pane;
  const withFinished = (run: () => void) => ({
    disabledReason: () => {
      const scan = store.selected();
      return scan === null || !isDone(scan) ? 'the selected scan is not finished' : undefined;
    },
    run,
  });
  return {
    'progress.start-scan': { run: pane.openForm },
    'progress.stop-regular': {
      question: () => 'Stop the regular scan of all registries?',
      run: () => void store.stopRegular(),
    },
    'progress.open-result': withFinished(() => {
      host.markPlace();
      pane.toTop();
      store.openResult();
    }),
    'progress.dismiss': withFinished(() => {
      const scan = store.selected();
      if (scan !== null) store.dismiss(scan.id);
    }),
    'progress.dismiss-finished': { run: store.dismissAllFinished },
  };
}

function statusOf({ scans, visible }: ProgressSnapshot) {
  const going = scans.filter((scan) => !isDone(scan) && scan.state !== 'idle').length;
  const shown =
    visible.length === scans.length ? `${scans.length}` : `${visible.length} of ${scans.length}`;
  return {
    rows: `${shown} scan${scans.length === 1 ? '' : 's'}`,
    title: going === 0 ? 'no scan going' : `${going} scan${going === 1 ? '' : 's'} going`,
  };
}

/** Made once a pane, so that React keeps it. */
function viewOf(pane: ProgressPane, stallAfterMs: number): Pane['View'] {
  return (props) => <ProgressView {...props} pane={pane} stallAfterMs={stallAfterMs} />;
}

interface ViewProps extends PaneViewProps {
  readonly pane: ProgressPane;
  readonly stallAfterMs: number;
}

function ProgressView({ pane, width, height, stallAfterMs }: ViewProps): ReactNode {
  const snapshot = useSyncExternalStore(pane.store.subscribe, pane.store.get);
  const state = useSyncExternalStore(pane.state.subscribe, pane.state.get);
  const text = frontText(snapshot, { width, stallAfterMs });
  if (text !== null) {
    return <DetailView lines={text} top={state.top} width={width} height={height} />;
  }
  if (snapshot.view.kind === 'form' && state.form !== null) {
    const { errors, sending, refusal } = snapshot.view.form;
    return (
      <FormView
        form={state.form}
        errors={errors}
        notice={refusal && { tone: 'bad', ...refusal }}
        title="Scan one image now"
        hint={sending ? 'starting ...' : 'enter starts it, tab next field, esc leaves'}
        width={width}
      />
    );
  }
  return <Overview snapshot={snapshot} width={width} height={height} stallAfterMs={stallAfterMs} />;
}
