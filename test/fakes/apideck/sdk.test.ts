import { Apideck } from '@apideck/unify';
import { BadRequestResponse, NotFoundResponse, UnauthorizedResponse } from '@apideck/unify/models/errors';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { trust } from '../https';
import { PROFILES } from './profiles';
import { DEFAULT_SEED } from './seed';
import { type FakeApideck, startFakeApideck } from './server';
import { createState } from './state';

let fake: FakeApideck;
let crm: Apideck['crm'];
beforeAll(async () => {
  fake = await startFakeApideck();
  trust(fake.ca);
  crm = sdk().crm;
});
afterAll(() => fake.stop());
beforeEach(() => {
  Object.assign(fake.state, createState(DEFAULT_SEED, PROFILES.full, Date.now));
});

function sdk(apiKey = fake.key): Apideck {
  const { url: serverURL, appId, consumerId } = fake;
  return new Apideck({ serverURL, apiKey, appId, consumerId });
}

/** Apideck's own client checks every answer against the schema it was made from. */
describe('the fake Apideck speaks with Apideck’s own client', () => {
  it('which follows its cursors', async () => {
    const titles: (string | undefined)[] = [];
    const sort = { by: 'title', direction: 'asc' } as const;
    for await (const { getOpportunitiesResponse } of await crm.opportunities.list({ limit: 2, sort })) {
      titles.push(...(getOpportunitiesResponse?.data ?? []).map(({ title }) => title));
    }
    expect(titles).toEqual([
      'Lab robots, phase 2',
      'Maintenance 2027',
      'Packing line',
      'Pilot, one arm',
      'Studio gantry',
    ]);
  });

  it('which reads an opportunity', async () => {
    const { getOpportunityResponse } = await crm.opportunities.get({ id: '41' });
    expect(getOpportunityResponse?.data).toMatchObject({
      title: 'Lab robots, phase 2',
      primaryContactId: '31',
      monetaryAmount: 84_000,
      closeDate: new Date('2026-12-12'),
      tags: ['robots', 'phase 2'],
      customMappings: { erp_number: 'D-4711' },
    });
    expect(getOpportunityResponse?.data.customFields?.map(({ value }) => value)).toEqual([
      'LR-2',
      6,
      ['Arms', 'Sensors'],
    ]);
  });

  it('which creates, changes and deletes an opportunity', async () => {
    const opportunity = {
      title: 'Lamps',
      primaryContactId: '31',
      companyId: '21',
      monetaryAmount: 75_000.5,
      currency: 'EUR' as const,
      customFields: [{ id: '902', value: 10 }],
      passThrough: [{ serviceId: 'zoho-crm', extendPaths: [{ path: '$.nested.property', value: { a: 1 } }] }],
    };
    const { createOpportunityResponse } = await crm.opportunities.create({ opportunity });
    const id = createOpportunityResponse?.data.id ?? '';
    const change = { title: 'Lamps', winProbability: 40, monetaryAmount: null };
    const { updateOpportunityResponse } = await crm.opportunities.update({ id, opportunity: change });
    expect(updateOpportunityResponse?.data).toEqual({ id });
    const { getOpportunityResponse } = await crm.opportunities.get({ id });
    expect(getOpportunityResponse?.data).toMatchObject({ companyName: 'Tessella', winProbability: 40 });
    expect((await crm.opportunities.delete({ id })).deleteOpportunityResponse?.data).toEqual({ id });
    await expect(crm.opportunities.get({ id })).rejects.toThrow(NotFoundResponse);
  });

  it('which finds and makes contacts and companies', async () => {
    const company = { name: 'Lumen', websites: [{ url: 'https://lumen.example', type: 'primary' as const }] };
    const companyId = (await crm.companies.create({ company1: company })).createCompanyResponse?.data.id ?? '';
    const emails = [{ email: 'ada@lumen.example', type: 'primary' as const }];
    const { createContactResponse } = await crm.contacts.create({ contact: { name: 'Ada Byron', emails, companyId } });
    const found = await crm.contacts.list({ filter: { email: 'ada@lumen.example' } });
    expect(found.getContactsResponse?.data).toMatchObject([
      { id: createContactResponse?.data.id, firstName: 'Ada', lastName: 'Byron', companyName: 'Lumen' },
    ]);
    const companies = await crm.companies.list({ filter: { name: 'lumen' } });
    expect(companies.getCompaniesResponse1?.data).toMatchObject([{ id: companyId, websites: company.websites }]);
  });

  it('which lists pipelines, users and notes, and writes a note', async () => {
    const pipelines = await crm.pipelines.list({});
    expect(pipelines.getPipelinesResponse?.data.map(({ stages }) => stages?.length)).toEqual([4, 3]);
    const users = await crm.users.list({ filter: { email: 'sam@northwind.example' } });
    expect(users.getUsersResponse?.data.map(({ name }) => name)).toEqual(['Sam Whitfield']);
    await crm.notes.create({ note: { title: 'Call', content: 'Again', opportunityId: '41' } });
    const notes = await crm.notes.list({});
    expect(notes.getNotesResponse?.data.map(({ content }) => content)).toEqual(['Wants a second demo.', 'Again']);
  });

  it('which understands its refusals', async () => {
    await expect(sdk('wrong').crm.opportunities.list({})).rejects.toThrow(UnauthorizedResponse);
    Object.assign(fake.state.profile, { unsupportedFilters: { opportunities: ['company_id'] } });
    const refused = crm.opportunities.list({ filter: { companyId: '21' } });
    await expect(refused).rejects.toThrow(BadRequestResponse);
    await expect(refused).rejects.toMatchObject({ typeName: 'UnsupportedFiltersError' });
  });
});
