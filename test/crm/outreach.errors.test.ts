import { describe, expect, it } from 'vitest';
import { readForbidden, readOAuthRefusal, readRefusal } from '../../lib/crm/outreach/refusal';
import type { Fault } from '../fakes/faults';
import { failureOf } from './contract';
import { connect, givenOutreach } from './outreach-world';

const error = (id: string, detail: string, more: object = {}) => ({ errors: [{ id, detail, ...more }] });
const inTenMinutes = () => new Date(Date.now() + 600_000).toISOString();

describe('what Outreach answers instead of a record', () => {
  it.each<[string, Fault, object]>([
    ['its gateway’s 401', { status: 401, body: { error: 'Invalid JWT token.' } }, { kind: 'unauthorized' }],
    [
      'a missing scope',
      { status: 403, body: error('unauthorizedOauthScope', 'No.') },
      { kind: 'scope', detail: 'No.' },
    ],
    ['a ban by governance', { status: 403, body: error('unauthorizedRequest', 'No.') }, { kind: 'forbidden' }],
    ['404', { status: 404, body: error('resourceNotFound', 'No.') }, { kind: 'not-found' }],
    [
      '415',
      { status: 415, body: { errors: [{ id: 'unsupportedMediaType', details: 'No.' }] } },
      { kind: 'malformed', where: 'GET /opportunities/{id}: status 415' },
    ],
    [
      '429 with a long wait',
      { status: 429, body: error('rateLimitExceeded', 'No.'), retryAfter: '60' },
      { kind: 'rate-limited', retryAt: expect.any(Number) as unknown },
    ],
    [
      'maintenance, with a time in place of seconds',
      { status: 503, body: error('scheduledServerMaintenance', 'No.'), retryAfter: inTenMinutes() },
      { kind: 'server', status: 503 },
    ],
    ['500', { status: 500, body: {}, times: 3 }, { kind: 'server', status: 500 }],
    ['a sign-in page', { html: '<h1>Sign in</h1>' }, { kind: 'malformed', where: 'GET /opportunities/{id}: not JSON' }],
    ['a list', { body: { data: [] } }, { kind: 'malformed', where: 'GET /opportunities/{id}: data' }],
    [
      'a record of another shape',
      { body: { data: { id: 1, attributes: { amount: 'much' } } } },
      { kind: 'malformed', where: 'GET /opportunities/{id}: data.attributes.amount' },
    ],
    [
      'a redirect',
      { status: 302, raw: '', headers: { Location: 'https://x.example/' }, times: 3 },
      { kind: 'malformed', where: 'GET /opportunities/{id}: a redirect' },
    ],
  ])('%s', async (_, fault, expected) => {
    const fake = await givenOutreach();
    fake.faults.next({ match: 'GET /opportunities', ...fault });
    expect(await failureOf(connect(fake).read('41'))).toEqual(expected);
  });

  it('is asked for again after maintenance that is over', async () => {
    const fake = await givenOutreach();
    const retryAfter = new Date(Date.now() - 1000).toISOString();
    fake.faults.next({ match: 'GET /opportunities', status: 503, body: {}, retryAfter });
    expect((await connect(fake).read('41')).amount).toBe(84_000);
  });

  it('keeps nobody waiting for maintenance that lasts', async () => {
    const fake = await givenOutreach();
    fake.faults.next({ match: 'GET /opportunities', status: 503, body: {}, retryAfter: inTenMinutes() });
    await failureOf(connect(fake).read('41'));
    expect(fake.requests.filter(({ status }) => status === 503)).toHaveLength(1);
  });

  it('counts a deletion of what is gone as done, not one a page answered', async () => {
    const fake = await givenOutreach();
    const crm = connect(fake);
    await crm.deleteOpportunity('999');
    fake.faults.next({ match: 'DELETE', status: 404, html: '<h1>Not found</h1>' });
    expect(await failureOf(crm.deleteOpportunity('41'))).toMatchObject({ kind: 'malformed' });
  });
});

describe('a refusal', () => {
  const route = 'PATCH /opportunities/{id}';

  it.each<[unknown, object]>([
    [
      error('validationError', "Name can't be blank.", { source: { pointer: '/data/attributes/name' } }),
      { reason: "Name can't be blank.", field: 'title' },
    ],
    [
      error('validationError', 'No.', { source: { pointer: '/data/relationships/opportunityStage/data' } }),
      { reason: 'No.', field: 'stageId' },
    ],
    [error('x', 'No.', { source: { pointer: '/data/relationships/stage' } }), { reason: 'No.', field: 'stageId' }],
    [error('x', 'No.', { source: { pointer: '/data/attributes/amountPrecise' } }), { reason: 'No.', field: 'amount' }],
    [
      error('x', 'No.', { source: { pointer: '/data/attributes/custom7' } }),
      { reason: 'No.', field: 'custom:custom7' },
    ],
    [error('x', 'No.', { source: { pointer: '/data/attributes/constructor' } }), { reason: 'No.', field: null }],
    [error('x', 'No.', { source: { pointer: '/data' } }), { reason: 'No.', field: null }],
    [{ errors: [{ detail: 'One.' }, { detail: 'Two.' }] }, { reason: 'One. Two.', field: null }],
    [{ errors: [{ details: 'In another member.' }] }, { reason: 'In another member.', field: null }],
    [{ errors: [{ title: 'Validation Error' }] }, { reason: 'Validation Error', field: null }],
    [{ errors: [{ detail: 'With\na line' }] }, { reason: 'With a line', field: null }],
    [{ errors: 'x' }, { reason: '', field: null }],
    ['<h1>', { reason: '', field: null }],
    [null, { reason: '', field: null }],
  ])('%j is %j', (body, refusal) => {
    expect(readRefusal(body, route)).toEqual(refusal);
  });

  it('about other records names no field of the opportunity', () => {
    const body = error('x', 'No.', { source: { pointer: '/data/attributes/name' } });
    expect(readRefusal(body, 'POST /accounts').field).toBeNull();
  });

  it.each<[unknown, object | null]>([
    [error('unauthorizedOauthScope', "Missing 'users.read'."), { kind: 'scope', detail: "Missing 'users.read'." }],
    [{ errors: [{ id: 'unauthorizedOauthScope' }] }, { kind: 'scope', detail: 'A permission is missing.' }],
    [{ errors: [null, { id: 'unauthorizedOauthScope', title: 'Scope' }] }, { kind: 'scope', detail: 'Scope' }],
    [error('unauthorizedRequest', 'No.'), null],
    ['<h1>', null],
    [undefined, null],
  ])('that forbids, %j, is %j', (body, failure) => {
    expect(readForbidden(body)).toEqual(failure);
  });

  it('is cut where it is long', () => {
    expect(readRefusal(error('x', 'y'.repeat(9999)), route).reason).toHaveLength(300);
  });

  it.each<[unknown, string]>([
    [{ error: 'invalid_grant' }, 'invalid_grant'],
    [{ error: 'Not a code!' }, ''],
    [undefined, ''],
  ])('of a token, %j, is %j', (body, reason) => {
    expect(readOAuthRefusal(body)).toEqual({ reason, field: null });
  });
});
