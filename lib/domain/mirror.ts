import type { Company, Contact } from './match';
import type { Opportunity } from './opportunity';

/** What is mirrored of a CRM, in the order it is asked for: what panels show comes first. */
export const RECORD_KINDS = ['opportunities', 'contacts', 'companies'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Records of a CRM, whatever the question was. */
export interface CrmRecords {
  opportunities: Opportunity[];
  contacts: Contact[];
  companies: Company[];
}

/** No record at all: what a list of one kind says of the others. */
export const NO_RECORDS: CrmRecords = { opportunities: [], contacts: [], companies: [] };

/** A page of a list of one kind of record, oldest change first where the CRM can sort so. */
export interface ChangesPage extends CrmRecords {
  /** Ids of that kind which the CRM tells are deleted; most CRMs tell nothing of them. */
  gone: string[];
  /** The latest change among them by the CRM's own clock, epoch milliseconds; `null` where none tells. */
  latest: number | null;
  /** Where the next page begins, in the adapter's own words; `null` after the last. */
  next: string | null;
}

/** What the mirror has about a person, in step with the CRM but for what its records do not tell. */
export interface KnownPerson {
  /** `null` for a stranger: nobody among all contacts has the address. */
  contact: Contact | null;
  company: Company | null;
  opportunities: Opportunity[];
}
