import { render } from 'preact';
import { page } from 'vitest/browser';
import { afterEach, vi } from 'vitest';
import { Panel } from '../../components/panel/Panel';
import type { PanelActions } from '../../components/panel/Panel';
import type { PanelState } from '../../lib/domain/panel-state';
import { NOW } from './samples';
import '../../components/panel/panel.css';

const unmount: (() => void)[] = [];
afterEach(() => {
  for (const each of unmount.splice(0)) each();
});

/** An element to render into, gone after the test. */
export function makeRoot(): HTMLElement {
  const root = document.createElement('div');
  document.body.append(root);
  unmount.push(() => {
    render(null, root);
    root.remove();
  });
  return root;
}

function spyActions() {
  return {
    choosePerson: vi.fn<PanelActions['choosePerson']>(),
    refresh: vi.fn<PanelActions['refresh']>(),
    readStructure: vi.fn<PanelActions['readStructure']>(async () => ''),
    search: vi.fn<PanelActions['search']>(),
    searchMore: vi.fn<PanelActions['searchMore']>(),
    edit: vi.fn<PanelActions['edit']>(),
    retryEdit: vi.fn<PanelActions['retryEdit']>(),
    discardEdit: vi.fn<PanelActions['discardEdit']>(),
    resolveEdit: vi.fn<PanelActions['resolveEdit']>(),
    undoEdit: vi.fn<PanelActions['undoEdit']>(),
    deleteOpportunity: vi.fn<PanelActions['deleteOpportunity']>(async () => null),
    addNote: vi.fn<PanelActions['addNote']>(async () => null),
    listNotes: vi.fn<PanelActions['listNotes']>(async () => []),
    create: vi.fn<PanelActions['create']>(),
    retryCreation: vi.fn<PanelActions['retryCreation']>(),
    discardCreation: vi.fn<PanelActions['discardCreation']>(),
    undoCreation: vi.fn<PanelActions['undoCreation']>(),
    resolveCreation: vi.fn<PanelActions['resolveCreation']>(),
    unlock: vi.fn<PanelActions['unlock']>(async () => null),
    forgetPassphrase: vi.fn<PanelActions['forgetPassphrase']>(async () => null),
    useOnThisDevice: vi.fn<PanelActions['useOnThisDevice']>(),
    loadSamples: vi.fn<PanelActions['loadSamples']>(),
    openOptions: vi.fn<PanelActions['openOptions']>(),
    exportPending: vi.fn<PanelActions['exportPending']>(),
  };
}

interface Look {
  isReady?: boolean;
  isCreating?: boolean;
  now?: number;
}

/** The panel in the page, what it asked for, and a way to give it another state. */
export function showPanel(state: PanelState, look: Look = {}) {
  const root = makeRoot();
  const actions = spyActions();
  const show = (next: PanelState, { isReady = true, isCreating = false, now = NOW }: Look = {}) =>
    render(
      <Panel state={next} isReady={isReady} isCreating={isCreating} now={now} locale="en-US" actions={actions} />,
      root,
    );
  show(state, look);
  return { actions, show, root };
}

export const article = (name: string) => page.getByRole('article', { name });
export const statusOf = (name: string) => article(name).getByRole('status');
