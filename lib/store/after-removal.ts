import { questionKey } from './answer-row';
import type { Creation } from '../domain/edit';
import type { Change } from './database';
import type { Left } from './unmake';

/** Takes a removed opportunity out of the answer about its person, who is unknown again where the contact went, too. */
export async function forgetAnswer(tx: Change, { connection, person, made }: Creation): Promise<void> {
  const row = await tx.get('answers', [connection, questionKey.person(person.address)]);
  if (!row) return;
  const matches = row.matches.filter((match) => match.id !== made.opportunityId);
  const isUnknownAgain = made.isNewContact === true && matches.length === 0;
  const known = isUnknownAgain ? { contact: null, company: made.isNewCompany ? null : row.company } : {};
  tx.put('answers', { ...row, ...known, matches });
}

/** What another creation of ours still uses is that one's to remove. */
export async function handOver(tx: Change, removed: Creation, { contactId, companyId }: Left): Promise<void> {
  const { id, connection, person, domain } = removed;
  const all = await tx.getAllFrom('creations', 'connection', connection);
  const others = all.filter((one) => one.id !== id && one.made.opportunityId !== undefined);
  const contactHeir = contactId === null ? undefined : others.find((one) => one.person.address === person.address);
  const companyHeir = companyId === null ? undefined : others.find((one) => one.domain === domain);
  for (const heir of new Set([contactHeir, companyHeir])) {
    if (!heir) continue;
    const contact = heir === contactHeir && contactId !== null ? { contactId, isNewContact: true } : {};
    const company = heir === companyHeir && companyId !== null ? { companyId, isNewCompany: true } : {};
    tx.put('creations', { ...heir, made: { ...heir.made, ...contact, ...company } });
  }
}
