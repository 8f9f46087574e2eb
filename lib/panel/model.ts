import { batch, computed, createModel, signal } from '@preact/signals';
import type { Creation, Edit, OpportunityDraft } from '../domain/edit';
import { baseFor, undoOf } from '../domain/edit';
import type { Failure } from '../domain/failure';
import { toFailure } from '../domain/failure';
import type { Person } from '../domain/lookup';
import { toQuestion } from '../domain/lookup';
import type { Note } from '../domain/note';
import type { ConnectionId, Opportunity, OpportunityPatch, OpportunityRef } from '../domain/opportunity';
import { fieldsOf, refKey } from '../domain/opportunity';
import type { PanelState } from '../domain/panel-state';
import { EMPTY_PANEL } from '../domain/panel-state';
import type { SearchQuery } from '../domain/search';
import { EMPTY_QUERY, isEmptyQuery } from '../domain/search';
import type { Send } from '../messaging/client';
import { PENDING_FILE, withUnwritten } from './pending-file';
import { oneClickDraft } from './one-click';
import { activityWith, valuesNow } from './recent-activity';
import { createSteadySend } from './steady-send';
import { takeOver } from './take-over';
import { createUnwritten } from './unwritten';

/** The browser as the panel sees it. */
export interface PanelWorld {
  send: Send;
  /** The state the worker published for a tab, if any. */
  readState(tabId: number): Promise<PanelState | undefined>;
  now(): number;
  newId(): string;
  /** Calls back after `ms` milliseconds; returns what cancels it. */
  later(ms: number, callback: () => void): () => void;
  saveFile(name: string, json: string): void;
}

/** Milliseconds of no typing after which a search is asked. */
const SEARCH_PAUSE = 50;

const failureIn = ({ delivery }: Edit | Creation) => (delivery.is === 'rejected' ? delivery.failure : null);
const isOfStorage = (failure: Failure | null) => failure?.kind === 'storage';

/** What `work` failed with, or `null`. */
function failureOf(work: Promise<unknown>): Promise<Failure | null> {
  return work.then(() => null, toFailure);
}

/**
 * The panel's state and intents. What the worker published is the truth; on top lie the edits just made here, so that
 * every change paints in the same frame, until the worker has them written down.
 */
export const PanelModel = createModel((world: PanelWorld) => {
  const send = createSteadySend(world.send, world.later);
  const tabId = signal<number | null>(null);
  const published = signal<PanelState | null>(null);
  const unacknowledged = signal<Edit[]>([]);
  const failed = signal<Failure | null>(null);
  const unwritten = createUnwritten(send, world.now);
  /** The creation asked for, with its tab and person, until the worker has answered. */
  const asked = signal<{ id: string; subject: string } | null>(null);
  let cancelSearch: () => void = () => undefined;

  const state = computed<PanelState>(() => {
    const known = published.value ?? EMPTY_PANEL;
    const ids = new Set(known.edits.map(({ id }) => id));
    const edits = [...known.edits, ...unacknowledged.value.filter(({ id }) => !ids.has(id))];
    const creations = [...known.creations, ...unwritten.in(known)];
    return { ...known, edits, creations, activity: activityWith(known, unacknowledged.value) };
  });

  /** What there was no room for concerns more than itself, for as long as it is not written down. */
  const trouble = computed(
    () => failed.value ?? [...unacknowledged.value, ...unwritten.all()].map(failureIn).find(isOfStorage) ?? null,
  );

  /** Shows a published state, if it is still the tab's that is looked at. */
  function receive(tab: number, next: PanelState | undefined): void {
    if (tab !== tabId.value || !next) return;
    // What was typed for one email is not searched for under the next.
    if (next.email?.threadId !== published.value?.email?.threadId) cancelSearch();
    published.value = next;
    unwritten.seen(next.creations);
  }

  async function catchUp(): Promise<void> {
    const tab = tabId.value;
    if (tab !== null) receive(tab, await world.readState(tab));
  }

  function forTab(use: (tabId: number) => Promise<unknown>): void {
    if (tabId.value === null) return;
    use(tabId.value).then(
      () => (failed.value = null),
      (error: unknown) => (failed.value = toFailure(error)),
    );
  }

  const subjectKey = () => JSON.stringify([tabId.value, state.value.subject?.address]);

  async function show(tab: number): Promise<void> {
    if (tab !== tabId.value) {
      batch(() => {
        tabId.value = tab;
        published.value = null;
      });
    }
    await catchUp();
    wake();
  }

  function wake(): void {
    forTab((tab) => send('panel.shown', { tabId: tab }).then(catchUp));
  }

  async function deliver(edit: Edit): Promise<void> {
    const { id, ref, patch, base, undoes } = edit;
    const others = unacknowledged.value.filter((other) => other.id !== id);
    unacknowledged.value = [...others, { ...edit, delivery: { is: 'sending' } }];
    try {
      await send('opportunity.edit', { id, ref, patch, base: { ...base }, undoes });
      await catchUp();
      unacknowledged.value = unacknowledged.value.filter((other) => other.id !== id);
    } catch (error) {
      const delivery = { is: 'rejected', failure: toFailure(error) } as const;
      unacknowledged.value = unacknowledged.value.map((other) => (other.id === id ? { ...other, delivery } : other));
    }
  }

  function make(change: Pick<Edit, 'ref' | 'patch' | 'base' | 'undoes'>): void {
    const taken = new Set(published.value?.edits.map(({ id }) => id));
    const { change: anew, local } = takeOver(change, unacknowledged.value, taken);
    unacknowledged.value = local;
    void deliver({ ...anew, id: world.newId(), at: world.now(), attempts: 0, delivery: { is: 'queued' } });
  }

  const isLocal = (id: string) => unacknowledged.value.find((edit) => edit.id === id);

  return {
    state,
    isReady: computed(() => published.value !== null),
    /** True from the click until the creation is among those published: it is never shown twice. */
    isCreating: computed(
      () => asked.value?.subject === subjectKey() && !state.value.creations.some(({ id }) => id === asked.value?.id),
    ),
    /** Why the worker could not be reached, or did not do the last thing asked; `null` when all is well. */
    trouble,
    show,
    /** Has the worker send what waits, and ask again what is old. */
    wake,
    receive,
    choosePerson: (person: Person) => forTab((tab) => send('person.chosen', { tabId: tab, person })),
    refresh: () => forTab((tab) => send('panel.refresh', { tabId: tab })),
    search(query: SearchQuery) {
      cancelSearch();
      const tab = tabId.value;
      // Asked for the tab it was typed in, whichever is in front when the pause is over.
      const ask = () => tab !== null && forTab(() => send('search.asked', { tabId: tab, query }));
      cancelSearch = world.later(isEmptyQuery(query) ? 0 : SEARCH_PAUSE, ask);
    },
    searchMore: (connection: ConnectionId) => forTab((tab) => send('search.more', { tabId: tab, connection })),
    edit(opportunity: Opportunity, patch: OpportunityPatch) {
      const { ref } = opportunity;
      const own = state.value.edits.filter((edit) => refKey(edit.ref) === refKey(ref));
      make({ ref, patch, base: baseFor(fieldsOf(patch), opportunity, own), undoes: null });
    },
    undoEdit(edit: Edit) {
      const now = valuesNow(state.value, edit, unacknowledged.value);
      if (now) make(undoOf(edit, now));
    },
    retryEdit(id: string) {
      const local = isLocal(id);
      if (local) void deliver(local);
      else forTab(() => send('edit.retry', { id }));
    },
    discardEdit(id: string) {
      unacknowledged.value = unacknowledged.value.filter((edit) => edit.id !== id);
      // Also one that only this panel knows for sure: the worker may have it, and have died before it said so.
      forTab(() => send('edit.discard', { id }));
    },
    async deleteOpportunity(ref: OpportunityRef): Promise<Failure | null> {
      return failureOf(send('opportunity.delete', { ref }).then(catchUp));
    },
    addNote: (ref: OpportunityRef, text: string) => failureOf(send('note.add', { ref, text })),
    listNotes: (ref: OpportunityRef): Promise<Note[] | Failure> =>
      send('note.list', { ref }).then(({ notes }) => notes, toFailure),
    async readStructure(): Promise<string | Failure> {
      if (tabId.value === null) return { kind: 'internal', reason: 'no tab' };
      return send('gmail.structure', { tabId: tabId.value }).then(({ structure }) => structure, toFailure);
    },
    resolveEdit(id: string, keep: 'mine' | 'theirs') {
      const entry = state.value.activity.find((one) => one.is === 'edit' && one.edit.id === id);
      const edit = state.value.edits.find((one) => one.id === id) ?? (entry?.is === 'edit' ? entry.edit : undefined);
      const theirs = edit?.delivery.is === 'conflict' ? edit.delivery.theirs : {};
      forTab(() => send('edit.resolve', { id, keep, theirs: { ...theirs } }));
    },
    create(connection: ConnectionId | null, draft: OpportunityDraft | null) {
      const { email, subject: person, search } = state.value;
      const asking = { id: world.newId(), subject: subjectKey() };
      // The second click of a double click, before the first is written down.
      if (!person || asked.value?.subject === asking.subject) return;
      asked.value = asking;
      const { domain } = toQuestion(person, email?.account.address ?? null);
      const input = {
        id: asking.id,
        connection,
        person,
        domain,
        threadId: email?.threadId ?? null,
        account: email?.account.address ?? null,
        draft: draft ?? oneClickDraft(state.value, connection),
      };
      forTab(async (tab) => {
        // The new opportunity is among the person's, not among what was searched for.
        const endSearch = search && (() => send('search.asked', { tabId: tab, query: EMPTY_QUERY }));
        try {
          await unwritten.ask(input, state.value, endSearch);
        } finally {
          asked.value = null;
        }
        await catchUp();
      });
    },
    retryCreation: (id: string, draft: OpportunityDraft | null) =>
      forTab(() => unwritten.retry(id, draft)?.then(catchUp) ?? send('creation.retry', { id, draft })),
    discardCreation(id: string) {
      // Not only given up: the worker may have one that only this panel knows for sure, and be making it.
      const name = unwritten.discard(id) ? 'creation.undo' : 'creation.discard';
      forTab(() => send(name, { id }));
    },
    undoCreation: (id: string) => forTab(() => send('creation.undo', { id })),
    resolveCreation: (id: string, use: 'existing' | 'new') =>
      forTab(() => send('creation.resolve', { id, use }).then(catchUp)),
    unlock: (passphrase: string) => failureOf(send('lock.unlock', { passphrase }).then(catchUp)),
    forgetPassphrase: () => failureOf(send('lock.forget', {}).then(catchUp)),
    /** Hands the rep what the CRMs have not got, as a file: with what could not be written down here. */
    exportPending() {
      send('pending.export', {}).then(
        ({ json }) => world.saveFile(PENDING_FILE, withUnwritten(json, unacknowledged.value, unwritten.all())),
        (error: unknown) => (failed.value = toFailure(error)),
      );
    },
    useOnThisDevice: () => forTab(() => send('connection.connect', { crm: 'local', credentials: {} })),
    loadSamples: () => forTab(() => send('local.loadSamples', {})),
  };
});
