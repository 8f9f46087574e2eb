import { describe, expect, it } from 'vitest';
import { CrmError, type Failure } from '../../lib/domain/failure';
import type { OpportunityPatch } from '../../lib/domain/opportunity';
import { isRefusal } from '../../lib/store/delivery';
import { fetchFrom as fetchFromApideck } from '../fakes/apideck/fetch';
import { fetchFrom as fetchFromCopper } from '../fakes/copper/fetch';
import type { FakeCopper } from '../fakes/copper/server';
import type { Fault, Faults } from '../fakes/faults';
import { fetchFrom as fetchFromOutreach } from '../fakes/outreach/fetch';
import { connect as connectApideck, givenApideck } from './apideck-world';
import { failureOf } from './contract';
import { connect as connectCopper, givenCopper } from './copper-world';
import { connect as connectOutreach, givenOutreach } from './outreach-world';

/** What proves, coming from the first call of a write, that nothing was applied. */
const REFUSALS: [Failure['kind'], Fault][] = [
  ['invalid', { status: 422, body: {} }],
  ['unauthorized', { status: 401, body: {} }],
  ['quota', { status: 402, body: {} }],
  ['forbidden', { status: 403, body: {} }],
  ['not-found', { status: 404, body: {} }],
  ['rate-limited', { status: 429, body: {}, retryAfter: '90' }],
];

/** Has `fault` begin once a first write was answered. */
function failingLater({ faults }: { faults: Faults }, fetch: typeof globalThis.fetch, fault: Fault) {
  let isWritten = false;
  const failing: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const isWrite = input instanceof Request && ['PUT', 'PATCH', 'POST'].includes(input.method);
    if (isWrite && response.ok && !isWritten) {
      isWritten = true;
      faults.next(fault);
    }
    return response;
  };
  return failing;
}

describe('what Apideck has written', () => {
  it.each(REFUSALS)('counts where reading it again is refused: %s', async (_, fault) => {
    const fake = await givenApideck();
    const crm = connectApideck(fake);
    const before = await crm.read('41');
    fake.faults.next({ match: 'GET /crm/opportunities/41', ...fault });
    const after = await crm.update('41', { amount: 1, companyId: null }, before);
    expect(after).toEqual({ ...before, amount: 1, companyId: null, companyName: null });
    expect(fake.state.tables.opportunities.get('41')?.monetary_amount).toBe(1);
  });

  it('counts where our own limit holds the reading back', async () => {
    const fake = await givenApideck();
    const fetch: typeof globalThis.fetch = (input, init) => {
      if (fake.requests.length < 2) return fetchFromApideck(fake)(input, init);
      throw new CrmError({ kind: 'rate-limited', retryAt: Date.now() + 60_000 });
    };
    expect(await connectApideck(fake, { fetch }).update('41', { amount: 1 })).toMatchObject({ amount: 1 });
  });

  it.each<OpportunityPatch>([
    { contactId: '33' },
    { contactId: null },
    { contactId: '33', contactIds: ['32'] },
    { 'custom:902': 7 },
    { stageId: '113' },
    { status: 'won', closeDate: '2027-01-31' },
  ])('is shown as it would be read: %j', async (patch) => {
    const fake = await givenApideck();
    const fault = { match: 'GET /crm/opportunities/41', status: 403, body: {} };
    const crm = connectApideck(fake, { fetch: failingLater(fake, fetchFromApideck(fake), fault) });
    const after = await crm.update('41', patch);
    const { updatedAt, stageChangedAt } = after;
    expect({ ...(await crm.read('41')), updatedAt, stageChangedAt }).toEqual(after);
  });
});

describe('a write of several calls to Copper', () => {
  const ID = '2827698';
  const LINKS = 'custom:126248';
  const USERS = 'custom:126250';
  const TESSELLA = 'company:9607580';
  const BRIGHTWATER = 'company:9607581';
  const MARA = { contactId: '27140359', companyId: null };
  const REFUSED = { status: 422, body: { message: 'Invalid input: Validation errors: Close Date: is locked' } };

  const later = (fake: FakeCopper, fault: Fault) =>
    connectCopper(fake, { fetch: failingLater(fake, fetchFromCopper(fake), fault) });

  it.each(REFUSALS)('whose connection alone is refused does not count as unapplied: %s', async (kind, fault) => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'POST /related_links', ...fault });
    const failure = await failureOf(connectCopper(fake).update(ID, { amount: 1, [LINKS]: [TESSELLA] }));
    expect(failure).toMatchObject({ kind, isPartly: true });
    expect(isRefusal(failure)).toBe(false);
    expect(fake.state.opportunities.get(Number(ID))?.monetary_value).toBe(1);
  });

  it('does not either where the connections there are can’t be read', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'GET /related_links', status: 403, body: {} });
    const failure = await failureOf(connectCopper(fake).update(ID, { amount: 1, [LINKS]: [TESSELLA] }));
    expect(failure).toEqual({ kind: 'forbidden', isPartly: true });
  });

  it('does not either where one connection of two is refused', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'POST /related_links', status: 403, body: {} });
    const failure = await failureOf(connectCopper(fake).update(ID, { [LINKS]: [TESSELLA, BRIGHTWATER] }));
    expect(failure).toEqual({ kind: 'forbidden', isPartly: true });
  });

  it('does not either where the second of two fields is refused', async () => {
    const fake = await givenCopper();
    const crm = later(fake, { match: 'POST /related_links', status: 403, body: {} });
    const failure = await failureOf(crm.update(ID, { [LINKS]: [TESSELLA], [USERS]: ['user:159258'] }));
    expect(failure).toEqual({ kind: 'forbidden', isPartly: true });
  });

  it.each<OpportunityPatch>([
    { [LINKS]: [TESSELLA] },
    { [LINKS]: [TESSELLA, BRIGHTWATER] },
    { [LINKS]: [], [USERS]: ['user:159258'] },
  ])('is refused where nothing of it was applied: %j', async (patch) => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'POST /related_links', status: 403, body: {}, times: 2 });
    const failure = await failureOf(connectCopper(fake).update(ID, patch));
    expect(failure).toEqual({ kind: 'forbidden' });
    expect(isRefusal(failure)).toBe(true);
  });

  it('keeps the sentence and the field where a date can’t be put right', async () => {
    const fake = await givenCopper({ dateFormat: 'DMY' });
    const failure = await failureOf(later(fake, { match: 'PUT', ...REFUSED }).update(ID, { closeDate: '2026-12-05' }));
    expect(failure).toEqual({ kind: 'invalid', reason: 'Close Date is locked', field: 'closeDate', isPartly: true });
  });

  it('is partly applied, too, where a custom date can’t be put right', async () => {
    const fake = await givenCopper({ customDates: 'pacific' });
    const crm = later(fake, { match: 'PUT', status: 403, body: {} });
    const failure = await failureOf(crm.update(ID, { amount: 1, 'custom:126243': '2027-04-02' }));
    expect(failure).toEqual({ kind: 'forbidden', isPartly: true });
  });

  it('is uncertain where a date was refused and its other spelling not answered', async () => {
    const fake = await givenCopper({ dateFormat: 'DMY' });
    fake.faults.next({ match: 'PUT', ...REFUSED });
    fake.faults.next({ match: 'PUT', drop: 'after' });
    const failure = await failureOf(connectCopper(fake).update(ID, { closeDate: '2026-12-25' }));
    expect(failure).toEqual({ kind: 'offline' });
  });

  it.each<[string, OpportunityPatch]>([
    ['close date', { closeDate: '2026-12-05' }],
    ['custom date', { 'custom:126243': '2027-04-02' }],
  ])('leaves a new opportunity made, once, where its %s can’t be put right', async (_, dates) => {
    const fake = await givenCopper({ dateFormat: 'DMY', customDates: 'pacific' });
    const count = fake.state.opportunities.size;
    const crm = later(fake, { match: 'PUT', status: 403, body: {} });
    expect(await crm.createOpportunity({ title: 'Arm', ...dates }, MARA)).toMatchObject({ title: 'Arm' });
    expect(fake.faults.take('PUT')).toBeUndefined();
    expect(fake.state.opportunities.size).toBe(count + 1);
  });
});

describe('an amount Outreach keeps twice', () => {
  it.each(REFUSALS)('does not count as unapplied where the second is refused: %s', async (kind, fault) => {
    const fake = await givenOutreach({ areAmountsOne: false });
    await connectOutreach(fake).update('41', { amount: 12.5 });
    const fetch = failingLater(fake, fetchFromOutreach(fake), { match: 'PATCH', ...fault });
    const failure = await failureOf(connectOutreach(fake, { fetch }).update('41', { amount: 100 }));
    expect(failure).toMatchObject({ kind, isPartly: true });
    expect(isRefusal(failure)).toBe(false);
  });
});
