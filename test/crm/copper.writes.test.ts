import { describe, expect, it } from 'vitest';
import type { OpportunityPatch } from '../../lib/domain/opportunity';
import type { FakeCopper } from '../fakes/copper/server';
import { failureOf } from './contract';
import { plainCallsOf, connect, givenCopper } from './copper-world';

const LAB_ROBOTS = '2827698';
const MARA = '27140359';
const TESSELLA = '9607580';

/** The bodies of all writes so far. */
function writesTo(fake: FakeCopper): unknown[] {
  return fake.requests
    .filter(({ method, path }) => method === 'PUT' || path === '/opportunities')
    .map(({ json }) => json);
}

describe('an update', () => {
  it.each<[OpportunityPatch, object]>([
    [{ title: 'New' }, { name: 'New' }],
    [
      { status: 'lost', lossReasonId: '308806' },
      { status: 'Lost', loss_reason_id: 308_806 },
    ],
    [
      { pipelineId: '213215', stageId: '987796', winProbability: 25 },
      { pipeline_id: 213_215, pipeline_stage_id: 987_796, win_probability: 25 },
    ],
    [{ winProbability: 33.4 }, { win_probability: 33 }],
    [{ amount: 12.5 }, { monetary_value: 12.5 }],
    [{ closeDate: '2027-01-31' }, { close_date: '1/31/2027' }],
    [{ priority: 'none' }, { priority: 'None' }],
    [{ status: 'Won' }, { status: 'Won' }],
    [
      { contactId: '27140360', companyId: null },
      { primary_contact_id: 27_140_360, company_id: null },
    ],
    [
      { priority: null, amount: null },
      { priority: null, monetary_value: null },
    ],
    [
      { ownerId: '159258', sourceId: '331241' },
      { assignee_id: 159_258, customer_source_id: 331_241 },
    ],
    [{ description: 'x' }, { details: 'x' }],
    [{ description: '' }, { details: null }],
    [{ tags: [] }, { tags: [] }],
    [{}, {}],
  ])('%j sends exactly %j, once', async (patch, json) => {
    const fake = await givenCopper();
    await connect(fake).update(LAB_ROBOTS, patch);
    expect(plainCallsOf(fake)).toEqual([`PUT /opportunities/${LAB_ROBOTS}`]);
    expect(writesTo(fake)).toEqual([json]);
  });

  it.each<[OpportunityPatch, string]>([
    [{ stageId: 'qualified' }, 'stageId'],
    [{ pipelineId: '0' }, 'pipelineId'],
    [{ ownerId: '-2' }, 'ownerId'],
    [{ lossReasonId: '1e3' }, 'lossReasonId'],
    [{ sourceId: '99999999999999999999' }, 'sourceId'],
    [{ closeDate: '2026-02-30' }, 'closeDate'],
    [{ status: 'Parked' }, 'status'],
    [{ status: '' }, 'status'],
    [{ contactId: 'people/1' }, 'contactId'],
    [{ currency: 'EUR' }, 'currency'],
    [{ nextStep: 'Call' }, 'nextStep'],
  ])('%j is refused without asking', async (patch, field) => {
    const fake = await givenCopper();
    expect(await failureOf(connect(fake).update(LAB_ROBOTS, patch))).toMatchObject({ kind: 'invalid', field });
    expect(writesTo(fake)).toEqual([]);
  });

  it('sends a priority it does not know back as it came', async () => {
    const fake = await givenCopper();
    await failureOf(connect(fake).update(LAB_ROBOTS, { priority: 'Urgent!' }));
    expect(writesTo(fake)).toEqual([{ priority: 'Urgent!' }]);
  });

  it('tells what Copper refused, in its words', async () => {
    const fake = await givenCopper();
    const failure = await failureOf(connect(fake).update(LAB_ROBOTS, { pipelineId: '213215', stageId: '987790' }));
    expect(failure).toEqual({
      kind: 'invalid',
      reason: 'Pipeline Stage does not belong to the pipeline',
      field: 'stageId',
    });
  });

  it('of the stage names the win probability it leaves alone, of the record just read where that is given', async () => {
    const fake = await givenCopper();
    const crm = connect(fake);
    const before = await crm.read(LAB_ROBOTS);
    const calls = plainCallsOf(fake).length;
    expect((await crm.update(LAB_ROBOTS, { stageId: '987794' }, before)).winProbability).toBe(20);
    expect(writesTo(fake)).toEqual([{ pipeline_stage_id: 987_794, win_probability: 20 }]);
    expect(plainCallsOf(fake).slice(calls)).toEqual([`PUT /opportunities/${LAB_ROBOTS}`]);
  });

  it('of the stage leaves an empty win probability to Copper', async () => {
    const fake = await givenCopper();
    const crm = connect(fake);
    const before = { ...(await crm.read(LAB_ROBOTS)), winProbability: null };
    expect((await crm.update(LAB_ROBOTS, { stageId: '987794' }, before)).winProbability).toBe(80);
  });
});

describe('a close date', () => {
  const BOTH_WAYS = '2026-12-05';

  it('is checked when the order is not known: the text alone does not tell', async () => {
    const fake = await givenCopper();
    const crm = connect(fake);
    expect((await crm.update(LAB_ROBOTS, { closeDate: BOTH_WAYS })).closeDate).toBe(BOTH_WAYS);
    expect(plainCallsOf(fake)).toEqual([`PUT /opportunities/${LAB_ROBOTS}`, 'POST /opportunities/search']);
    await crm.update(LAB_ROBOTS, { closeDate: '2026-11-05' });
    expect(plainCallsOf(fake)).toHaveLength(3);
  });

  it('that arrived the wrong way round is corrected, once, and the order learnt', async () => {
    const fake = await givenCopper({ dateFormat: 'DMY' });
    const crm = connect(fake);
    expect((await crm.update(LAB_ROBOTS, { closeDate: BOTH_WAYS, amount: 1 })).closeDate).toBe(BOTH_WAYS);
    expect(writesTo(fake)).toEqual([{ close_date: '12/5/2026', monetary_value: 1 }, { close_date: '5/12/2026' }]);
    expect((await crm.update(LAB_ROBOTS, { closeDate: '2026-11-05' })).closeDate).toBe('2026-11-05');
    expect(writesTo(fake).slice(2)).toEqual([{ close_date: '5/11/2026' }]);
  });

  it('that an account cannot read is written the other way round', async () => {
    const fake = await givenCopper({ dateFormat: 'DMY' });
    expect((await connect(fake).update(LAB_ROBOTS, { closeDate: '2026-12-25' })).closeDate).toBe('2026-12-25');
    expect(writesTo(fake)).toEqual([{ close_date: '12/25/2026' }, { close_date: '25/12/2026' }]);
  });

  it('that is refused both ways is refused, and teaches nothing', async () => {
    const fake = await givenCopper();
    const crm = connect(fake);
    const body = { message: 'Invalid input: Validation errors: Close Date: is in a closed period' };
    fake.faults.next({ match: 'PUT', status: 422, body, times: 2 });
    expect(await failureOf(crm.update(LAB_ROBOTS, { closeDate: '2026-12-25' }))).toMatchObject({ field: 'closeDate' });
    await crm.update(LAB_ROBOTS, { closeDate: '2026-12-25' });
    expect(writesTo(fake).slice(2)).toEqual([{ close_date: '12/25/2026' }]);
  });

  it('is not written twice when checking it fails', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'POST /opportunities/search', status: 403, body: {}, times: 2 });
    expect((await connect(fake).update(LAB_ROBOTS, { closeDate: BOTH_WAYS })).closeDate).toBe(BOTH_WAYS);
    expect(writesTo(fake)).toHaveLength(1);
  });

  it('of a new opportunity is corrected without making it twice', async () => {
    const fake = await givenCopper({ dateFormat: 'DMY' });
    const before = fake.state.opportunities.size;
    const made = await connect(fake).createOpportunity(
      { title: 'Arm', closeDate: BOTH_WAYS },
      { contactId: MARA, companyId: TESSELLA },
    );
    expect(made.closeDate).toBe(BOTH_WAYS);
    expect(fake.state.opportunities.get(Number(made.ref.id))?.close_date).toBe('5/12/2026');
    expect(fake.state.opportunities.size).toBe(before + 1);
  });
});

describe('creating', () => {
  it('sends the draft, the contact and the company', async () => {
    const fake = await givenCopper();
    const draft = { title: 'Arm', amount: 5, stageId: '987791', tags: ['new'] };
    const crm = connect(fake, { facts: { accountId: '100624' } });
    const made = await crm.createOpportunity(draft, { contactId: MARA, companyId: TESSELLA });
    const json = { name: 'Arm', monetary_value: 5, pipeline_stage_id: 987_791, tags: ['new'] };
    expect(writesTo(fake)).toEqual([{ ...json, primary_contact_id: 27_140_359, company_id: 9_607_580 }]);
    expect(made).toMatchObject({ pipelineId: '213214', winProbability: 10, currency: 'EUR', companyName: 'Tessella' });
    expect(made.url).toBe(`https://app.copper.com/companies/100624/app#/deal/${made.ref.id}`);
  });

  it('leaves the company to Copper where none is named', async () => {
    const fake = await givenCopper();
    const made = await connect(fake).createOpportunity({ title: 'Arm' }, { contactId: MARA, companyId: null });
    expect(writesTo(fake)).toEqual([{ name: 'Arm', primary_contact_id: 27_140_359 }]);
    expect(made.companyId).toBe(TESSELLA);
  });

  it('fails for a contact that is gone', async () => {
    const crm = connect(await givenCopper());
    expect(await failureOf(crm.createOpportunity({ title: 'Arm' }, { contactId: '9', companyId: null }))).toEqual({
      kind: 'not-found',
    });
  });

  it('sends a contact as Copper wants it', async () => {
    const fake = await givenCopper();
    await connect(fake).createContact({ name: '  ', address: 'lee@brightwater.example', companyId: '9607581' });
    expect(fake.requests.find(({ path }) => path === '/people')?.json).toEqual({
      name: 'lee',
      emails: [{ email: 'lee@brightwater.example', category: 'work' }],
      company_id: 9_607_581,
    });
  });

  it('passes on a refusal that is not about a duplicate', async () => {
    const fake = await givenCopper();
    const body = { success: false, status: 422, message: 'Invalid input: Validation errors: Company Id: is invalid' };
    fake.faults.next({ match: 'POST /people', status: 422, body });
    const failure = await failureOf(
      connect(fake).createContact({ name: 'Lee', address: 'lee@x.example', companyId: null }),
    );
    expect(failure).toEqual({ kind: 'invalid', reason: 'Company Id is invalid', field: null });
  });

  it('is not tried again when the answer is lost', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'POST /opportunities', drop: 'after' });
    const before = fake.state.opportunities.size;
    const made = connect(fake).createOpportunity({ title: 'Arm' }, { contactId: MARA, companyId: TESSELLA });
    expect(await failureOf(made)).toEqual({ kind: 'offline' });
    expect(fake.state.opportunities.size).toBe(before + 1);
  });
});
