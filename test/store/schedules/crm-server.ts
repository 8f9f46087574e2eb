import { CrmError } from '../../../lib/domain/failure';
import type { Company, Contact } from '../../../lib/domain/match';
import type { Field, Opportunity, OpportunityPatch } from '../../../lib/domain/opportunity';
import { fieldsOf } from '../../../lib/domain/opportunity';
import { opportunity } from '../scripted-crm';

/** What the CRM did, in order. */
export type Entry = Deed & {
  /** True until whoever asked for it has been told that it is done. */
  isUnanswered?: boolean;
};

type Deed =
  | {
      is: 'write';
      by: 'us' | 'colleague';
      /** The CRM's own doing: a stage brought its probability. */
      isBrought: boolean;
      id: string;
      field: Field;
      from: unknown;
      to: unknown;
      /** What whoever wrote had last read there. */
      seen: unknown;
    }
  /** `intent`: the creation it was asked for by. */
  | { is: 'created'; what: 'opportunity' | 'contact' | 'company'; id: string; intent: string | null }
  | { is: 'deleted'; what: 'opportunity' | 'contact' | 'company'; id: string }
  | { is: 'read'; id: string };

/** What each stage's probability is where nobody says otherwise. */
const STAGE_PROBABILITY: Record<string, number> = { s0: 5, a1: 10, a2: 20, a3: 30, b1: 40, b2: 50 };

/** The CRM itself, which never fails. Every change of it is an entry in its journal. */
export class CrmServer {
  readonly journal: Entry[] = [];
  readonly opportunities = new Map<string, Opportunity>();
  readonly contacts: Contact[] = [];
  readonly companies: Company[] = [];
  /** The creation being worked on: they go one at a time. */
  making: string | null = null;
  /** Opportunities it has refused to delete. */
  readonly undeletable = new Set<string>();
  private ids = 100;

  constructor(
    private readonly now: () => number,
    /** Whether it refuses a second contact of one address. */
    private readonly areContactsUnique: boolean,
  ) {
    this.contacts.push(contactOf('p0', { name: 'Pat', address: 'pat@acme.example', companyId: null }));
    for (const id of ['1', '2']) {
      const fields = { contactId: 'p0', companyId: null, companyName: null, stageId: 's0', title: `Deal ${id}` };
      this.opportunities.set(id, { ...opportunity(), ...fields, ref: { connection: 'crm', id } });
    }
  }

  find(id: string): Opportunity {
    const record = this.opportunities.get(id);
    if (!record) throw new CrmError({ kind: 'not-found' });
    return record;
  }

  read(id: string): Opportunity {
    const record = this.find(id);
    this.journal.push({ is: 'read', id });
    return record;
  }

  write(id: string, patch: OpportunityPatch, by: 'us' | 'colleague', known?: Opportunity): Opportunity {
    const before = this.find(id);
    const named = asKept(patch);
    const brings = named.stageId !== undefined && named.stageId !== before.stageId && !('winProbability' in named);
    const brought: OpportunityPatch = brings ? { winProbability: STAGE_PROBABILITY[named.stageId ?? ''] ?? 0 } : {};
    for (const [values, isBrought] of [[named, false] as const, [brought, true] as const]) {
      for (const field of fieldsOf(values)) {
        const [from, to, seen] = [before[field], values[field], (known ?? before)[field]];
        this.journal.push({ is: 'write', by, isBrought, id, field, from, to, seen });
      }
    }
    const record = { ...before, ...named, ...brought, updatedAt: this.stamp() } as Opportunity;
    this.opportunities.set(id, record);
    return record;
  }

  create(draft: OpportunityPatch, context: { contactId: string; companyId: string | null }): Opportunity {
    const id = String((this.ids += 1));
    const stamp = this.stamp();
    const base = {
      ...opportunity(),
      stageId: 's0',
      ref: { connection: 'crm', id },
      createdAt: stamp,
      updatedAt: stamp,
    };
    const record = { ...base, ...asKept(draft), ...context, companyName: null } as Opportunity;
    this.opportunities.set(id, record);
    this.journal.push({ is: 'created', what: 'opportunity', id, intent: this.making });
    return record;
  }

  createContact(input: { name: string; address: string; companyId: string | null }): Contact {
    const isTaken = this.contacts.some(({ addresses }) => addresses.includes(input.address));
    if (this.areContactsUnique && isTaken) throw new CrmError({ kind: 'invalid', reason: 'Taken.', field: null });
    const contact = contactOf(`p${(this.ids += 1)}`, input);
    this.contacts.push(contact);
    this.journal.push({ is: 'created', what: 'contact', id: contact.id, intent: null });
    return contact;
  }

  createCompany({ name, domain }: { name: string; domain: string }): Company {
    const company = { id: `c${(this.ids += 1)}`, name, domain };
    this.companies.push(company);
    this.journal.push({ is: 'created', what: 'company', id: company.id, intent: null });
    return company;
  }

  delete(what: 'opportunity' | 'contact' | 'company', id: string): void {
    this.journal.push({ is: 'deleted', what, id });
    if (what === 'opportunity') this.opportunities.delete(id);
    else remove(what === 'contact' ? this.contacts : this.companies, id);
  }

  /** No two changes are of the same moment. */
  private stamp(): string {
    return new Date(this.now() + (this.journal.length % 1000)).toISOString();
  }
}

function contactOf(
  id: string,
  { name, address, companyId }: { name: string; address: string; companyId: string | null },
) {
  return { id, name, addresses: [address], title: null, companyId, companyName: null, url: null };
}

function remove(records: { id: string }[], id: string): void {
  const index = records.findIndex((record) => record.id === id);
  if (index >= 0) records.splice(index, 1);
}

/** Texts without space around, lists in its own order. */
function asKept(patch: OpportunityPatch): OpportunityPatch {
  return {
    ...patch,
    ...(patch.title === undefined ? {} : { title: patch.title.trim() }),
    ...(patch.tags === undefined ? {} : { tags: patch.tags.toSorted() }),
  };
}
