import { describe, expect, it } from 'vitest';
import type { Opportunity, OpportunityPatch } from '../../lib/domain/opportunity';
import type { Fault } from '../fakes/faults';
import { failureOf } from './contract';
import { callsOf, connect, givenOutreach, writesTo } from './outreach-world';

const to = (type: string, id: number) => ({ data: { type, id } });

describe('an update', () => {
  it.each<[OpportunityPatch, object]>([
    [{ title: 'New' }, { attributes: { name: 'New' } }],
    [{ stageId: '13' }, { relationships: { opportunityStage: to('opportunityStage', 13) } }],
    [{ stageId: null }, { relationships: { opportunityStage: { data: null } } }],
    [{ winProbability: 33.4 }, { attributes: { probability: 33 } }],
    [{ amount: 12 }, { attributes: { amount: 12 } }],
    [{ amount: 12.5 }, { attributes: { amountPrecise: '12.5' } }],
    [{ amount: 0.1 + 0.2 }, { attributes: { amountPrecise: '0.3' } }],
    [{ amount: 99.999 }, { attributes: { amount: 100 } }],
    [{ amount: 999_999_999_999.99 }, { attributes: { amountPrecise: '999999999999.99' } }],
    [{ amount: null }, { attributes: { amount: null } }],
    [{ currency: 'GBP' }, { attributes: { currencyType: 'GBP' } }],
    [{ closeDate: '2027-01-31' }, { attributes: { closeDate: '2027-01-31T00:00:00.000Z' } }],
    [{ closeDate: null, lossReason: null }, { attributes: { closeDate: null, lostReason: null } }],
    [
      { ownerId: '2', contactId: '32', companyId: '22' },
      { relationships: { owner: to('user', 2), primaryProspect: to('prospect', 32), account: to('account', 22) } },
    ],
    [{ ownerId: null }, { relationships: { owner: { data: null } } }],
    [{ source: 'Fair', type: 'Upgrade' }, { attributes: { leadSource: 'Fair', opportunityType: 'Upgrade' } }],
    [{ nextStep: 'Call', description: '' }, { attributes: { nextStep: 'Call', description: null } }],
    [{ tags: ['a'] }, { attributes: { tags: ['a'] } }],
    [
      { mapLink: 'https://a.example', mapNextSteps: 'Sign', mapStatus: 'Late' },
      { attributes: { mapLink: 'https://a.example', mapNextSteps: 'Sign', mapStatus: 'Late' } },
    ],
    [
      { externalId: 'x', externalCreatedAt: '2026-01-02T03:04:05.000Z', recordType: 'New' },
      { attributes: { customId: 'x', externalCreatedAt: '2026-01-02T03:04:05.000Z', recordType: 'New' } },
    ],
    [
      { 'custom:custom2': false, 'custom:custom3': 12.5, 'custom:custom150': 'x' },
      { attributes: { custom2: 'false', custom3: '12.5', custom150: 'x' } },
    ],
    [{ 'custom:custom7': ['Arms', 'Belts'] }, { attributes: { custom7: 'Arms;Belts' } }],
    [{ 'custom:custom7': [] }, { attributes: { custom7: null } }],
    [{ 'custom:custom5': '2027-03-31T10:00:00.000Z' }, { attributes: { custom5: '2027-03-31T10:00:00' } }],
    [
      { pipelineId: 'opportunity-stages', stageId: '11' },
      { relationships: { opportunityStage: to('opportunityStage', 11) } },
    ],
  ])('%j sends exactly %j, once, and reads it again', async (patch, data) => {
    const fake = await givenOutreach();
    const after = await connect(fake).update('41', patch);
    expect(callsOf(fake).filter((call) => call !== 'GET /types')).toEqual([
      'PATCH /opportunities/41',
      'GET /opportunities/41',
    ]);
    expect(writesTo(fake)).toEqual([{ data: { type: 'opportunity', id: 41, ...data } }]);
    expect(after.ref.id).toBe('41');
  });

  it('of nothing changes nothing', async () => {
    const fake = await givenOutreach();
    await connect(fake).update('41', {});
    expect(writesTo(fake)).toEqual([]);
  });

  it.each<[OpportunityPatch, string]>([
    [{ stageId: 'qualified' }, 'stageId'],
    [{ ownerId: '-2' }, 'ownerId'],
    [{ companyId: '1e3' }, 'companyId'],
    [{ contactId: '99999999999999999999' }, 'contactId'],
    [{ closeDate: '2026-02-30' }, 'closeDate'],
    [{ closeDate: 'soon' }, 'closeDate'],
    [{ winProbability: 101 }, 'winProbability'],
    [{ amount: 1_234_567_890_123.45 }, 'amount'],
    [{ status: 'won' }, 'status'],
    [{ priority: 'high' }, 'priority'],
    [{ pipelineId: '7' }, 'pipelineId'],
    [{ 'custom:custom151': 'x' }, 'custom:custom151'],
    [{ 'custom:name': 'x' }, 'custom:name'],
  ])('%j is refused without asking', async (patch, field) => {
    const fake = await givenOutreach();
    expect(await failureOf(connect(fake).update('41', patch))).toMatchObject({ kind: 'invalid', field });
    expect(writesTo(fake)).toEqual([]);
  });

  it.each<[OpportunityPatch, object]>([
    [{ title: ' ' }, { field: 'title', reason: "Name can't be blank." }],
    [{ title: 'x'.repeat(256) }, { field: 'title', reason: 'Name is too long (maximum is 255 characters).' }],
    [{ mapLink: 'x'.repeat(256) }, { field: 'mapLink' }],
    [{ stageId: '999' }, { field: 'stageId', reason: 'Opportunity stage must exist.' }],
    [{ ownerId: '999' }, { field: 'ownerId' }],
    [{ externalCreatedAt: 'soon' }, { field: 'externalCreatedAt' }],
    [{ 'custom:custom6': 'West' }, { field: 'custom:custom6', reason: 'Region is not a valid inclusion.' }],
  ])('%j is refused by Outreach, in its words and about its field', async (patch, refusal) => {
    const fake = await givenOutreach();
    expect(await failureOf(connect(fake).update('41', patch))).toMatchObject({ kind: 'invalid', ...refusal });
  });

  it('of what this user may not change is forbidden, and the record says so beforehand', async () => {
    const fake = await givenOutreach();
    fake.state.protectedIds.add(41);
    const crm = connect(fake);
    expect(await crm.read('41')).toMatchObject({ canWrite: false, canDelete: false });
    expect(await crm.read('42')).toMatchObject({ canWrite: true, canDelete: true });
    expect(await failureOf(crm.update('41', { title: 'New' }))).toEqual({ kind: 'forbidden' });
    expect(await failureOf(crm.deleteOpportunity('41'))).toEqual({ kind: 'forbidden' });
  });

  it('writes a whole amount over a fraction, also where the two are kept apart', async () => {
    const fake = await givenOutreach({ areAmountsOne: false });
    const crm = connect(fake);
    const amounts: (number | null)[] = [];
    for (const amount of [12.5, 100, 99.5, null]) amounts.push((await crm.update('41', { amount })).amount);
    expect(amounts).toEqual([12.5, 100, 99.5, null]);
  });

  it('counts as done where the record can’t be read again', async () => {
    const fake = await givenOutreach();
    const crm = connect(fake);
    await crm.read('42');
    fake.faults.next({ match: 'GET /opportunities/41', status: 500, body: {}, times: 3 });
    expect(await crm.update('41', { title: 'New' })).toMatchObject({ title: 'New', amount: 84_000, companyName: null });
  });

  it('keeps lists as they were found written', async () => {
    const fake = await givenOutreach({ listFormat: 'json' });
    fake.state.records.get('opportunity')!.get(41)!.attributes.custom7 = '["Arms"]';
    const crm = connect(fake);
    expect((await crm.read('41'))['custom:custom7']).toEqual(['Arms']);
    const after = await crm.update('41', { 'custom:custom7': ['Arms', 'Belts'] });
    expect(after['custom:custom7']).toEqual(['Arms', 'Belts']);
    expect(writesTo(fake)).toMatchObject([{ data: { attributes: { custom7: '["Arms","Belts"]' } } }]);
  });

  it.each<[string, Fault]>([
    ['500', { status: 500, body: {} }],
    ['a dropped connection', { drop: 'after' }],
  ])('is not sent again after %s', async (_, fault) => {
    const fake = await givenOutreach();
    const crm = connect(fake);
    await crm.read('41');
    fake.faults.next({ match: 'PATCH', ...fault });
    await failureOf(crm.update('41', { title: 'New' }));
    expect(callsOf(fake).filter((call) => call.startsWith('PATCH'))).toHaveLength(1);
  });

  it('never writes the alias of the stage, which Outreach refuses', async () => {
    const fake = await givenOutreach();
    await connect(fake).update('41', { stageId: '14' });
    expect(JSON.stringify(writesTo(fake))).not.toMatch(/"stage"/);
    expect((await connect(fake).read('41')).status).toBe('won');
  });
});

describe('creating an opportunity', () => {
  const of = { contactId: '31', companyId: '21' };

  it('names account, stage and prospect, and files the contact under it', async () => {
    const fake = await givenOutreach();
    const made = await connect(fake).createOpportunity(
      { title: 'Lamps', amount: 250, ownerId: '2', closeDate: '2027-01-31', 'custom:custom1': 'L-1' },
      of,
    );
    expect(writesTo(fake)).toEqual([
      {
        data: {
          type: 'opportunity',
          attributes: { name: 'Lamps', amount: 250, closeDate: '2027-01-31T00:00:00.000Z', custom1: 'L-1' },
          relationships: {
            primaryProspect: to('prospect', 31),
            account: to('account', 21),
            owner: to('user', 2),
            opportunityStage: to('opportunityStage', 11),
          },
        },
      },
      {
        data: {
          type: 'opportunityProspectRole',
          attributes: { primary: true },
          relationships: { opportunity: to('opportunity', Number(made.ref.id)), prospect: to('prospect', 31) },
        },
      },
    ]);
    const names: Partial<Opportunity> = { companyName: 'Tessella', ownerName: 'Sam Whitfield', status: 'open' };
    expect(made).toMatchObject({ title: 'Lamps', stageId: '11', contactId: '31', ...names });
  });

  it('counts also where the role is refused', async () => {
    const fake = await givenOutreach();
    fake.faults.next({ match: 'POST /opportunityProspectRoles', status: 422, body: { errors: [] } });
    const made = await connect(fake).createOpportunity({ title: 'Lamps' }, of);
    expect(made).toMatchObject({ title: 'Lamps', contactId: '31' });
  });

  it('counts also where it can’t be read again', async () => {
    const fake = await givenOutreach();
    fake.faults.next({ match: 'GET /opportunities/', status: 500, body: {}, times: 3 });
    expect(await connect(fake).createOpportunity({ title: 'Lamps' }, of)).toMatchObject({ title: 'Lamps' });
  });

  it('is not sent again after a failure: there may be one already', async () => {
    const fake = await givenOutreach();
    fake.faults.next({ match: 'POST /opportunities', drop: 'after' });
    expect(await failureOf(connect(fake).createOpportunity({ title: 'Lamps' }, of))).toEqual({ kind: 'offline' });
    expect(callsOf(fake).filter((call) => call === 'POST /opportunities')).toHaveLength(1);
  });
});
