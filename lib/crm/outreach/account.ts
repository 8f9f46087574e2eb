import { type CustomField, isCustomKey } from '../../domain/custom-field';
import { type ConnectionId, fieldsOf, type Opportunity, type OpportunityPatch } from '../../domain/opportunity';
import type { Facts } from '../crm';
import type { OutreachApi } from './api';
import { type ListFormats, plainField } from './custom';
import { createDefinitions, refuseUnknown } from './definitions';
import type { Found, ProspectFilter } from './lookup';
import { toOpportunity } from './map';
import { isCustomAttribute } from './wire';
import type { WriteContext } from './write';

/** What is known of one Outreach account beside its records; nothing of the records themselves. */
export interface Account {
  prospectFilter: ProspectFilter;
  /** Asks for what records are shown with, ahead of them. Never throws. */
  prepare(): Promise<unknown>;
  /** Waits for the types of custom fields, without which a filter by them would find nothing. Throws. */
  requireFields(): Promise<unknown>;
  /**
   * The custom fields, asked for anew; those filled in but never defined come last. Never throws: where they can't be
   * had, those known until now.
   */
  fields(): Promise<CustomField[]>;
  /** What a write of these fields needs to know. Throws `invalid` where a custom field's type can't be had. */
  writing(patch: OpportunityPatch): Promise<WriteContext>;
  toOpportunities(found: readonly Found[]): Promise<Opportunity[]>;
}

interface AccountContext {
  connection: ConnectionId;
  facts: Facts;
  learn(facts: Facts): void;
}

/** For the types alone, in milliseconds: a record without them is better than none for half a minute. */
const PATIENCE = 4_000;

/** Keeps as facts what was asked for once, and what only records give away. */
export function createAccount(
  api: OutreachApi,
  { connection, facts, learn }: AccountContext,
  patience = PATIENCE,
): Account {
  const formats: ListFormats = new Map();
  const used = new Set((facts.customInUse ?? '').split(' ').filter(isCustomAttribute));
  const definitions = createDefinitions(api, facts.customFields, (customFields) => learn({ customFields }), patience);
  const prospectFilter: ProspectFilter = {
    name: facts.prospectFilter === 'prospect' ? 'prospect' : 'prospects',
    learn(name) {
      prospectFilter.name = name;
      learn({ prospectFilter: name });
    },
  };

  function keepUsed(found: readonly Found[], fields: readonly CustomField[]): void {
    const before = used.size;
    for (const { record } of found) {
      const names = Object.keys(record.attributes.custom);
      for (const name of names.filter((one) => !fields.some(({ id }) => id === one))) used.add(name);
    }
    if (used.size > before) learn({ customInUse: [...used].join(' ') });
  }

  return {
    prospectFilter,
    prepare: () => definitions.tryGet(),
    requireFields: () => definitions.get(),
    async fields() {
      const known = (await definitions.refresh().catch(() => definitions.tryGet())) ?? [];
      return [...known, ...[...used].filter((name) => !known.some(({ id }) => id === name)).map(plainField)];
    },
    async writing(patch) {
      const custom = fieldsOf(patch).find(isCustomKey);
      return { fields: custom ? await definitions.get().catch(refuseUnknown(custom)) : [], formats };
    },
    async toOpportunities(found) {
      const known = await definitions.tryGet();
      // Which ones nobody defined is not known before those that somebody did.
      if (known) keepUsed(found, known);
      return found.map(({ record, included }) =>
        toOpportunity(record, included, { connection, fields: known ?? [], formats }),
      );
    },
  };
}
