import { signal } from '@preact/signals';
import { findDefault } from '../domain/connection';
import type { Creation, OpportunityDraft } from '../domain/edit';
import { toFailure } from '../domain/failure';
import type { ConnectionId } from '../domain/opportunity';
import type { PanelState } from '../domain/panel-state';
import type { Send } from '../messaging/client';
import type { Input } from '../messaging/protocol';

type Asked = Input<'opportunity.create'>;
type First = (() => Promise<unknown>) | null;

/** Creations the worker did not take: what was typed for them is known to the panel alone. */
export interface UnwrittenCreations {
  all(): readonly Creation[];
  /** Those to be shown in a published state, in which they are not. */
  in(state: PanelState): Creation[];
  /**
   * Asks the worker for a creation, after what has to come `first`; where either fails, it stays here. Rejects as they
   * do.
   */
  ask(asked: Asked, state: PanelState, first: First): Promise<void>;
  /** Asks again, by the connection it was asked of; `undefined` where it is none of these. */
  retry(id: string, draft: OpportunityDraft | null): Promise<void> | undefined;
  /** True where it was one of these. */
  discard(id: string): boolean;
  /** Tells what the worker has published: it was taken, even if nobody said so. */
  seen(creations: readonly Creation[]): void;
}

/** Stands for a connection nobody knows yet: the worker finds one, or starts the one on this device. */
const UNDECIDED: ConnectionId = '';

/** Unwritten creations of one panel. `now` is epoch milliseconds. */
export function createUnwritten(send: Send, now: () => number): UnwrittenCreations {
  const kept = signal<Creation[]>([]);
  const taken = new Set<string>();

  const find = (id: string) => kept.value.find((one) => one.id === id);

  function keep(creation: Creation): void {
    kept.value = [...kept.value.filter(({ id }) => id !== creation.id), creation];
  }

  function discard(id: string): boolean {
    const isOne = find(id) !== undefined;
    if (isOne) kept.value = kept.value.filter((one) => one.id !== id);
    return isOne;
  }

  async function ask(asked: Asked, connection: ConnectionId, first: First): Promise<void> {
    try {
      if (first) await first();
      await send('opportunity.create', asked);
      discard(asked.id);
    } catch (error) {
      const state = { at: now(), attempts: 0, isUndo: false, made: {} };
      const delivery = { is: 'rejected', failure: toFailure(error) } as const;
      if (!taken.has(asked.id)) keep({ ...asked, ...state, connection, delivery });
      throw error;
    }
  }

  return {
    all: () => kept.value,
    in: ({ creations, subject }) => {
      const known = new Set(creations.map(({ id }) => id));
      return kept.value.filter(({ id, person }) => !known.has(id) && person.address === subject?.address);
    },
    ask: (asked, { sections }, first) =>
      ask(asked, asked.connection ?? findDefault(sections.map(({ connection }) => connection))?.id ?? UNDECIDED, first),
    retry(id, draft) {
      const creation = find(id);
      if (!creation) return undefined;
      const { connection, person, domain, threadId, account } = creation;
      const again = { ...creation, draft: draft ?? creation.draft };
      keep({ ...again, delivery: { is: 'sending' } });
      const wanted = connection === UNDECIDED ? null : connection;
      const asked = { id, connection: wanted, person, domain, threadId, account, draft: again.draft };
      return ask(asked, connection, null);
    },
    discard,
    seen(creations) {
      for (const { id } of creations) {
        taken.add(id);
        discard(id);
      }
    },
  };
}
