import { questionKey } from './answer-row';
import type { Crm } from '../crm/crm';
import { companyNameOf } from '../domain/company-name';
import type { Creation, Delivery } from '../domain/edit';
import type { Opportunity } from '../domain/opportunity';
import { findAlike } from '../domain/similar-deal';
import { FRESH } from './fresh';
import type { Database } from './database';
import { findOfThread } from './links';
import { threadKey } from './rows';

export type Similar = Extract<Delivery, { is: 'similar' }>;

/** What may be the very deal that is about to be made; looked for before anything is made, and asked about once. */
export async function findSimilar(
  db: Database,
  crm: Crm,
  creation: Creation,
  now: number,
): Promise<Similar | undefined> {
  const { connection, person, domain, draft, account, threadId, made } = creation;
  if (creation.isWanted || Object.keys(made).length > 0) return undefined;
  const ofThread = threadId && (await findOfThread(db, crm, connection, threadKey(account, threadId)));
  if (ofThread) return { is: 'similar', why: 'thread', opportunity: ofThread };
  const companies = [person.name, domain ? companyNameOf(domain) : ''];
  const alike = findAlike(draft.title, await findOpportunities(db, crm, creation, now), companies);
  return alike && { is: 'similar', why: 'title', opportunity: alike };
}

/** The person's opportunities; what the panel has just been told of them will do. */
async function findOpportunities(
  db: Database,
  crm: Crm,
  { connection, person, domain }: Creation,
  now: number,
): Promise<Opportunity[]> {
  const row = await db.get('answers', [connection, questionKey.person(person.address)]);
  const isFresh = row?.status === 'ready' && row.asOf !== null && now - row.asOf < FRESH.person;
  if (!isFresh) return (await crm.lookup({ ...person, domain })).matches.map(({ opportunity }) => opportunity);
  return db.getMany(
    'opportunities',
    row.matches.map(({ id }) => [connection, id]),
  );
}
