import { type Answered, findNews, isRestoration, rebase } from '../domain/conflict';
import type { Delivery, Edit } from '../domain/edit';
import { isPending, isUnderway } from '../domain/edit';
import { CrmError } from '../domain/failure';
import type { Opportunity, OpportunityRef } from '../domain/opportunity';
import { supersede } from '../domain/supersede';
import type { Change, Database } from './database';
import { asSending } from './delivery';
import type { Records } from './records';

/** What became of one try. */
export interface Outcome {
  delivery: Delivery;
  /** The record just before the write; `null` where it could not be read. */
  before: Opportunity | null;
  /** The record as the CRM holds it now, where it told. */
  record: Opportunity | null;
  /** True where the CRM may have applied the edit, or some of it, all the same. */
  isUncertain: boolean;
  /** What the CRM gives the stage of `before`, percent; `null` where that is not known. */
  stageProbability: number | null;
}

/** Edits as they are written down: each step of theirs is one change of the database. */
export interface Edits {
  of(ref: OpportunityRef): Promise<Edit[]>;
  /** Writes a new edit down, once however often it comes. It speaks for the fields of those that wait. */
  add(input: Edit): Promise<void>;
  /** Marks the oldest edit due as being sent; `undefined` where it was discarded or taken over meanwhile. */
  claim(id: string): Promise<Edit | undefined>;
  settle(edit: Edit, outcome: Outcome): Promise<void>;
  /** Changes an edit that is not being sent; `null` removes it. */
  change(id: string, next: (edit: Edit) => Edit | null): Promise<Edit | undefined>;
}

/** Edits over the worker's database. */
export function createEdits(db: Database, records: Records): Edits {
  const of = (ref: OpportunityRef, from: Pick<Database, 'getAllFrom'> = db) =>
    from.getAllFrom('edits', 'ref', [ref.connection, ref.id]);

  function put(tx: Change, edit: Edit): void {
    tx.put('edits', edit);
  }

  /** Lets `newer` take over what the others of `olds` have not brought to the CRM. */
  function takeOver(tx: Change, newer: Edit, olds: readonly Edit[]): Edit {
    return olds.reduce((edit, old) => {
      const { newer: next, rest } = supersede(edit, old);
      if (!rest) tx.delete('edits', old.id);
      else if (rest !== old) put(tx, rest);
      return next;
    }, newer);
  }

  return {
    of,
    add: (input) =>
      db.change(async (tx) => {
        const others = await of(input.ref, tx);
        if (others.some(({ id, tookOver }) => id === input.id || tookOver?.includes(input.id))) return;
        // One that came back since (by an import) has its record again.
        const isKnown = (await tx.get('opportunities', [input.ref.connection, input.ref.id])) !== undefined;
        if (!isKnown && records.isGone(input.ref)) throw new CrmError({ kind: 'not-found' });
        // Edits of one moment keep their order: each is later than any before it.
        const at = Math.max(input.at, ...others.map((other) => other.at + 1));
        const waiting = others.filter(({ delivery }) => isPending(delivery) && delivery.is !== 'sending');
        const edit = takeOver(tx, { ...input, at }, waiting);
        // Back where it was before anything was sent: nothing is left to do, and that is remembered.
        const isDone = isRestoration(edit) && !edit.ours;
        const { tookOver = [] } = edit;
        put(tx, isDone ? { ...input, at, tookOver, delivery: { is: 'saved', at: input.at } } : edit);
      }),
    claim: (id) =>
      db.change(async (tx) => {
        const edit = await tx.get('edits', id);
        if (!edit || !isUnderway(edit.delivery)) return undefined;
        put(tx, { ...asSending(edit), wasSent: true });
        return { ...asSending(edit), wasSent: edit.wasSent ?? false };
      }),
    settle: (edit, { delivery, before, record, isUncertain, stageProbability }) =>
      db.change(async (tx) => {
        const known = await tx.get('opportunities', [edit.ref.connection, edit.ref.id]);
        if (record) records.confirm(tx, record);
        // Forgotten meanwhile, it stays so.
        if (!(await tx.get('edits', edit.id))) return;
        const others = (await of(edit.ref, tx)).filter(({ id, delivery }) => id !== edit.id && isPending(delivery));
        const later = others.filter((one) => one.at > edit.at && isUnderway(one.delivery));
        if (delivery.is === 'saved' && record) {
          const answered = { edit, before: before ?? record, after: record, stageProbability };
          // Those that wait for the rep, too: they may be sent yet.
          for (const one of others) put(tx, follow(one, answered));
          const news = known && before ? findNews(edit, known, before) : [];
          put(tx, { ...done(edit), delivery: { ...delivery, ...(news.length > 0 ? { news } : {}) } });
          return;
        }
        const { wasSent: _, ...unsent } = edit;
        let rest: Edit | null = { ...(isUncertain ? { ...edit, wasSent: true } : unsent), delivery };
        for (const one of later.toSorted((a, b) => a.at - b.at)) {
          if (!rest) break;
          const next = supersede(one, rest);
          if (next.rest !== rest) put(tx, next.newer);
          rest = next.rest;
        }
        // What is no longer there needs no putting back.
        const isOver = delivery.is === 'rejected' && delivery.failure.kind === 'not-found' && isRestoration(edit);
        if (rest && !isOver) put(tx, rest);
        else tx.delete('edits', edit.id);
      }),
    change: (id, next) =>
      db.change(async (tx) => {
        const edit = await tx.get('edits', id);
        if (!edit || edit.delivery.is === 'sending') return undefined;
        const changed = next(edit);
        if (changed) put(tx, changed);
        else tx.delete('edits', id);
        return changed ?? undefined;
      }),
  };
}

/** An edit that has not arrived, after an earlier or later one of the same opportunity has; with its question, if any. */
function follow(edit: Edit, answered: Answered): Edit {
  const { delivery } = edit;
  const question = delivery.is === 'conflict' ? { ...delivery, theirs: rebase(delivery.theirs, answered) } : delivery;
  return { ...edit, base: rebase(edit.base, answered, edit), delivery: question };
}

/** What only mattered until it arrived. */
function done({ wasSent: _wasSent, ours: _ours, ...edit }: Edit): Edit {
  return edit;
}
