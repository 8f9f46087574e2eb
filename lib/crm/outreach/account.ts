import type { CustomField } from '../../domain/custom-field';
import type { ConnectionId, Opportunity } from '../../domain/opportunity';
import type { Facts } from '../crm';
import type { OutreachApi } from './api';
import { readCustomFields } from './choices';
import { type ListFormats, plainField } from './custom';
import type { Found, ProspectFilter } from './lookup';
import { toOpportunity } from './map';
import { isCustomAttribute } from './wire';
import type { WriteContext } from './write';

/** What is known of one Outreach account beside its records; nothing of the records themselves. */
export interface Account {
  prospectFilter: ProspectFilter;
  /** The custom fields as asked for once; `isNew` asks again. Those filled in but never defined come last. */
  fields(isNew?: boolean): Promise<CustomField[]>;
  /** What writes need to know. */
  writing(): Promise<WriteContext>;
  toOpportunities(found: readonly Found[]): Promise<Opportunity[]>;
}

interface AccountContext {
  connection: ConnectionId;
  facts: Facts;
  learn(facts: Facts): void;
}

/** Keeps custom fields while the worker lives, and as facts what only records give away. */
export function createAccount(api: OutreachApi, { connection, facts, learn }: AccountContext): Account {
  const formats: ListFormats = new Map();
  const used = new Set((facts.customInUse ?? '').split(' ').filter(isCustomAttribute));
  const prospectFilter: ProspectFilter = {
    name: facts.prospectFilter === 'prospect' ? 'prospect' : 'prospects',
    learn(name) {
      prospectFilter.name = name;
      learn({ prospectFilter: name });
    },
  };
  let defined: Promise<CustomField[]> | undefined;

  function definitions(isNew: boolean): Promise<CustomField[]> {
    if (isNew) defined = undefined;
    // Asked without anybody's signal, for many wait for it; a failure is forgotten, and the next one asks again.
    const asked = (defined ??= readCustomFields(api).catch((error: unknown) => {
      defined = undefined;
      throw error;
    }));
    return asked;
  }

  function keepUsed(found: readonly Found[], fields: readonly CustomField[]): void {
    const before = used.size;
    for (const { record } of found) {
      const names = Object.keys(record.attributes.custom);
      for (const name of names.filter((one) => !fields.some(({ id }) => id === one))) used.add(name);
    }
    if (used.size > before) learn({ customInUse: [...used].join(' ') });
  }

  async function fields(isNew = false): Promise<CustomField[]> {
    const known = await definitions(isNew);
    return [...known, ...[...used].filter((name) => !known.some(({ id }) => id === name)).map(plainField)];
  }

  return {
    prospectFilter,
    fields,
    writing: async () => ({ fields: await definitions(false), formats }),
    async toOpportunities(found) {
      const known = await definitions(false);
      keepUsed(found, known);
      return found.map(({ record, included }) =>
        toOpportunity(record, included, { connection, fields: known, formats }),
      );
    },
  };
}
