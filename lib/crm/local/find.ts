import type { PersonQuestion } from '../../domain/lookup';
import type { Match, MatchReason, PersonAnswer } from '../../domain/match';
import { mergeMatches } from '../../domain/match';
import type { ConnectionId } from '../../domain/opportunity';
import type { Page } from '../crm';
import type { AnyTransaction } from './database';
import { readCompanyNames, toContact, toOpportunity } from './map';
import { findCompanyRecord, findContactRecord } from './people';
import type { CompanyRecord, ContactRecord, OpportunityRecord } from './records';

const MAX_OPEN = 1000;

interface Finding {
  reason: MatchReason;
  records: OpportunityRecord[];
}

/** Everything stored about a person, each step by an index. */
export async function lookUp(
  tx: AnyTransaction,
  question: PersonQuestion,
  connection: ConnectionId,
): Promise<PersonAnswer> {
  const contact = await findContactRecord(tx, question.address);
  const companies = await findCompanies(tx, contact, question.domain);
  const findings = await findOpportunities(tx, contact, companies);
  const names = await readCompanyNames(tx, [
    ...(contact ? [contact] : []),
    ...findings.flatMap(({ records }) => records),
  ]);
  const matches = findings.flatMap(({ reason, records }) =>
    records.map((record): Match => ({ reason, opportunity: toOpportunity(record, connection, names) })),
  );
  return {
    contact: contact ? toContact(contact, names) : null,
    company: companies[0] ?? null,
    matches: mergeMatches(matches),
  };
}

/** The company the contact is filed under, then the one that owns the domain: usually the same. */
async function findCompanies(
  tx: AnyTransaction,
  contact: ContactRecord | undefined,
  domain: string | null,
): Promise<CompanyRecord[]> {
  const filed = contact?.companyId ? await tx.objectStore('companies').get(contact.companyId) : undefined;
  const owner = domain === null ? undefined : await findCompanyRecord(tx, domain);
  return [filed, owner?.id === filed?.id ? undefined : owner].flatMap((company) => company ?? []);
}

async function findOpportunities(
  tx: AnyTransaction,
  contact: ContactRecord | undefined,
  companies: readonly CompanyRecord[],
): Promise<Finding[]> {
  const store = tx.objectStore('opportunities');
  const [primary, related, ...sameCompany] = await Promise.all([
    contact ? store.index('contact').getAll(contact.id) : [],
    contact ? store.index('related').getAll(contact.id) : [],
    ...companies.map(({ id }) => store.index('company').getAll(id)),
  ]);
  return [
    { reason: 'primary-contact', records: primary },
    { reason: 'related-contact', records: related },
    { reason: 'same-company', records: sameCompany.flat() },
  ];
}

/** Open opportunities, newest change first, by the index over status and time. */
export async function readOpen(tx: AnyTransaction, connection: ConnectionId): Promise<Page> {
  const open = IDBKeyRange.bound(['open'], ['open', []]); // An array sorts after every string: all times of `open`.
  const records = await tx.objectStore('opportunities').index('status').getAll(open);
  const shown = records.toReversed().slice(0, MAX_OPEN);
  const names = await readCompanyNames(tx, shown);
  return {
    opportunities: shown.map((record) => toOpportunity(record, connection, names)),
    isTruncated: records.length > MAX_OPEN,
  };
}
