import { signal } from '@preact/signals';
import { findDefault } from '../domain/connection';
import type { Creation, OpportunityDraft } from '../domain/edit';
import { toFailure } from '../domain/failure';
import type { ConnectionId } from '../domain/opportunity';
import type { PanelState } from '../domain/panel-state';
import type { Send } from '../messaging/client';
import type { Input } from '../messaging/protocol';

/** Creations the worker found no room for: what was typed for them is known to the panel alone. */
export interface UnwrittenCreations {
  all(): readonly Creation[];
  /** Those to be shown in a published state, in which they are not. */
  in(state: PanelState): Creation[];
  /** Asks the worker for a creation; where there is no room for it, it stays here. Rejects as the worker does. */
  ask(asked: Input<'opportunity.create'>, state: PanelState): Promise<void>;
  /** Asks again, by the connection it was asked of; `undefined` where it is none of these. */
  retry(id: string, draft: OpportunityDraft | null): Promise<void> | undefined;
  /** True where it was one of these. */
  discard(id: string): boolean;
}

/** Unwritten creations of one panel. `now` is epoch milliseconds. */
export function createUnwritten(send: Send, now: () => number): UnwrittenCreations {
  const kept = signal<Creation[]>([]);

  const find = (id: string) => kept.value.find((one) => one.id === id);

  function keep(creation: Creation): void {
    kept.value = [...kept.value.filter(({ id }) => id !== creation.id), creation];
  }

  function discard(id: string): boolean {
    const isOne = find(id) !== undefined;
    if (isOne) kept.value = kept.value.filter((one) => one.id !== id);
    return isOne;
  }

  async function ask(asked: Input<'opportunity.create'>, connection: ConnectionId | undefined): Promise<void> {
    try {
      await send('opportunity.create', asked);
      discard(asked.id);
    } catch (error) {
      const failure = toFailure(error);
      const state = { at: now(), attempts: 0, isUndo: false, made: {} };
      // Without a connection there is no place to show it at.
      if (connection && (failure.kind === 'storage' || find(asked.id))) {
        keep({ ...asked, ...state, connection, delivery: { is: 'rejected', failure } });
      }
      throw error;
    }
  }

  return {
    all: () => kept.value,
    in: ({ creations, subject }) => {
      const known = new Set(creations.map(({ id }) => id));
      return kept.value.filter(({ id, person }) => !known.has(id) && person.address === subject?.address);
    },
    ask: (asked, { sections }) =>
      ask(asked, asked.connection ?? findDefault(sections.map(({ connection }) => connection))?.id),
    retry(id, draft) {
      const creation = find(id);
      if (!creation) return undefined;
      const { connection, person, domain, threadId, account } = creation;
      const again = { ...creation, draft: draft ?? creation.draft };
      keep({ ...again, delivery: { is: 'sending' } });
      return ask({ id, connection, person, domain, threadId, account, draft: again.draft }, connection);
    },
    discard,
  };
}
