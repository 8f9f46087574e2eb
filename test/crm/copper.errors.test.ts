import { describe, expect, it } from 'vitest';
import type { Crm } from '../../lib/crm/crm';
import { copperAdapter } from '../../lib/crm/copper/index';
import { CrmError } from '../../lib/domain/failure';
import { fetchFrom } from '../fakes/copper/fetch';
import type { Fault } from '../fakes/faults';
import { failureOf } from './contract';
import { callsOf, connect, givenCopper, NO_VAULT, plainCallsOf, search } from './copper-world';

const MARA = { name: 'Mara', address: 'mara.rossi@tessella.example', domain: 'tessella.example' };
const LAB_ROBOTS = '2827698';

describe('what Copper answers instead of a record', () => {
  it.each<[string, Fault, object]>([
    ['401', { status: 401, body: {} }, { kind: 'unauthorized' }],
    ['403', { status: 403, body: { message: 'Feature not enabled' } }, { kind: 'forbidden' }],
    [
      '404',
      { status: 404, body: { success: false, status: 404, message: 'Resource not found' } },
      { kind: 'not-found' },
    ],
    [
      '422',
      {
        status: 422,
        body: { success: false, status: 422, message: "Invalid input: Validation errors: Name: can't be blank" },
      },
      { kind: 'invalid', reason: "Name can't be blank", field: 'title' },
    ],
    [
      '429 with a long wait',
      { status: 429, body: {}, retryAfter: '60' },
      { kind: 'rate-limited', retryAt: expect.any(Number) },
    ],
    ['429 again and again', { status: 429, body: {}, times: 3 }, { kind: 'rate-limited', retryAt: expect.any(Number) }],
    ['500', { status: 500, body: {}, times: 3 }, { kind: 'server', status: 500 }],
    ['a gateway’s page', { status: 502, html: '<h1>Bad gateway</h1>', times: 3 }, { kind: 'server', status: 502 }],
    [
      'a sign-in page',
      { status: 200, html: '<h1>Sign in</h1>' },
      { kind: 'malformed', where: 'GET /opportunities/{id}: not JSON' },
    ],
    ['nothing', { status: 200, raw: '' }, { kind: 'malformed', where: 'GET /opportunities/{id}: empty' }],
    [
      'half a record',
      { raw: '{"id":2827698,"name":"La' },
      { kind: 'malformed', where: 'GET /opportunities/{id}: not JSON' },
    ],
    ['a list', { body: [] }, { kind: 'malformed', where: 'GET /opportunities/{id}: another shape' }],
    [
      'a record of another shape',
      { body: { id: 1, name: 5 } },
      { kind: 'malformed', where: 'GET /opportunities/{id}: name' },
    ],
    [
      'a redirect',
      { status: 302, raw: '', headers: { Location: 'https://elsewhere.example/' }, times: 3 },
      { kind: 'malformed', where: 'GET /opportunities/{id}: a redirect' },
    ],
    ['silence', { hang: true, times: 3 }, { kind: 'timeout' }],
    ['a dropped connection', { drop: 'before', times: 3 }, { kind: 'offline' }],
  ])('%s', async (_, fault, expected) => {
    const fake = await givenCopper();
    const crm = connect(fake, fault.hang ? { timeout: 80 } : {});
    fake.faults.next({ match: 'GET /opportunities', ...fault });
    expect(await failureOf(crm.read(LAB_ROBOTS))).toEqual(expected);
    fake.faults.clear();
    expect((await connect(fake).read(LAB_ROBOTS)).title).toBe('Lab robots, phase 2');
  });

  it.each<[string, Fault]>([
    ['one failure of the server', { status: 500, body: {} }],
    ['one dropped connection', { drop: 'before' }],
    ['one silence', { hang: true }],
    ['one 429', { status: 429, body: {}, retryAfter: '0' }],
  ])('a read gets over %s', async (_, fault) => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'GET /opportunities', ...fault });
    expect((await connect(fake, { timeout: 500 }).read(LAB_ROBOTS)).amount).toBe(84_000);
  });

  it.each<[string, Fault, string]>([
    ['applied and then lost', { drop: 'after' }, 'offline'],
    ['lost', { drop: 'before' }, 'offline'],
    ['answered with a 500', { status: 500, body: {} }, 'server'],
    ['never answered', { hang: true }, 'timeout'],
  ])('a write that is %s is sent once', async (_, fault, kind) => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'PUT', ...fault });
    const crm = connect(fake, fault.hang ? { timeout: 80 } : {});
    expect(await failureOf(crm.update(LAB_ROBOTS, { amount: 90_000 }))).toMatchObject({ kind });
    expect(plainCallsOf(fake)).toEqual([`PUT /opportunities/${LAB_ROBOTS}`]);
  });

  it('a server that is not there is offline', async () => {
    const fake = await givenCopper();
    const crm = connect(fake);
    await fake.stop();
    expect(await failureOf(crm.listOpen())).toEqual({ kind: 'offline' });
  });

  it('a certificate nobody vouches for is offline', async () => {
    const trusted = await givenCopper();
    const { startFakeCopper } = await import('../fakes/copper/server');
    const stranger = await startFakeCopper();
    const crm = connect(trusted, { fetch: fetchFrom(stranger) });
    expect(await failureOf(crm.listOpen())).toEqual({ kind: 'offline' });
    await stranger.stop();
  });
});

describe('credentials', () => {
  it.each([
    ['key', { apiKey: 'another-key' }],
    ['email', { email: 'sam@northwind.example' }],
  ])('with a wrong %s are not accepted', async (_, wrong) => {
    const fake = await givenCopper();
    const credentials = { apiKey: fake.key, email: fake.email, ...wrong };
    const own = { connection: 'copper-1', facts: {}, learn: () => undefined, vault: NO_VAULT };
    const context = { ...own, credentials, fetch: fetchFrom(fake) };
    expect(await failureOf(copperAdapter.identify(context))).toEqual({ kind: 'unauthorized' });
    expect(await failureOf(copperAdapter.open(context).lookup(MARA))).toEqual({ kind: 'unauthorized' });
  });

  it('tell whose account it is', async () => {
    const fake = await givenCopper();
    const credentials = { apiKey: fake.key, email: fake.email };
    const identity = await copperAdapter.identify({ credentials, fetch: fetchFrom(fake) });
    expect(identity).toEqual({ accountName: 'jo@northwind.example', facts: { accountId: '100624' } });
    expect(callsOf(fake).toSorted()).toEqual(['GET /account', 'GET /users/me']);
  });

  it('are accepted though the account itself is hidden', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'GET /account', status: 403, body: {} });
    const credentials = { apiKey: fake.key, email: fake.email };
    const identity = await copperAdapter.identify({ credentials, fetch: fetchFrom(fake) });
    expect(identity).toEqual({ accountName: 'jo@northwind.example', facts: {} });
  });

  it('are in no error, and neither is what Copper answered', async () => {
    const calls: ((crm: Crm) => Promise<unknown>)[] = [
      (crm) => crm.lookup(MARA),
      (crm) => search(crm, { text: 'robots' }),
      (crm) => crm.update(LAB_ROBOTS, { title: 'x' }),
      (crm) => crm.createContact({ name: 'Mara', address: MARA.address, companyId: null }),
      (crm) => crm.catalog(),
    ];
    const secret = 'a-secret-of-the-answer';
    const faults: Fault[] = [
      { status: 401, body: { message: secret } },
      { status: 200, raw: `[{"id": "${secret}"` },
      { status: 200, body: [{ id: secret, emails: secret }] },
      { status: 200, html: secret },
      { drop: 'before' },
      { hang: true },
    ];
    const fake = await givenCopper({ key: 'very-secret-key', email: 'owner.of.key@northwind.example' });
    const crm = connect(fake, { timeout: 60, totalTimeout: 100 });
    let seen = 0;
    for (const fault of faults) {
      for (const call of calls) {
        fake.faults.clear();
        fake.faults.next({ ...fault, times: Infinity });
        const error: unknown = await call(crm).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(CrmError);
        const { message, stack, cause, failure } = error as CrmError;
        const told = JSON.stringify([error, message, stack, String(cause), failure]);
        for (const word of [fake.key, fake.email, secret, MARA.address]) expect(told).not.toContain(word);
        seen += 1;
      }
    }
    expect(seen).toBe(faults.length * calls.length);
  });
});
