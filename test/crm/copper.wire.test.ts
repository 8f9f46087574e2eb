import { describe, expect, it } from 'vitest';
import { createDateFormat } from '../../lib/crm/copper/dates';
import { createDayClock } from '../../lib/crm/copper/days';
import { blankOpportunity } from '../../lib/domain/opportunity';
import { toCompany, toContact, toOpportunity } from '../../lib/crm/copper/map';
import { tolerantList, wireCompany, wireOpportunity, wirePerson } from '../../lib/crm/copper/wire';
import { wirePipeline } from '../../lib/crm/copper/wire-settings';
import { CREATED_2017, FOUND_2018, FROM_LEAD_2017, LOST_2018, PIPELINES_2017, READ_2017 } from './copper.samples';

const context = () => ({
  connection: 'copper-1',
  accountId: null,
  dates: createDateFormat(),
  days: createDayClock(),
  definitions: new Map(),
});
const read = (text: string) => toOpportunity(wireOpportunity.parse(JSON.parse(text)), context());

describe('an opportunity of the reference', () => {
  it('is read whole', () => {
    expect(read(FOUND_2018)).toEqual({
      ...blankOpportunity({ connection: 'copper-1', id: '5' }),
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
      contactIds: ['3'],
      interactionCount: 0,
      companyId: '4',
      companyName: 'Sabre Inc (sample)',
      stageChangedAt: '2018-01-08T18:07:50.000Z',
      createdAt: '2018-01-08T18:07:50.000Z',
      updatedAt: '2018-01-23T19:42:48.000Z',
      url: null,
      // Without definitions custom fields come as they are.
      'custom:5': 6,
      'custom:6': 1_515_744_000,
      'custom:12': ['8'],
      'custom:7': false,
      ...Object.fromEntries([3, 4, 8, 9, 10, 11].map((id) => [`custom:${id}`, null])),
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
    expect(read(FROM_LEAD_2017)).toMatchObject({
      priority: null,
      description: null,
      winProbability: 0,
      amount: 1_000,
      leadId: '11393303',
      leadCreatedAt: '2017-06-05T19:57:43.000Z',
      lastContactedAt: '2017-06-05T22:59:53.000Z',
    });
    expect(read(LOST_2018)).toMatchObject({ status: 'lost', amount: null, currency: null });
  });

  it.each<[object, object]>([
    [{ company_id: '4' }, { companyId: '4' }],
    [{ status: 'Parked' }, { status: 'Parked' }],
    [{ status: null }, { status: '' }],
    [{ status: 'WON' }, { status: 'won' }],
    [{ priority: 'Urgent' }, { priority: 'Urgent' }],
    [
      { pipeline_type: 'project', pipeline_is_revenue: false },
      { pipelineType: 'project', isRevenue: false },
    ],
    [
      { converted_value: 45_000.5, converted_unit: 'EUR' },
      { convertedAmount: 45_000.5, convertedCurrency: 'EUR' },
    ],
    [{ interaction_count: 3 }, { interactionCount: 3 }],
    [{ leads_converted_from: ['odd'] }, { leadId: null }],
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
    { custom_fields: { 5: 6 } },
    { pipeline_is_revenue: 'yes' },
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
