import { describe, expect, it } from 'vitest';
import { apideckAdapter } from '../../lib/crm/apideck/index';
import type { Fault } from '../fakes/faults';
import { fetchFrom } from '../fakes/apideck/fetch';
import { bodiesOf, callsOf, connect, credentialsOf, givenApideck } from './apideck-world';
import { failureOf } from './contract';

const error = (status: number, type_name: string, message: string, detail?: unknown): Fault => ({
  status,
  body: { status_code: status, type_name, message, detail },
});
const UNSUPPORTED = 'The connected CRM does not offer this through Apideck';

describe('what Apideck answers instead of a record', () => {
  it.each<[string, Fault, object]>([
    ['a wrong key', error(401, 'UnauthorizedError', 'Unauthorized'), { kind: 'unauthorized' }],
    [
      'a connection that is not authorised',
      error(422, 'InvalidStateError', 'Invalid State', 'Connection to copper is not authorized'),
      { kind: 'unauthorized' },
    ],
    [
      'a state of something else',
      error(422, 'InvalidStateError', 'Invalid State', { error: 'The deal is locked' }),
      { kind: 'invalid', reason: 'The deal is locked', field: null },
    ],
    ['a quota used up', error(402, 'RequestLimitError', 'Limit reached'), { kind: 'quota' }],
    ['no such record', error(404, 'EntityNotFoundError', 'Unknown OpportunityId'), { kind: 'not-found' }],
    [
      'a refusal of the CRM',
      error(400, 'ConnectorExecutionError', 'Failed', { message: 'The close_date is in the past' }),
      { kind: 'invalid', reason: 'The close_date is in the past', field: 'closeDate' },
    ],
    [
      'something the CRM does not have, asked once',
      error(501, 'MappingError', 'Not supported'),
      { kind: 'invalid', reason: UNSUPPORTED, field: null },
    ],
    ['a 501 of a proxy', { status: 501, html: '<h1>No</h1>', times: 3 }, { kind: 'server', status: 501 }],
    ['500', { status: 500, body: {}, times: 3 }, { kind: 'server', status: 500 }],
    [
      'a sign-in page',
      { html: '<h1>Sign in</h1>' },
      { kind: 'malformed', where: 'GET /crm/opportunities/{id}: not JSON' },
    ],
    ['no record', { body: { data: null } }, { kind: 'malformed', where: 'GET /crm/opportunities/{id}: data' }],
    [
      'a record of another shape',
      { body: { data: { id: '41', monetary_amount: 'much' } } },
      { kind: 'malformed', where: 'GET /crm/opportunities/{id}: data.monetary_amount' },
    ],
    [
      'a redirect',
      { status: 302, raw: '', headers: { Location: 'https://x.example/' } },
      { kind: 'malformed', where: 'GET /crm/opportunities/{id}: a redirect' },
    ],
    [
      'an endless refusal',
      { status: 422, raw: `"${'x'.repeat(1024 * 1024)}"` },
      { kind: 'malformed', where: 'an answer that is too long' },
    ],
  ])('%s', async (_, fault, expected) => {
    const fake = await givenApideck();
    fake.faults.next({ match: 'GET /crm/opportunities', ...fault });
    expect(await failureOf(connect(fake).read('41'))).toEqual(expected);
    expect(fake.requests).toHaveLength(fault.times ?? 1);
  });

  it.each<[string, number]>([
    ['90', 90_000],
    [`${Math.ceil(Date.now() / 1000) + 3600}`, 3_600_000],
    [`${Date.now() + 3_600_000}`, 3_600_000],
  ])('a limit of the CRM that resets at %s: when to come back', async (reset, wait) => {
    const fake = await givenApideck();
    const headers = { 'x-downstream-ratelimit-reset': reset };
    fake.faults.next({ ...error(429, 'ConnectorRateLimitError', 'Too many'), headers });
    const failure = await failureOf(connect(fake).read('41'));
    expect(failure).toMatchObject({ kind: 'rate-limited' });
    const left = failure.kind === 'rate-limited' ? failure.retryAt - Date.now() : 0;
    expect(Math.abs(left - wait)).toBeLessThan(30_000);
  });

  it('a limit that is over by now: asked again', async () => {
    const fake = await givenApideck();
    const headers = { 'x-downstream-ratelimit-reset': '0' };
    fake.faults.next({ match: 'PATCH', ...error(429, 'ConnectorRateLimitError', 'Too many'), headers });
    expect((await connect(fake).update('41', { amount: 1 })).amount).toBe(1);
  });

  it('a bad record among good ones: the good ones', async () => {
    const fake = await givenApideck();
    const data = [{ id: '1', title: 'Good', status: 'Open', company_id: '1' }, { id: '2', tags: 'x' }, null, 7];
    fake.faults.next({ body: { data } });
    expect((await connect(fake).listOpen()).opportunities.map(({ title }) => title)).toEqual(['Good']);
  });

  it.each<[number, string]>([
    [402, 'quota'],
    [403, 'forbidden'],
  ])('%i for people or companies: a failure, and nobody made twice', async (status, kind) => {
    const fake = await givenApideck();
    const crm = connect(fake);
    const refusal = error(status, 'RequestLimitError', 'Not now');
    const mara = { name: 'Mara', address: 'mara.rossi@tessella.example', domain: 'tessella.example' };
    const stranger = { ...mara, address: 'new@tessella.example' };
    for (const path of ['contacts', 'companies']) fake.faults.next({ match: `GET /crm/${path}`, ...refusal, times: 9 });
    const works = [
      () => crm.lookup(mara),
      () => crm.findContact(mara.address),
      () => crm.findCompany(mara.domain),
      () => crm.createContact({ ...mara, companyId: null }),
      () => crm.createCompany(mara),
    ];
    for (const work of works) expect(await failureOf(work())).toEqual({ kind });
    fake.faults.clear();
    fake.faults.next({ match: 'GET /crm/companies', ...refusal });
    expect(await failureOf(crm.lookup(stranger))).toEqual({ kind });
    expect(bodiesOf(fake, 'POST')).toEqual([]);
  });

  it.each([404, 501])('%i for people and companies: nobody is made who may be there', async (status) => {
    const fake = await givenApideck();
    const refusal = error(status, 'MappingError', 'Not mapped');
    for (const path of ['contacts', 'companies']) fake.faults.next({ match: `GET /crm/${path}`, ...refusal, times: 9 });
    const crm = connect(fake);
    await failureOf(crm.createContact({ name: 'Mara', address: 'mara.rossi@tessella.example', companyId: null }));
    await failureOf(crm.createCompany({ name: 'Tessella', domain: 'tessella.example' }));
    expect(bodiesOf(fake, 'POST')).toEqual([]);
  });

  it('null instead of a list: an empty one', async () => {
    const fake = await givenApideck();
    fake.faults.next({ match: 'GET', body: { status_code: 200, data: null }, times: 9 });
    const question = { name: '', address: 'mara.rossi@tessella.example', domain: 'tessella.example' };
    expect(await connect(fake).lookup(question)).toEqual({ contact: null, company: null, matches: [] });
  });

  it('none but bad records: a failure', async () => {
    const fake = await givenApideck();
    fake.faults.next({ body: { data: [{ id: '2', tags: 'x' }] } });
    expect(await failureOf(connect(fake).listOpen())).toMatchObject({ kind: 'malformed' });
  });

  it('a write that was not answered: not sent again', async () => {
    const fake = await givenApideck();
    fake.faults.next({ match: 'POST', drop: 'after' });
    await failureOf(connect(fake).createOpportunity({ title: 'Deal' }, { contactId: '31', companyId: null }));
    expect(callsOf(fake).filter((call) => call.startsWith('POST'))).toHaveLength(1);
  });

  it('a deletion of what is gone: done; one a page answered: not', async () => {
    const fake = await givenApideck();
    const crm = connect(fake);
    await crm.deleteOpportunity('999');
    fake.faults.next({ match: 'DELETE', status: 404, html: '<h1>Not found</h1>' });
    expect(await failureOf(crm.deleteOpportunity('41'))).toMatchObject({ kind: 'malformed' });
  });
});

describe('connecting to Apideck', () => {
  it('tells whose account it is, and with which CRM', async () => {
    const fake = await givenApideck({ profile: 'copper' });
    const answer = await apideckAdapter.identify({ credentials: credentialsOf(fake), fetch: fetchFrom(fake) });
    expect(answer).toEqual({ accountName: 'acme · copper', facts: { service: 'copper' } });
    expect(callsOf(fake)).toEqual(['GET /crm/opportunities?limit=1']);
  });

  it('sends every header, an empty service left out', async () => {
    const fake = await givenApideck({ profile: 'copper' });
    await connect(fake).read('41');
    await connect(fake, { serviceId: 'copper' }).read('41');
    const [without, named] = fake.requests.map(({ headers }) => headers);
    expect(without).toMatchObject({
      authorization: `Bearer ${fake.key}`,
      'x-apideck-app-id': fake.appId,
      'x-apideck-consumer-id': fake.consumerId,
    });
    expect([without?.['x-apideck-service-id'], named?.['x-apideck-service-id']]).toEqual([undefined, 'copper']);
  });

  it.each<[string, object, object]>([
    ['a wrong key', { apiKey: 'other' }, { kind: 'unauthorized' }],
    ['a wrong application', { appId: 'other' }, { kind: 'unauthorized' }],
    [
      'a consumer whose CRM is not connected',
      { consumerId: 'other' },
      {
        kind: 'invalid',
        reason: "The consumer's CRM is not authorised in Apideck: connect it in Apideck Vault first",
        field: null,
      },
    ],
  ])('refuses %s', async (_, wrong, failure) => {
    const fake = await givenApideck();
    const credentials = { ...credentialsOf(fake), ...wrong };
    expect(await failureOf(apideckAdapter.identify({ credentials, fetch: fetchFrom(fake) }))).toEqual(failure);
  });

  it('goes through a proxy, which adds key and application', async () => {
    const fake = await givenApideck();
    const asked: string[] = [];
    const proxy: typeof fetch = async (input, init) => {
      const request = new Request(input, init);
      asked.push(request.url, `${request.headers.has('Authorization')}`, `${request.headers.has('x-apideck-app-id')}`);
      const { pathname, search } = new URL(request.url);
      const headers = { Authorization: `Bearer ${fake.key}`, 'x-apideck-app-id': fake.appId };
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
      return fetchFrom(fake)(
        new Request(`https://unify.apideck.com${pathname.replace('/apideck', '')}${search}`, request),
      );
    };
    const credentials = apideckAdapter.credentials.parse({
      apiKey: '',
      appId: '',
      consumerId: fake.consumerId,
      baseUrl: 'https://proxy.example/apideck/',
    });
    expect((await apideckAdapter.identify({ credentials, fetch: proxy })).accountName).toMatch(/^acme/);
    expect(asked).toEqual(['https://proxy.example/apideck/crm/opportunities?limit=1', 'false', 'false']);
  });

  it('leaves no credential in a failure', async () => {
    const fake = await givenApideck();
    const { key, appId } = fake;
    const crm = connect(fake);
    for (const status of [400, 401, 402, 404, 422, 501]) {
      fake.faults.next(error(status, 'UnauthorizedError', 'Bad credentials'));
      const failure = JSON.stringify(await failureOf(crm.read('41')));
      expect(failure).not.toContain(key);
      expect(failure).not.toContain(appId);
    }
    expect(fake.requests.map(({ path }) => path).join()).not.toMatch(new RegExp(`${key}|${appId}`));
  });
});
