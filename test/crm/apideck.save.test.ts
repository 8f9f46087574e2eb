import { describe, expect, it } from 'vitest';
import type { OpportunityPatch } from '../../lib/domain/opportunity';
import { bodiesOf, callsOf, connect, givenApideck } from './apideck-world';
import { failureOf } from './contract';

const PASS_THROUGH = [{ service_id: 'zoho-crm', extend_paths: [{ path: '$.nested.property', value: { a: 1 } }] }];

describe('an update through Apideck', () => {
  it('sends the title along, and reads the record afterwards', async () => {
    const fake = await givenApideck();
    expect(await connect(fake).update('41', { amount: 1 })).toMatchObject({ amount: 1, title: 'Lab robots, phase 2' });
    expect(callsOf(fake)).toEqual([
      'GET /crm/opportunities/41',
      'PATCH /crm/opportunities/41',
      'GET /crm/opportunities/41',
    ]);
    expect(bodiesOf(fake, 'PATCH')).toEqual([{ title: 'Lab robots, phase 2', monetary_amount: 1 }]);
  });

  it('takes the title from what the caller has just read', async () => {
    const fake = await givenApideck();
    const crm = connect(fake);
    const before = await crm.read('41');
    await crm.update('41', { closeDate: null }, before);
    expect(callsOf(fake)).toHaveLength(3);
    expect(bodiesOf(fake, 'PATCH')).toEqual([{ title: 'Lab robots, phase 2', close_date: null }]);
  });

  it('of the stage names the win probability it leaves alone', async () => {
    const fake = await givenApideck();
    const crm = connect(fake);
    const before = await crm.update('41', { winProbability: 33 });
    const { pipelines } = await crm.catalog();
    const stageId = pipelines.flatMap(({ stages }) => stages).find(({ id }) => id !== before.stageId)?.id ?? null;
    expect(await crm.update('41', { stageId }, before)).toMatchObject({ stageId, winProbability: 33 });
    expect(bodiesOf(fake, 'PATCH').at(-1)).toEqual({
      title: before.title,
      pipeline_stage_id: stageId,
      win_probability: 33,
    });
  });

  it('is not kept from moving a deal by a win probability no CRM takes', async () => {
    const fake = await givenApideck();
    const crm = connect(fake);
    const before = { ...(await crm.read('41')), winProbability: 150 };
    const { pipelines } = await crm.catalog();
    const stageId = pipelines.flatMap(({ stages }) => stages).find(({ id }) => id !== before.stageId)?.id ?? null;
    expect(await crm.update('41', { stageId }, before)).toMatchObject({ stageId });
  });

  it('names the custom field that is refused', async () => {
    const crm = connect(await givenApideck());
    expect(await failureOf(crm.update('41', { 'custom:902': 'seven' }))).toMatchObject({
      kind: 'invalid',
      field: 'custom:902',
    });
  });

  it('sends a new title once', async () => {
    const fake = await givenApideck();
    expect((await connect(fake).update('41', { title: 'Robots' })).title).toBe('Robots');
    expect(bodiesOf(fake, 'PATCH')).toEqual([{ title: 'Robots' }]);
  });

  it('leaves an empty title empty', async () => {
    const fake = await givenApideck();
    fake.state.tables.opportunities.get('41')!.title = '';
    expect(await connect(fake).update('41', { amount: 1 })).toMatchObject({ title: '', amount: 1 });
  });

  it('keeps custom fields it does not change, whole, where the CRM replaces the list', async () => {
    const fake = await givenApideck();
    const crm = connect(fake);
    const before = await crm.read('41');
    const row = fake.state.tables.opportunities.get('41')!;
    const [first, second, third] = structuredClone(row.custom_fields) as object[];
    await crm.update('41', { 'custom:902': 7 }, before);
    expect(row.custom_fields).toEqual([first, { ...second, value: 7 }, third]);
    expect(bodiesOf(fake, 'PATCH')).toEqual([
      { title: before.title, custom_fields: [first, { ...second, value: 7 }, third] },
    ]);
  });

  it('keeps the other contacts when the primary one changes', async () => {
    const fake = await givenApideck();
    expect(await connect(fake).update('42', { contactId: '33' })).toMatchObject({
      contactId: '33',
      contactIds: expect.arrayContaining(['31', '32', '33']) as unknown,
    });
  });

  it('adds no list of contacts to a deal that has none', async () => {
    const fake = await givenApideck({ profile: 'copper' });
    const crm = connect(fake);
    await crm.update('41', { contactId: '33' }, await crm.read('41'));
    expect(bodiesOf(fake, 'PATCH')).toEqual([{ title: 'Lab robots, phase 2', primary_contact_id: '33' }]);
  });

  it('takes the primary contact out of every member that holds it', async () => {
    const fake = await givenApideck();
    Object.assign(fake.state.tables.opportunities.get('41')!, { contact_id: '31', contact_ids: ['31'] });
    const crm = connect(fake);
    const after = await crm.update('41', { contactId: null }, await crm.read('41'));
    expect(after).toMatchObject({ contactId: null, contactIds: [] });
    await crm.update('42', { contactId: null });
    Object.assign(fake.state.tables.opportunities.get('43')!, { contact_id: '31' });
    await crm.update('43', { contactId: '33' });
    const [first, second, third] = bodiesOf(fake, 'PATCH');
    expect(third).toMatchObject({ primary_contact_id: '33', contact_id: '33', contact_ids: ['33', '31'] });
    expect(first).toMatchObject({ primary_contact_id: null, contact_id: null, contact_ids: [] });
    expect(second).toEqual({ title: 'Maintenance 2027', primary_contact_id: null, contact_ids: ['31'] });
  });

  it('puts a deal back to no status', async () => {
    const fake = await givenApideck();
    fake.state.tables.opportunities.get('41')!.status = null;
    const crm = connect(fake);
    const { status } = await crm.read('41');
    await crm.update('41', { status: 'won' });
    expect((await crm.update('41', { status })).status).toBe('');
    expect(fake.state.tables.opportunities.get('41')?.status).toBeNull();
  });

  it('sends custom fields as the schema has them, however they came', async () => {
    const fake = await givenApideck();
    const custom_fields = [
      { id: 901, name: 'reference', value: 'LR-2', extra: 2 },
      { id: '902', name: null, value: 6 },
    ];
    const body = { data: { id: '41', title: 'Lab robots', custom_fields } };
    fake.faults.next({ match: 'GET /crm/opportunities/41', body });
    await connect(fake).update('41', { 'custom:902': 7 });
    expect(bodiesOf(fake, 'PATCH')).toEqual([
      {
        title: 'Lab robots',
        custom_fields: [
          { id: '901', name: 'reference', value: 'LR-2' },
          { id: '902', value: 7 },
        ],
      },
    ]);
  });

  it('puts a word of the CRM’s own back as it was', async () => {
    const fake = await givenApideck();
    const crm = connect(fake);
    const { status } = await crm.read('44');
    await crm.update('44', { status: 'won' });
    await crm.update('44', { status });
    expect(fake.state.tables.opportunities.get('44')?.status).toBe('active');
  });

  it.each(['copper', 'planhat'] as const)('spells a status as %s does', async (profile) => {
    const fake = await givenApideck({ profile });
    const crm = connect(fake);
    const made = await crm.createOpportunity({ title: 'Deal' }, { contactId: '31', companyId: null });
    expect((await crm.update(made.ref.id, { status: 'won' })).status).toBe('won');
  });

  it('of nothing changes nothing', async () => {
    const fake = await givenApideck();
    await connect(fake).update('41', {});
    expect(callsOf(fake)).toEqual(['GET /crm/opportunities/41']);
  });

  it.each<OpportunityPatch>([{ title: ' ' }, { winProbability: 101 }, { nextStep: 'Call' }])(
    'of %j is refused before anything is sent',
    async (patch) => {
      const fake = await givenApideck();
      const failure = await failureOf(connect(fake).update('41', patch));
      expect(failure).toMatchObject({ kind: 'invalid', field: Object.keys(patch)[0] });
      expect(fake.requests).toEqual([]);
    },
  );

  it('is refused in the CRM’s own words, naming the field', async () => {
    const fake = await givenApideck();
    expect(await failureOf(connect(fake).update('41', { ownerId: '999' }))).toEqual({
      kind: 'invalid',
      reason: 'owner_id 999 does not exist',
      field: 'ownerId',
    });
  });
});

describe('making something through Apideck', () => {
  const of = { contactId: '31', companyId: '21' };

  it('sends what is known, with the first stage', async () => {
    const fake = await givenApideck();
    await connect(fake).createOpportunity({ title: 'Deal', amount: 5 }, of);
    expect(bodiesOf(fake, 'POST')).toEqual([
      {
        title: 'Deal',
        monetary_amount: 5,
        primary_contact_id: '31',
        contact_ids: ['31'],
        company_id: '21',
        pipeline_id: '11',
        pipeline_stage_id: '111',
      },
    ]);
  });

  it('leaves the stage to a CRM that lists none', async () => {
    const fake = await givenApideck({ profile: 'copper' });
    expect((await connect(fake).createOpportunity({ title: 'Deal' }, of)).contactId).toBe('31');
    expect(bodiesOf(fake, 'POST')).toEqual([
      { title: 'Deal', primary_contact_id: '31', contact_ids: ['31'], company_id: '21' },
    ]);
  });

  it('passes through what the connection says, with every write of an opportunity', async () => {
    const fake = await givenApideck();
    const crm = connect(fake, { passThrough: JSON.stringify(PASS_THROUGH) });
    const { ref } = await crm.createOpportunity({ title: 'Deal' }, of);
    await crm.update(ref.id, { amount: 5 });
    const passed = { pass_through: PASS_THROUGH };
    expect([...bodiesOf(fake, 'POST'), ...bodiesOf(fake, 'PATCH')]).toMatchObject([passed, passed]);
  });

  it('counts as made, where it can’t be read again', async () => {
    const fake = await givenApideck();
    fake.faults.next({ match: /^GET \/crm\/opportunities\/7/, status: 500, body: {}, times: 3 });
    const made = await connect(fake).createOpportunity({ title: 'Deal' }, of);
    expect(made).toMatchObject({ title: 'Deal', contactId: '31', companyId: '21', stageId: '111' });
    expect(fake.state.tables.opportunities.has(made.ref.id)).toBe(true);
  });

  it('gives a contact its names and a company its website', async () => {
    const fake = await givenApideck();
    const crm = connect(fake);
    const { id } = await crm.createCompany({ name: 'Lumen', domain: 'lumen.example' });
    await crm.createContact({ name: 'Ada King Byron', address: 'ada@lumen.example', companyId: id });
    expect(bodiesOf(fake, 'POST')).toEqual([
      { name: 'Lumen', websites: [{ url: 'https://lumen.example', type: 'primary' }] },
      {
        name: 'Ada King Byron',
        first_name: 'Ada King',
        last_name: 'Byron',
        emails: [{ email: 'ada@lumen.example', type: 'primary' }],
        company_id: id,
      },
    ]);
  });

  it('files a note under the opportunity, its first line as the title', async () => {
    const fake = await givenApideck();
    const note = { text: 'Called back\nWants a demo', opportunityId: '41', contactId: '31', companyId: '21' };
    await connect(fake).addNote(note);
    expect(bodiesOf(fake, 'POST')).toEqual([
      { title: 'Called back', content: 'Called back\nWants a demo', opportunity_id: '41' },
    ]);
  });
});
