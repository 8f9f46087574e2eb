import type { Contact } from '../../domain/match';
import type { ConnectionId, Opportunity } from '../../domain/opportunity';
import { blankOpportunity } from '../../domain/opportunity';
import type { AnyTransaction } from './database';
import type { ContactRecord, OpportunityRecord } from './records';

/** A company's name by its id: names are joined when read, so renaming a company needs no other change. */
export type CompanyNames = ReadonlyMap<string, string>;

function nameOf(companyId: string | null, names: CompanyNames): string | null {
  return (companyId !== null && names.get(companyId)) || null;
}

/** The names of the companies these records belong to. */
export async function readCompanyNames(
  tx: AnyTransaction,
  records: readonly { companyId: string | null }[],
): Promise<CompanyNames> {
  const ids = [...new Set(records.flatMap(({ companyId }) => companyId ?? []))];
  const companies = await Promise.all(ids.map((id) => tx.objectStore('companies').get(id)));
  return new Map(companies.flatMap((company) => (company ? [[company.id, company.name] as const] : [])));
}

/** A stored opportunity as the panel knows it. */
export function toOpportunity(record: OpportunityRecord, connection: ConnectionId, names: CompanyNames): Opportunity {
  const { id, relatedContactIds, notes: _, ...rest } = record;
  return {
    ...blankOpportunity({ connection, id }),
    ...rest,
    contactIds: [...new Set([rest.contactId ?? [], relatedContactIds].flat())],
    companyName: nameOf(record.companyId, names),
  };
}

/** A stored contact as the panel knows it. */
export function toContact(record: ContactRecord, names: CompanyNames): Contact {
  return { ...record, companyName: nameOf(record.companyId, names), url: null };
}
