import { describe, expect, it } from 'vitest';
import type { Fault } from '../fakes/faults';
import { fetchFrom } from '../fakes/outreach/fetch';
import { put } from '../fakes/outreach/state';
import { failureOf } from './contract';
import { callsOf, connect, givenOutreach, queriesOf } from './outreach-world';
import { inWaves } from './waves';

const MARA = { name: 'Mara', address: 'mara.rossi@tessella.example', domain: 'tessella.example' };

describe('a lookup', () => {
  it('takes two round trips, and names everything', async () => {
    const fake = await givenOutreach();
    const { fetch, waves } = inWaves(fetchFrom(fake));
    const answer = await connect(fake, { fetch }).lookup(MARA);
    expect(waves).toEqual([
      ['GET /api/v2/accounts', 'GET /api/v2/prospects', 'GET /api/v2/types'],
      ['GET /api/v2/opportunities', 'GET /api/v2/opportunities'],
    ]);
    expect(answer.contact).toEqual({
      id: '31',
      name: 'Mara Rossi',
      addresses: ['mara.rossi@tessella.example'],
      title: 'Head of Automation',
      companyId: '21',
      companyName: 'Tessella',
      url: 'https://web.outreach.io/prospects/31/overview',
    });
    expect(answer.company).toEqual({ id: '21', name: 'Tessella', domain: 'tessella.example' });
    expect(
      answer.matches.map(({ reason, opportunity: { title, ...rest } }) => [
        reason,
        title,
        rest.status,
        rest.ownerName,
        rest.companyName,
      ]),
    ).toEqual([
      ['primary-contact', 'Lab robots, phase 2', 'open', 'Jo Keller', 'Tessella'],
      ['related-contact', 'Maintenance 2027', 'open', 'Sam Whitfield', 'Tessella'],
      ['primary-contact', 'Pilot, one arm', 'won', 'Jo Keller', 'Tessella'],
    ]);
  });

  it('asks for the custom fields once', async () => {
    const fake = await givenOutreach();
    const crm = connect(fake);
    await Promise.all([crm.lookup(MARA), crm.lookup(MARA), crm.read('41')]);
    expect(callsOf(fake).filter((call) => call === 'GET /types')).toHaveLength(1);
  });

  it('asks for the filter of the reference, then for the one of recorded links, and remembers which', async () => {
    const fake = await givenOutreach({ doProspectsTell: false, prospectFilters: ['prospect'] });
    const facts: Record<string, string> = {};
    const learn = (more: object) => void Object.assign(facts, more);
    const ask = async () => (await connect(fake, { facts, learn }).lookup(MARA)).matches.length;
    const filters = () =>
      queriesOf(fake, '/opportunities').flatMap((query) =>
        Object.keys(query).filter((name) => name.includes('prospect')),
      );
    expect(await ask()).toBe(3);
    expect(filters()).toEqual(['filter[prospects][id]', 'filter[prospect][id]']);
    expect(facts).toMatchObject({ prospectFilter: 'prospect' });
    expect(await ask()).toBe(3);
    expect(filters().slice(2)).toEqual(['filter[prospect][id]']);
  });

  it('asks for the roles where neither filter is known', async () => {
    const fake = await givenOutreach({ doProspectsTell: false, prospectFilters: [] });
    const { matches } = await connect(fake).lookup(MARA);
    expect(callsOf(fake)).toContain('GET /opportunityProspectRoles');
    expect(matches.map(({ reason, opportunity }) => [opportunity.ref.id, reason])).toContainEqual([
      '42',
      'related-contact',
    ]);
  });

  it('prefers the prospect changed last of several with one address', async () => {
    const fake = await givenOutreach();
    for (const [id, updatedAt] of [
      [61, '2030-01-01T00:00:00.000Z'],
      [62, '2020-01-01T00:00:00.000Z'],
    ] as const) {
      const attributes = { firstName: `Twin ${id}`, emails: [MARA.address.toUpperCase()], updatedAt };
      put(fake.state, { type: 'prospect', id, attributes, relations: {} });
    }
    expect((await connect(fake).lookup(MARA)).contact?.name).toBe('Twin 61');
  });

  it('takes nobody whose address only contains the one asked for', async () => {
    const fake = await givenOutreach();
    // Whatever the filter finds: an account may match parts.
    const data = [{ type: 'prospect', id: 31, attributes: { emails: ['a.mara.rossi@tessella.example'] } }];
    fake.faults.next({ match: 'GET /prospects', body: { data } });
    expect((await connect(fake).lookup(MARA)).contact).toBeNull();
  });

  it('leaves out what is in the trash', async () => {
    const fake = await givenOutreach();
    const record = fake.state.records.get('opportunity')!.get(41)!;
    record.attributes.trashedAt = '2026-11-01T00:00:00.000Z';
    const ids = (await connect(fake).lookup(MARA)).matches.map(({ opportunity }) => opportunity.ref.id);
    expect(ids).toEqual(['42', '43']);
    expect((await connect(fake).read('41')).isDeleted).toBe(true);
  });

  it('does without accounts the token may not read', async () => {
    const fake = await givenOutreach({ scopes: ['prospects.read', 'opportunities.read'] });
    const answer = await connect(fake).lookup({ ...MARA, address: 'kim.aalto@gmail.com' });
    expect(answer.matches.map(({ opportunity }) => opportunity.title)).toEqual(['Studio gantry']);
  });

  it.each<[string, Fault]>([
    ['a failure', { status: 500, body: {} }],
    ['no such thing', { status: 501, body: {} }],
    ['404', { status: 404, body: { errors: [] } }],
    ['a page', { html: '<h1>Sign in</h1>' }],
  ])('does without accounts answered with %s, for somebody known', async (_, fault) => {
    const fake = await givenOutreach();
    fake.faults.next({ match: 'GET /accounts', times: 3, ...fault });
    const { contact, matches } = await connect(fake).lookup(MARA);
    expect([contact?.id, matches.length]).toEqual(['31', 3]);
  });

  it('does not call somebody a stranger while accounts fail', async () => {
    const fake = await givenOutreach();
    fake.faults.next({ match: 'GET /accounts', status: 500, body: {}, times: 3 });
    const stranger = { ...MARA, address: 'nobody@tessella.example' };
    expect(await failureOf(connect(fake).lookup(stranger))).toEqual({ kind: 'server', status: 500 });
  });

  it('keeps the prospect that came with a link to elsewhere', async () => {
    const fake = await givenOutreach();
    const next = 'https://elsewhere.example/api/v2/prospects?page=2';
    const attributes = { emails: [MARA.address, null], updatedAt: null };
    const relationships = { opportunities: { data: [{ type: 'opportunity', id: 41 }, null] } };
    const data = [{ type: 'prospect', id: 31, attributes, relationships }];
    fake.faults.next({ match: 'GET /prospects', body: { data, links: { next } } });
    const { contact, matches } = await connect(fake).lookup({ ...MARA, domain: null });
    expect([contact?.id, matches.length]).toEqual(['31', 1]);
  });

  it('passes over roles that lead nowhere', async () => {
    const fake = await givenOutreach({ doProspectsTell: false, prospectFilters: [] });
    const role = { type: 'opportunityProspectRole' };
    const opportunity = { data: { type: 'opportunity', id: 42 } };
    const data = [
      { ...role, id: 1 },
      { ...role, id: 2, relationships: {} },
      { ...role, id: 3, relationships: { opportunity } },
    ];
    fake.faults.next({ match: 'GET /opportunityProspectRoles', body: { data } });
    fake.faults.next({ match: 'GET /opportunityProspectRoles', body: { data: [data[0]] } });
    for (const ids of [['42'], []]) {
      const own = (await connect(fake).lookup(MARA)).matches.filter(({ reason }) => reason === 'related-contact');
      expect(own.map(({ opportunity: { ref } }) => ref.id)).toEqual(ids);
    }
  });

  it.each(['/prospects', '/accounts', '/opportunities'])('takes no list of %s for an empty one', async (path) => {
    const fake = await givenOutreach();
    fake.faults.next({ match: `GET ${path}`, body: { data: null }, times: 2 });
    expect((await connect(fake).lookup(MARA)).contact?.id ?? null).toBe(path === '/prospects' ? null : '31');
  });

  it('fails where opportunities may not be read', async () => {
    const fake = await givenOutreach({ scopes: ['prospects.read', 'accounts.read'] });
    const detail = "Your authorization is missing required scope 'opportunities.read'.";
    expect(await failureOf(connect(fake).lookup(MARA))).toEqual({ kind: 'scope', detail });
  });

  it('sends the media type with every request, reads too', async () => {
    const fake = await givenOutreach();
    await connect(fake).lookup(MARA);
    expect(new Set(fake.requests.map(({ headers }) => headers['content-type']))).toEqual(
      new Set(['application/vnd.api+json']),
    );
    expect(new Set(fake.requests.map(({ headers }) => headers.accept))).toEqual(new Set(['application/vnd.api+json']));
  });

  it('gives up when told to', async () => {
    const fake = await givenOutreach();
    const controller = new AbortController();
    controller.abort();
    await expect(connect(fake).lookup(MARA, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
