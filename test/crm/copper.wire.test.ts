import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { createDateFormat } from '../../lib/crm/copper/dates';
import { toCompany, toContact, toOpportunity } from '../../lib/crm/copper/map';
import { tolerantList, wireCompany, wireOpportunity, wirePerson, wirePipeline } from '../../lib/crm/copper/wire';
import { CREATED_2017, FOUND_2018, FROM_LEAD_2017, LOST_2018, PIPELINES_2017, READ_2017 } from './copper.samples';

const context = () => ({ connection: 'copper-1', accountId: null, dates: createDateFormat() });
const read = (text: string) => toOpportunity(wireOpportunity.parse(JSON.parse(text)), context());

describe('an opportunity of the reference', () => {
  it('is read whole', () => {
    expect(read(FOUND_2018)).toEqual({
      ref: { connection: 'copper-1', id: '5' },
      title: '500 Keyboards (sample)',
      status: 'open',
      pipelineId: '3',
      stageId: '11',
      winProbability: 10,
      amount: 50_000,
      closeDate: '2018-01-13',
      priority: 'none',
      lossReasonId: null,
      ownerId: null,
      sourceId: null,
      description: expect.stringMatching(/^Opportunities are created/),
      tags: ['tag1'],
      currency: 'USD',
      contactId: '3',
      companyId: '4',
      companyName: 'Sabre Inc (sample)',
      stageChangedAt: '2018-01-08T18:07:50.000Z',
      createdAt: '2018-01-08T18:07:50.000Z',
      updatedAt: '2018-01-23T19:42:48.000Z',
      url: null,
    });
  });

  it('may lack members and values', () => {
    expect(read(READ_2017)).toMatchObject({ currency: null, stageChangedAt: null, contactId: null, ownerId: null });
    expect(read(CREATED_2017)).toMatchObject({
      amount: null,
      closeDate: null,
      contactId: '27140359',
      companyName: 'Noemail',
    });
    expect(read(FROM_LEAD_2017)).toMatchObject({ priority: null, description: null, winProbability: 0, amount: 1_000 });
    expect(read(LOST_2018)).toMatchObject({ status: 'lost', amount: null, currency: null });
  });

  it.each<[object, object]>([
    [{ company_id: '4' }, { companyId: '4' }],
    [{ status: 'Parked' }, { status: 'unknown' }],
    [{ status: null }, { status: 'unknown' }],
    [{ status: 'WON' }, { status: 'won' }],
    [{ priority: 'Urgent' }, { priority: null }],
    [{ priority: 'High' }, { priority: 'high' }],
    [{ win_probability: 33.3 }, { winProbability: 33 }],
    [{ win_probability: null }, { winProbability: null }],
    [{ close_date: '31/12/2026' }, { closeDate: '2026-12-31' }],
    [{ close_date: 'tomorrow' }, { closeDate: null }],
    [{ tags: null }, { tags: [] }],
    [{ tags: undefined }, { tags: [] }],
    [{ date_modified: 8.64e15 }, { updatedAt: null }],
  ])('with %j reads as %j', (change, expected) => {
    const text = JSON.stringify({ ...(JSON.parse(FOUND_2018) as object), ...change });
    expect(read(text)).toMatchObject(expected);
  });

  it.each([
    { id: null },
    { id: 'x' },
    { id: 1.5 },
    { name: null },
    { monetary_value: '50000' },
    { tags: 'tag1' },
    { close_date: 5 },
  ])('with %j is not readable: "empty" would be a lie', (change) => {
    expect(wireOpportunity.safeParse({ ...(JSON.parse(FOUND_2018) as object), ...change }).success).toBe(false);
  });
});

describe('other records', () => {
  it('of pipelines keep their order', () => {
    const { items } = tolerantList(wirePipeline).parse(JSON.parse(PIPELINES_2017));
    expect(items.map(({ name, stages }) => [name, stages.length])).toEqual([
      ['Sales', 5],
      ['Business Development', 4],
    ]);
  });

  it('of people and companies may be nearly empty', () => {
    expect(toContact(wirePerson.parse({ id: 1, name: null }), '7')).toEqual({
      id: '1',
      name: '',
      addresses: [],
      title: null,
      companyId: null,
      companyName: null,
      url: 'https://app.copper.com/companies/7/app#/contact/1',
    });
    expect(toCompany(wireCompany.parse({ id: 1, name: null, email_domain: 'X.example' }))).toEqual({
      id: '1',
      name: 'x.example',
      domain: 'x.example',
    });
    expect(toCompany(wireCompany.parse({ id: 1, name: 'X', email_domain: 'jo@x.example' })).domain).toBe('x.example');
  });
});

const RECORDED = new URL('../../../shared/apis/recorded/copper/', import.meta.url);

/** From customers' accounts of 2019 and 2025. */
const LIVE = [
  'parsons/opportunities_search.json',
  'parsons/people_search.json',
  'parsons/companies_search.json',
  'amp-labs/read/companies/with-custom-fields.json',
  'amp-labs/write/companies/new.json',
];

interface Example {
  path: string;
  responses: { name: string; body?: unknown }[];
}

/** Recorded answers of one entity: searches, single reads and writes alike. */
function recordedOf(entity: string): [string, unknown][] {
  const examples = JSON.parse(readFileSync(new URL('docs-examples.json', RECORDED), 'utf8')) as Example[];
  const isRecord = (path: string) => path.startsWith(`/${entity}`) && !/activities|fields/.test(path);
  const documented = examples
    .filter(({ path }) => isRecord(path))
    .flatMap(({ path, responses }) => responses.map(({ name, body }): [string, unknown] => [`${path}: ${name}`, body]));
  const live = LIVE.filter((file) => file.includes(entity)).map((file): [string, unknown] => [
    file,
    JSON.parse(readFileSync(new URL(file, RECORDED), 'utf8')),
  ]);
  return [...documented, ...live].flatMap(([name, body]) =>
    [body].flat().map((record, index): [string, unknown] => [`${name} [${index}]`, record]),
  );
}

const SCHEMAS: [string, z.ZodType, number][] = [
  ['opportunities', wireOpportunity, 45],
  ['people', wirePerson, 40],
  ['companies', wireCompany, 15],
];

describe.skipIf(!existsSync(RECORDED))('every recorded answer (in ../shared) is readable', () => {
  it.each(SCHEMAS)('of %s', (entity, schema, atLeast) => {
    const records = recordedOf(entity).filter(
      ([, record]) => typeof record === 'object' && record !== null && !('is_deleted' in record),
    );
    const unreadable = records.flatMap(([name, record]) => {
      const { error } = schema.safeParse(record);
      return error ? [`${name}: ${error.issues[0]?.path.join('.')}`] : [];
    });
    expect(unreadable).toEqual([]);
    expect(records.length).toBeGreaterThanOrEqual(atLeast);
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
});
