import { describe, expect, it } from 'vitest';
import { apideckAdapter } from '../../lib/crm/apideck/index';
import { fetchFrom } from '../fakes/apideck/fetch';
import { insert } from '../fakes/apideck/state';
import { callsOf, connect, givenApideck } from './apideck-world';
import { failureOf } from './contract';
import { inWaves } from './waves';

const { capabilities } = apideckAdapter;

describe('the catalog of a connector', () => {
  it('takes one round trip, and limits nothing that is there', async () => {
    const fake = await givenApideck();
    const { fetch, waves } = inWaves(fetchFrom(fake));
    const catalog = await connect(fake, { fetch }).catalog();
    expect(waves).toEqual([['GET /crm/notes', 'GET /crm/opportunities', 'GET /crm/pipelines', 'GET /crm/users']]);
    expect(catalog.pipelines[0]).toEqual({
      id: '11',
      name: 'Sales',
      isRevenue: true,
      stages: [
        { id: '111', name: 'Discovery', winProbability: 10 },
        { id: '112', name: 'Proposal', winProbability: 40 },
        { id: '113', name: 'Negotiation', winProbability: 70 },
        { id: '114', name: 'Contract', winProbability: 90 },
      ],
    });
    expect(catalog).toMatchObject({
      owners: [
        { id: '1', name: 'Jo Keller' },
        { id: '2', name: 'Sam Whitfield' },
      ],
      sources: [{ id: '71', name: 'Fair' }],
      lossReasons: [],
      tags: ['robots', 'phase 2'],
      currency: 'EUR',
      limits: {},
    });
    expect(catalog.customFields.map(({ label, type }) => [label, type])).toEqual([
      ['Reference', 'text'],
      ['Seats', 'number'],
      ['Products', 'choices'],
    ]);
  });

  it('is made of opportunities where the CRM lists nothing, and says what is missing', async () => {
    const fake = await givenApideck({ profile: 'copper' });
    const catalog = await connect(fake).catalog();
    expect(catalog.pipelines.map(({ id, stages }) => [id, stages.map((stage) => stage.id)])).toEqual([
      ['11', ['112', '113', '114']],
      ['12', ['121']],
    ]);
    expect(catalog.owners).toEqual([]);
    const { limits } = catalog;
    expect(limits.notes).toBeNull();
    expect(limits.fields).toEqual(capabilities.fields.filter((field) => field !== 'ownerId'));
    expect(limits.filters).toEqual(capabilities.filters.filter((filter) => filter !== 'owners'));
  });

  it.each([404, 501])('takes %i for a resource the CRM does not have', async (status) => {
    const fake = await givenApideck();
    const body = { status_code: status, type_name: 'MappingError', message: 'No such resource' };
    for (const path of ['pipelines', 'users', 'notes']) {
      fake.faults.next({ match: `GET /crm/${path}`, status, body });
    }
    expect((await connect(fake).catalog()).limits).toMatchObject({ notes: null });
    expect(fake.requests).toHaveLength(4);
  });

  it('does without what this account may not see', async () => {
    const fake = await givenApideck();
    for (const path of ['pipelines', 'users', 'notes']) {
      fake.faults.next({ match: `GET /crm/${path}`, status: 403, body: {} });
    }
    const { limits, pipelines } = await connect(fake).catalog();
    expect(limits).toMatchObject({ notes: null, fields: capabilities.fields.filter((field) => field !== 'ownerId') });
    expect(pipelines.length).toBeGreaterThan(0);
  });

  it('offers no stages where no deal has one', async () => {
    const fake = await givenApideck({ profile: 'copper', seed: { records: {}, definitions: [] } });
    const { limits, pipelines } = await connect(fake).catalog();
    expect(pipelines).toEqual([]);
    for (const field of ['ownerId', 'stageId', 'pipelineId'] as const) expect(limits.fields).not.toContain(field);
    for (const filter of ['owners', 'stages', 'pipelines'] as const) expect(limits.filters).not.toContain(filter);
  });

  it('leaves out sorts the connector refused', async () => {
    const fake = await givenApideck({ differences: { unsupportedSorts: { opportunities: ['updated_at'] } } });
    const { limits, tags } = await connect(fake).catalog();
    expect(limits.sorts).toEqual(capabilities.sorts.filter((sort) => sort !== 'updatedAt'));
    expect(tags).toContain('robots');
  });

  it('does not hang on the notes', async () => {
    const fake = await givenApideck();
    fake.faults.next({ match: 'GET /crm/notes', status: 500, body: {}, times: 3 });
    expect((await connect(fake).catalog()).limits).toEqual({});
  });

  it('fails where users can’t be told, instead of showing none', async () => {
    const fake = await givenApideck();
    fake.faults.next({ match: 'GET /crm/users', status: 500, body: {}, times: 3 });
    expect(await failureOf(connect(fake).catalog())).toEqual({ kind: 'server', status: 500 });
  });

  it('reads all parts of a list, and leaves out what was put away', async () => {
    const fake = await givenApideck();
    for (let index = 0; index < 230; index += 1) insert(fake.state, 'users', { id: `u${index}`, name: 'One' });
    insert(fake.state, 'pipelines', { id: '13', name: 'Old', archived: true, active: true });
    insert(fake.state, 'pipelines', { id: '14', name: 'Off', archived: false, active: false });
    const { owners, pipelines } = await connect(fake).catalog();
    expect(owners).toHaveLength(232);
    expect(pipelines.map(({ id }) => id)).toEqual(['11', '12']);
    expect(callsOf(fake).filter((call) => call.includes('/users'))).toHaveLength(2);
  });
});
