import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { CustomValue } from '../../lib/domain/custom-field';
import { createDateFormat } from '../../lib/crm/copper/dates';
import { createDayClock } from '../../lib/crm/copper/days';
import { toCustomField } from '../../lib/crm/copper/definitions';
import { readCustom } from '../../lib/crm/copper/custom';
import { toOpportunity } from '../../lib/crm/copper/map';
import {
  wireAccount,
  wireChoice,
  wireCompany,
  wireOpportunity,
  wirePerson,
  wireRelated,
  wireUser,
} from '../../lib/crm/copper/wire';
import {
  type WireDefinition,
  wireActivity,
  wireDefinition,
  wireLink,
  wireLooseStage,
  wirePipeline,
} from '../../lib/crm/copper/wire-settings';

/** Recorded answers of Copper and the documents the project began with; on some machines only. */
const RECORDED = new URL('../../../shared/apis/recorded/copper/', import.meta.url);
const SEEDS = new URL('../../../shared/seeds/', import.meta.url);
const isThere = existsSync(RECORDED) && existsSync(SEEDS);
if (!isThere) console.warn('Skipped: the recorded answers of Copper (../shared) are not on this machine.');

interface Example {
  method: string;
  path: string;
  responses: { name: string; body?: unknown }[];
}

const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, RECORDED), 'utf8'));

/** From customers' accounts of 2019 and 2025. */
const LIVE: Record<string, string> = {
  'parsons/opportunities_search.json': 'opportunities',
  'parsons/people_search.json': 'people',
  'parsons/companies_search.json': 'companies',
  'parsons/activities_search.json': 'activities',
  'parsons/custom_fields_search.json': 'definitions',
  'parsons/contact_types_list.json': 'choices',
  'amp-labs/custom/fields.json': 'definitions',
  'amp-labs/read/companies/with-custom-fields.json': 'companies',
  'amp-labs/write/companies/new.json': 'companies',
};

/** The endpoints Dealside knows, by what their answers hold. */
const KINDS: [RegExp, string][] = [
  [/activities/, 'activities'],
  [/^\/opportunities/, 'opportunities'],
  [/^\/people/, 'people'],
  [/^\/companies/, 'companies'],
  [/^\/users/, 'users'],
  [/^\/account$/, 'accounts'],
  [/^\/(customer_sources|loss_reasons|contact_types)$/, 'choices'],
  [/^\/pipelines$/, 'pipelines'],
  [/^\/pipeline_stages/, 'stages'],
  [/^\/custom_field_definitions/, 'definitions'],
  [/^\/related_links/, 'links'],
  [/\/related\/(\{\{related_entity_name\}\})?$/, 'related'],
];

/** Every record in an answer of one kind, under a name to find it by. */
function recordedOf(kind: string): [string, unknown][] {
  const documented = (read('docs-examples.json') as Example[])
    .filter(({ path }) => KINDS.find(([pattern]) => pattern.test(path))?.[1] === kind)
    .flatMap(({ method, path, responses }) =>
      responses.map(({ name, body }): [string, unknown] => [`${method} ${path}: ${name}`, body]),
    );
  const live = Object.entries(LIVE)
    .filter(([, one]) => one === kind)
    .map(([file]): [string, unknown] => [file, read(file)]);
  return [...documented, ...live]
    .flatMap(([name, body]) => [body].flat().map((record, at): [string, unknown] => [`${name} [${at}]`, record]))
    .filter(([, record]) => typeof record === 'object' && record !== null && !('is_deleted' in record));
}

function unreadable(records: readonly [string, unknown][], schema: z.ZodType): string[] {
  return records.flatMap(([name, record]) => {
    const { error } = schema.safeParse(record);
    return error ? [`${name}: ${error.issues[0]?.path.join('.')}`] : [];
  });
}

const SCHEMAS: [string, z.ZodType, number][] = [
  ['opportunities', wireOpportunity, 45],
  ['people', wirePerson, 40],
  ['companies', wireCompany, 15],
  ['users', wireUser, 3],
  ['accounts', wireAccount, 1],
  ['choices', wireChoice, 13],
  ['pipelines', wirePipeline, 2],
  ['stages', wireLooseStage, 13],
  ['definitions', wireDefinition, 24],
  ['links', wireLink, 2],
  ['activities', wireActivity, 10],
];

/** What the reference says of an opportunity, as far as it is compared. */
interface SeedRecord {
  [member: string]: unknown;
  status: string;
  assignee_id: number | null;
  company_id: number | null;
  customer_source_id: number | null;
  loss_reason_id: number | null;
  custom_fields: { custom_field_definition_id: number; value: unknown }[];
}

/** All answers a seed shows, as their blocks stand in it. */
function answersIn(seed: string): unknown[] {
  const file = readdirSync(SEEDS).find((name) => name.startsWith(seed)) ?? '';
  const text = readFileSync(new URL(file, SEEDS), 'utf8');
  return [...text.matchAll(/```javascript\n([^]*?)```/g)].map(([, json = '']): unknown => JSON.parse(json));
}

const context = (definitions: ReadonlyMap<string, WireDefinition> = new Map()) => {
  return { connection: 'copper-1', accountId: null, dates: createDateFormat(), days: createDayClock(), definitions };
};

describe.skipIf(!isThere)('every recorded answer (in ../shared) is readable', () => {
  it.each(SCHEMAS)('of %s', (kind, schema, atLeast) => {
    const records = recordedOf(kind);
    expect(unreadable(records, schema)).toEqual([]);
    expect(records.length).toBeGreaterThanOrEqual(atLeast);
  });

  it('of related records', () => {
    const references = recordedOf('related');
    expect(wireRelated.parse(references.map(([, reference]) => reference)).length).toBeGreaterThan(4);
  });

  it('and each close date in them is a date', () => {
    const texts = recordedOf('opportunities').flatMap(
      ([, record]) => (record as { close_date?: string | null }).close_date ?? [],
    );
    const dates = createDateFormat();
    dates.learn(texts);
    expect(dates).toMatchObject({ order: 'month-first', isKnown: true });
    expect(texts.map((text) => dates.parse(text))).not.toContain(null);
    expect(texts.length).toBeGreaterThan(30);
  });

  it('and each opportunity in them is one of ours', () => {
    for (const [, record] of recordedOf('opportunities')) {
      const opportunity = toOpportunity(wireOpportunity.parse(record), context());
      expect(opportunity.ref.id).toMatch(/^\d+$/);
      expect(opportunity.title).not.toBe('');
      expect(['open', 'won', 'lost', 'abandoned']).toContain(opportunity.status);
      expect(opportunity.createdAt).toMatch(/^20\d\d-/);
    }
  });

  it('and the values of a live account fit the fields it defines', () => {
    const definitions = recordedOf('definitions').map(([, one]) => wireDefinition.parse(one));
    const [company] = read('amp-labs/read/companies/with-custom-fields.json') as { custom_fields: unknown }[];
    const fields = wireOpportunity.shape.custom_fields.parse(company?.custom_fields);
    const known = new Map(definitions.map((definition) => [definition.id, definition]));
    const byLabel = Object.fromEntries(
      Object.entries<CustomValue>(readCustom(fields, context(known))).map(([key, value]) => [
        known.get(key.replace('custom:', ''))?.name,
        value,
      ]),
    );
    expect(byLabel).toEqual({
      Fruits: '2082340',
      Hryvnia: 2,
      Birthday: '2025-08-01',
      Many: ['2082480', '2082481'],
      FavNum: 3,
      Story: 'The lore of the company creation.',
      MyWebsite: 'https://test.com',
      IsBouillonSoup: true,
      TextEntry: 'Cake',
      Progression: 95,
      'Parent of': [],
      'Child of': [],
    });
    const types = new Set(definitions.map((definition) => toCustomField(definition).type));
    expect(types.size).toBe(11);
    expect(types).not.toContain('raw');
  });
});

describe.skipIf(!isThere)('the answers of the seed about opportunities', () => {
  const isRecord = (one: unknown): one is object => typeof one === 'object' && one !== null && 'pipeline_id' in one;
  const isOpportunity = (one: unknown): boolean => isRecord(one) && 'status' in one;

  it('are readable to the last record, and lose nothing the reference names', () => {
    const records = answersIn('004').flat().filter(isOpportunity);
    expect(records.length).toBeGreaterThan(40);
    for (const record of records as SeedRecord[]) {
      const opportunity = toOpportunity(wireOpportunity.parse(record), context());
      expect(opportunity).toMatchObject({
        title: record.name,
        status: record.status.toLowerCase(),
        amount: record.monetary_value,
        currency: record.monetary_unit ?? null,
        winProbability: record.win_probability,
        tags: record.tags,
        interactionCount: record.interaction_count,
        companyName: record.company_name,
        description: record.details === '' ? null : record.details,
      });
      const ids = [record.assignee_id, record.company_id, record.customer_source_id, record.loss_reason_id];
      const { ownerId, companyId, sourceId, lossReasonId } = opportunity;
      expect([ownerId, companyId, sourceId, lossReasonId]).toEqual(ids.map((id) => (id === null ? null : `${id}`)));
      for (const field of record.custom_fields) {
        const value = opportunity[`custom:${field.custom_field_definition_id}`];
        expect(value).toEqual(Array.isArray(field.value) ? field.value.map(String) : field.value);
      }
    }
  });

  it('list pipelines, stages, sources and loss reasons', () => {
    const lists = answersIn('004')
      .filter((answer): answer is unknown[] => Array.isArray(answer))
      .filter((list) => !list.some(isOpportunity));
    const readers = [wirePipeline, wireLooseStage, wireChoice];
    expect(lists).toHaveLength(5);
    for (const list of lists) {
      expect(readers.some((schema) => list.every((one) => schema.safeParse(one).success))).toBe(true);
    }
  });
});
