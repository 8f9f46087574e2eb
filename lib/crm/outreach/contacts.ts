import { CrmError } from '../../domain/failure';
import type { Contact } from '../../domain/match';
import type { NoteDraft } from '../../domain/note';
import type { Crm } from '../crm';
import type { OutreachApi } from './api';
import { findAccount, findProspect } from './lookup';
import { toContact } from './map';
import type { WireAccount } from './wire';
import { relationTo } from './write';

/** The contact with this very address, or `null`. */
export async function findContact(api: OutreachApi, address: string): Promise<Contact | null> {
  const found = await findProspect(api, address);
  return found && toContact(found.prospect, found.accounts);
}

/** Makes a prospect, or returns the one who has the address already: Outreach keeps addresses unique (422). */
export async function createContact(
  api: OutreachApi,
  { name, address, companyId }: Parameters<Crm['createContact']>[0],
): Promise<Contact> {
  const data = {
    attributes: { ...splitName(name, address), emails: [address] },
    ...(companyId === null ? {} : { relationships: { account: relationTo('account', companyId) } }),
  };
  const made = await api.createProspect(data).catch(orExisting(() => findContact(api, address)));
  if ('addresses' in made) return made;
  // Read again for the company's name, which writes don't answer with; without it the contact is there all the same.
  const { item, included } = await api.prospect(made.item.id).catch(() => made);
  return toContact(item, included.accounts);
}

/** Makes an account, or returns the one that has the domain already: whether Outreach minds a second is not known. */
export async function createAccountFor(
  api: OutreachApi,
  { name, domain }: { name: string; domain: string },
): Promise<WireAccount> {
  const existing = await findAccount(api, domain);
  if (existing) return existing;
  const made = await api
    .createAccount({ attributes: { name, domain } })
    .catch(orExisting(() => findAccount(api, domain)));
  return 'item' in made ? made.item : made;
}

/** `name` is read-only and made of these. */
function splitName(name: string, address: string): Record<string, string> {
  const [firstName = '', ...rest] = name.trim().split(/\s+/);
  if (firstName === '') return { firstName: address.slice(0, address.lastIndexOf('@')) };
  return { firstName, ...(rest.length > 0 ? { lastName: rest.join(' ') } : {}) };
}

/** The sentence of a 422 may change or be translated: whether the record exists is the better question. */
function orExisting<Item>(find: () => Promise<Item | null>): (error: unknown) => Promise<Item> {
  return async (error) => {
    const isRefused = error instanceof CrmError && error.failure.kind === 'invalid';
    const existing = isRefused ? await find() : null;
    if (existing) return existing;
    throw error;
  };
}

/**
 * A note can't be aimed at an opportunity: it goes to the contact, or to the company where there is none, and Outreach
 * shows it with the opportunity of theirs that was changed last.
 */
export async function addNote(api: OutreachApi, { text, contactId, companyId }: NoteDraft): Promise<void> {
  const attributes = {
    message: text,
    noteType: 'note',
    pinned: false,
    opportunityAssociationRule: 'recent_updated',
  };
  if (contactId !== null) {
    await api.createNote('prospect', { attributes, relationships: { prospect: relationTo('prospect', contactId) } });
  } else if (companyId !== null) {
    await api.createNote('account', { attributes, relationships: { account: relationTo('account', companyId) } });
  } else {
    const reason = 'Outreach keeps notes with a contact or a company, and this opportunity has neither';
    throw new CrmError({ kind: 'invalid', reason, field: null });
  }
}
