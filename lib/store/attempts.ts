import { questionKey } from './answer-row';
import type { Crm } from '../crm/crm';
import type { Creation } from '../domain/edit';
import type { Failure } from '../domain/failure';
import { CrmError, toFailure } from '../domain/failure';
import type { ConnectionId } from '../domain/opportunity';
import { isSameValue } from '../domain/same-value';
import { forgetAnswer, handOver } from './after-removal';
import type { CreationsContext } from './creations';
import type { Change } from './database';
import { forgetOpportunity } from './forget';
import { readIfThere } from './links';
import { findEarlier, make } from './make';
import { findSimilar, type Similar } from './similar';
import { unmake } from './unmake';

/** What one try of a creation came to. */
export type Attempted = { is: 'made' } | { is: 'removed' } | { is: 'failed'; failure: Failure } | Similar;

/** A creation as it is to be from now on; `null` removes it. */
export type NextCreation = (creation: Creation, tx: Change) => Creation | null;

/** Tries a creation: makes it, removes it again, or looks what became of it. `isCurrent` as `Lifetimes` tells it. */
export type Attempt = (creation: Creation, isCurrent: () => boolean) => Promise<Attempted>;

/** Tries over the worker's database; `change` changes a creation as it is then, and resolves to what it became. */
export function createAttempts(
  context: CreationsContext,
  change: (id: string, next: NextCreation) => Promise<Creation | undefined>,
): Attempt {
  const { db, now } = context;

  async function takenBut(creation: Creation): Promise<ReadonlySet<string>> {
    const all = await db.getAllFrom('creations', 'connection', creation.connection);
    return new Set(all.filter(({ id }) => id !== creation.id).flatMap(({ made }) => made.opportunityId ?? []));
  }

  async function create(crm: Crm, creation: Creation, isCurrent: () => boolean): Promise<Attempted> {
    const askedAt = now();
    const { opportunity, contact, company } = await make({
      crm,
      creation,
      taken: await takenBut(creation),
      namesakes: await namesakesOf(creation),
      remove: context.outbox.remove,
      async note(made) {
        if (!isCurrent()) throw new CrmError({ kind: 'not-found' });
        const noted = await change(creation.id, (latest) => ({ ...latest, made: { ...latest.made, ...made } }));
        if (!noted) throw new CrmError({ kind: 'not-found' });
      },
    });
    const shown = await db.change((tx) => context.records.confirmUnlessOlder(tx, opportunity, askedAt));
    const reason = 'primary-contact';
    await context.answers.add(creation.person.address, { reason, opportunity: shown, contact, company });
    return { is: 'made' };
  }

  /** What is known of the person by now and called the same. */
  async function namesakesOf({ connection, person, draft }: Creation): Promise<string[]> {
    const row = await db.get('answers', [connection, questionKey.person(person.address)]);
    const ids = (row?.matches ?? []).map(({ id }): [ConnectionId, string] => [connection, id]);
    const known = await db.getMany('opportunities', ids);
    return known.filter(({ title }) => isSameValue(title, draft.title)).map(({ ref }) => ref.id);
  }

  /** What became of one whose removal was given up: it is there, or it is gone. */
  async function look(crm: Crm, creation: Creation): Promise<Attempted> {
    const { contactId, opportunityId } = creation.made;
    const taken = await takenBut(creation);
    const [earlier] = opportunityId || !contactId ? [] : await findEarlier({ crm, creation, taken }, contactId);
    const id = opportunityId ?? earlier?.ref.id;
    const record = id && (await readIfThere(crm, id));
    if (record) {
      await change(creation.id, (latest) => ({ ...latest, made: { ...latest.made, opportunityId: record.ref.id } }));
      await db.change(async (tx) => context.records.confirm(tx, record));
      return { is: 'made' };
    }
    if (id) await forgetOpportunity(db, { connection: creation.connection, id });
    return { is: 'removed' };
  }

  async function removeAgain(crm: Crm, creation: Creation): Promise<Attempted> {
    const left = await unmake({
      crm,
      creation,
      taken: await takenBut(creation),
      findKnown: (id) => db.get('opportunities', [creation.connection, id]),
      confirm: (record) => db.change(async (tx) => context.records.confirm(tx, record)),
      remove: context.outbox.remove,
    });
    await db.change(async (tx) => {
      await forgetAnswer(tx, creation);
      await handOver(tx, creation, left);
    });
    return { is: 'removed' };
  }

  return async (creation, isCurrent) => {
    try {
      const crm = await context.openCrm(creation.connection);
      if (creation.isUndo) return await removeAgain(crm, creation);
      if (creation.isLeft) return await look(crm, creation);
      return (await findSimilar(db, crm, creation, now())) ?? (await create(crm, creation, isCurrent));
    } catch (error) {
      return { is: 'failed', failure: toFailure(error) };
    }
  };
}
