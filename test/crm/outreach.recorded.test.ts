import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { listOf, oneOf } from '../../lib/crm/outreach/document';
import { toCompany, toContact, toOpportunity } from '../../lib/crm/outreach/map';
import { readRefusal } from '../../lib/crm/outreach/refusal';
import { wireAccount, wireOpportunity, wireProspect } from '../../lib/crm/outreach/wire';

const RECORDED = join(process.cwd(), '../shared/apis/recorded');
const isThere = existsSync(join(RECORDED, 'outreach'));
if (!isThere) console.warn('Skipped: recorded answers of Outreach (../shared/apis/recorded) are not on this machine.');

const load = (file: string): unknown => JSON.parse(readFileSync(join(RECORDED, file), 'utf8'));
const context = { connection: 'outreach-1', fields: [], formats: new Map() };

/** What Dealside never asks for: other resources, and what a connector made of an answer. */
const OTHERS = [
  'calls.json',
  'emailaddress.json',
  'events.json',
  'mailings.json',
  'sequences.json',
  'unsupported.json',
  'live-read__sample_responses__mailings.json',
  'live-read__sample_responses__sequences.json',
];
const LISTS: [string, z.ZodType<{ items: unknown[] }>, number][] = [
  ['opportunities.json', listOf(wireOpportunity), 1],
  ['prospects.json', listOf(wireProspect), 0],
  ['accounts_by_ids.json', listOf(wireAccount), 3],
];

describe.skipIf(!isThere)('recorded answers of Outreach', () => {
  it('are all looked at', () => {
    const known = [...OTHERS, ...LISTS.map(([file]) => file), 'live-write__sample_response__prospects.json'];
    expect(readdirSync(join(RECORDED, 'outreach/amp-labs')).toSorted()).toEqual(known.toSorted());
  });

  it.each(LISTS)('%s can be read', (file, schema, length) => {
    expect(schema.parse(load(`outreach/amp-labs/${file}`)).items).toHaveLength(length);
  });

  it('an opportunity is mapped', () => {
    const { items, included } = listOf(wireOpportunity).parse(load('outreach/amp-labs/opportunities.json'));
    expect(items.map((record) => toOpportunity(record, included, context))).toMatchObject([
      {
        ref: { id: '1' },
        title: 'Compesation opportunuty',
        status: 'open',
        amount: 1000,
        currency: 'USD',
        closeDate: '2024-08-24',
        'custom:custom1': 'Custom Value',
        createdBy: '2',
        createdAt: '2024-07-31T11:49:16.000Z',
        contactIds: [],
        isDeleted: false,
        canWrite: true,
      },
    ]);
  });

  it('accounts are mapped', () => {
    const { items } = listOf(wireAccount).parse(load('outreach/amp-labs/accounts_by_ids.json'));
    expect(items.map(toCompany)[0]).toEqual({ id: '1', name: 'Example Corp 1', domain: 'example1.com' });
  });

  it('prospects are mapped, with the ids of their opportunities', () => {
    const written = load('outreach/amp-labs/live-write__sample_response__prospects.json') as { data: unknown };
    const one = oneOf(wireProspect).parse({ data: written.data }).item;
    expect(toContact(one, [])).toMatchObject({ id: '9', name: '', addresses: [], companyId: '2' });
    expect(one.relationships.opportunities).toEqual([]);
    const other = oneOf(wireProspect).parse(load('outreach/hull/prospect_patch_200.json')).item;
    expect(toContact(other, []).addresses).toHaveLength(1);
    expect(other.relationships.opportunities).not.toBeNull();
  });

  it('errors have a sentence, or leave it to the status', () => {
    const errors = load('errors/outreach.json') as { status: number; body?: unknown }[];
    const read = errors.map(({ status, body }) => [status, readRefusal(body, 'PATCH /opportunities/{id}').reason]);
    expect(read).toEqual([
      [404, 'The request path does not match any known resource endpoints.'],
      [422, 'Contacts email hash has already been taken.'],
      [401, ''],
      [415, ''],
    ]);
  });
});
