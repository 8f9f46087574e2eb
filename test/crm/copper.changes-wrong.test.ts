import { describe, expect, it } from 'vitest';
import { failureOf } from './contract';
import { ACCOUNTS, givenCompanies, idsIn, list, sorted, START, upTo } from './copper-companies';
import { connect, givenCopper } from './copper-world';

describe('a list that can’t be had', () => {
  it.each([
    ['401', { status: 401, body: {} }, 'unauthorized'],
    ['403', { status: 403, body: {} }, 'forbidden'],
    ['a sign-in page', { html: '<h1>Sign in</h1>' }, 'malformed'],
    ['an object', { body: {} }, 'malformed'],
    ['records none of which can be read', { body: [{ id: 'x' }, { id: null }] }, 'malformed'],
    ['silence', { drop: 'before', times: 3 }, 'offline'],
  ] as const)('fails with %s, on the first page and on a later one', async (_, fault, kind) => {
    const fake = await givenCompanies(500);
    const facts = { companiesOrder: 'recent' };
    const crm = connect(fake, { facts });
    const first = await crm.changes!({ kind: 'companies', since: null, from: null });
    for (const from of [null, first.next]) {
      fake.faults.next(fault);
      expect(await failureOf(crm.changes!({ kind: 'companies', since: null, from }))).toMatchObject({ kind });
    }
  });

  it('fails where Copper reaches no further', async () => {
    const crm = connect(await givenCompanies(1));
    const from = `recent:0:100000:1:${START}:${START}`;
    expect(await failureOf(crm.changes!({ kind: 'companies', since: null, from }))).toMatchObject({
      kind: 'malformed',
    });
  });

  it.each([
    '',
    'recent',
    'recent:0:1:1:1',
    'sideways:0:0:0:0:0',
    'name:0:99999999999999999999:1:1:1',
    'changed:-1:0:0:0:0',
  ])('does not go on from %j', async (from) => {
    const fake = await givenCompanies(1);
    const page = connect(fake).changes!({ kind: 'companies', since: null, from });
    expect(await failureOf(page)).toMatchObject({ kind: 'invalid' });
    expect(fake.requests).toEqual([]);
  });

  it('is refused for opportunities while their custom fields can’t be read', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'GET /custom_field_definitions', status: 500, body: {}, times: 3 });
    const page = connect(fake).changes!({ kind: 'opportunities', since: null, from: null });
    expect(await failureOf(page)).toMatchObject({ kind: 'server' });
  });
});

describe('records that can’t be read', () => {
  it('are left out, and count towards a page', async () => {
    const fake = await givenCompanies(450, ACCOUNTS['with the filter by date of change']);
    for (const id of [7, 200, 410]) Object.assign(fake.state.companies.get(id)!, { email_domain: 5 });
    const { pages } = await list(fake);
    expect(sorted(idsIn(pages))).toEqual(upTo(450).filter((id) => ![7, 200, 410].includes(id)));
  });

  it.each(Object.entries(ACCOUNTS))('do not lead past the others in an account %s', async (_, options) => {
    const fake = await givenCompanies(700, options, () => 0);
    for (const id of [199, 200, 201, 388, 389, 390, 391])
      Object.assign(fake.state.companies.get(id)!, { email_domain: 5 });
    const { pages } = await list(fake);
    expect(idsIn(pages)).toHaveLength(693);
  });

  it('do not keep a list going round where there is hardly anything else', async () => {
    const fake = await givenCompanies(900, ACCOUNTS['with neither']);
    for (const id of upTo(400).slice(150)) Object.assign(fake.state.companies.get(id)!, { email_domain: 5 });
    expect(await failureOf(list(fake))).toMatchObject({ kind: 'malformed' });
  });
});
