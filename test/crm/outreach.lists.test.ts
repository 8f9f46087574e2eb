import { describe, expect, it } from 'vitest';
import { fetchFrom } from '../fakes/outreach/fetch';
import { callsOf, connect, givenOutreach, queriesOf } from './outreach-world';

describe('the overview', () => {
  it('lists what is in open stages and in none', async () => {
    const fake = await givenOutreach();
    const { opportunities, isTruncated } = await connect(fake).listOpen();
    expect(opportunities.map(({ ref, status }) => [ref.id, status])).toEqual([
      ['41', 'open'],
      ['42', 'open'],
      ['44', 'open'],
      ['45', 'open'],
    ]);
    expect(isTruncated).toBe(false);
    expect(queriesOf(fake, '/opportunities').map((query) => query['filter[stage][id]'])).toEqual([
      '11,12,13',
      '__null__',
    ]);
  });

  it('leaves out what was lost before it had a stage', async () => {
    const fake = await givenOutreach();
    fake.state.records.get('opportunity')!.get(45)!.attributes.lostReason = 'Price';
    expect((await connect(fake).listOpen()).opportunities.map(({ ref }) => ref.id)).toEqual(['41', '42', '44']);
  });

  it('does without the latter where they can’t be asked for', async () => {
    const fake = await givenOutreach();
    fake.faults.next({ match: /stage%5D%5Bid%5D=__null__/, status: 422, body: { errors: [] } });
    expect((await connect(fake).listOpen()).opportunities.map(({ ref }) => ref.id)).toEqual(['41', '42', '44']);
  });
});

describe('a link to elsewhere', () => {
  const links = { next: 'https://api.eu.outreach.example/api/v2/opportunities?page=2' };

  it('ends the overview as one that is cut off', async () => {
    const fake = await givenOutreach();
    const data = [{ type: 'opportunity', id: 41, attributes: { name: 'Lab robots' } }];
    fake.faults.next({ match: /^GET \/opportunities\?.*id%5D=11/, body: { data, links } });
    const { opportunities, isTruncated } = await connect(fake).listOpen();
    expect(opportunities.map(({ ref }) => ref.id).toSorted()).toEqual(['41', '45']);
    expect(isTruncated).toBe(true);
  });

  it.each(['/users', '/opportunityStages'])('keeps what the catalog has read of %s', async (path) => {
    const fake = await givenOutreach();
    const data = [{ id: 1, attributes: { name: 'One' } }];
    fake.faults.next({ match: `GET ${path}`, body: { data, links } });
    const { owners, pipelines } = await connect(fake).catalog();
    const lists = { '/users': owners, '/opportunityStages': pipelines[0]?.stages };
    expect(lists[path as keyof typeof lists]).toMatchObject([{ id: '1', name: 'One' }]);
    expect(callsOf(fake).filter((call) => call === `GET ${path}`)).toHaveLength(1);
  });
});

describe('the catalog', () => {
  it('has the stages in order, the users who may log in, and the custom fields', async () => {
    const fake = await givenOutreach();
    const catalog = await connect(fake).catalog();
    expect(catalog.pipelines).toMatchObject([{ id: 'opportunity-stages', name: '', isRevenue: true }]);
    expect(catalog.pipelines[0]?.stages).toEqual([
      { id: '11', name: 'Discovery', winProbability: null, isClosed: false },
      { id: '12', name: 'Proposal', winProbability: null, isClosed: false },
      { id: '13', name: 'Negotiation', winProbability: null, isClosed: false },
      { id: '14', name: 'Closed Won', winProbability: null, isClosed: true },
      { id: '15', name: 'Closed Lost', winProbability: null, isClosed: true },
      { id: '16', name: 'Disqualified', winProbability: null, isClosed: true },
    ]);
    expect(catalog.owners).toEqual([
      { id: '1', name: 'Jo Keller', address: 'jo@northwind.example' },
      { id: '2', name: 'Sam Whitfield', address: 'sam@northwind.example' },
    ]);
    expect(catalog.customFields).toHaveLength(12);
    expect(catalog).toMatchObject({ lossReasons: [], sources: [], tags: [], limits: {}, currency: null });
  });

  it('pages through the users', async () => {
    const fake = await givenOutreach();
    const spy: typeof fetch = (input, init) => {
      const request = new Request(input, init);
      // As an account with a thousand times as many would.
      return fetchFrom(fake)(request.url.replace('page%5Bsize%5D=1000', 'page%5Bsize%5D=1'), {
        headers: request.headers,
      });
    };
    const { owners } = await connect(fake, { fetch: spy }).catalog();
    expect(owners.map(({ name }) => name)).toEqual(['Jo Keller', 'Sam Whitfield']);
    expect(callsOf(fake).filter((call) => call === 'GET /users')).toHaveLength(2);
  });

  it('does without users and custom fields the token may not read', async () => {
    const fake = await givenOutreach({ scopes: ['opportunityStages.read', 'opportunities.read'] });
    fake.faults.next({ match: 'GET /types', status: 403, body: { errors: [] } });
    const catalog = await connect(fake).catalog();
    expect(catalog).toMatchObject({ owners: [], customFields: [] });
    expect(catalog.pipelines[0]?.stages).toHaveLength(6);
  });

  it('names fields that were filled in and never defined, also after a restart', async () => {
    const fake = await givenOutreach();
    fake.state.records.get('opportunity')!.get(41)!.attributes.custom77 = 'x';
    const facts: Record<string, string> = {};
    const learn = (more: object) => void Object.assign(facts, more);
    const crm = connect(fake, { facts, learn });
    expect((await crm.read('41'))['custom:custom77']).toBe('x');
    expect(facts).toMatchObject({ customInUse: 'custom77' });
    for (const one of [crm, connect(fake, { facts })]) {
      expect((await one.catalog()).customFields.at(-1)).toMatchObject({
        id: 'custom77',
        label: 'Custom 77',
        type: 'text',
      });
    }
  });

  it('asks for the custom fields anew, in case they changed', async () => {
    const fake = await givenOutreach();
    const crm = connect(fake);
    await crm.catalog();
    fake.state.validations = {};
    expect((await crm.catalog()).customFields).toEqual([]);
  });
});
