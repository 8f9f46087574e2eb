import { describe, expect, it } from 'vitest';
import type { FakeCopper } from '../fakes/copper/server';
import { failureOf } from './contract';
import { callsOf, connect, givenCopper } from './copper-world';

const LAB_ROBOTS = '2827698';

function linksTo(fake: FakeCopper): string[] {
  return [...fake.state.relatedLinks.values()].map(
    ({ custom_field_definition_id: field, source, target }) =>
      `${field}: ${source.entity_type} ${source.id} → ${target.entity_type} ${target.id}`,
  );
}

describe('a field that connects records', () => {
  const FIELD = 'custom:126248';
  const TESSELLA = 'company:9607580';
  const BRIGHTWATER = 'company:9607581';

  it('is written and read connection by connection', async () => {
    const fake = await givenCopper();
    const crm = connect(fake);
    expect(await crm.update(LAB_ROBOTS, { [FIELD]: [TESSELLA] })).toMatchObject({ [FIELD]: [TESSELLA] });
    expect(await crm.update(LAB_ROBOTS, { [FIELD]: [TESSELLA, BRIGHTWATER] })).toMatchObject({
      [FIELD]: [TESSELLA, BRIGHTWATER],
    });
    expect(await crm.update(LAB_ROBOTS, { [FIELD]: [BRIGHTWATER] })).toMatchObject({ [FIELD]: [BRIGHTWATER] });
    expect(await crm.read(LAB_ROBOTS)).toMatchObject({ [FIELD]: [BRIGHTWATER] });
    expect(linksTo(fake)).toEqual([
      '126248: opportunity 2827698 → company 9607581',
      '126249: company 9607581 → opportunity 2827698',
    ]);
    expect(callsOf(fake).filter((call) => call.startsWith('PUT'))).toEqual([]);
    expect(await crm.update(LAB_ROBOTS, { [FIELD]: null })).toMatchObject({ [FIELD]: [] });
    expect(linksTo(fake)).toEqual([]);
  });

  it('keeps its connections when others change', async () => {
    const fake = await givenCopper();
    const crm = connect(fake);
    await crm.update(LAB_ROBOTS, { [FIELD]: [TESSELLA], 'custom:126250': ['user:159258'] });
    const before = await crm.read(LAB_ROBOTS);
    const after = await crm.update(LAB_ROBOTS, { 'custom:126250': [], amount: 1 }, before);
    expect(after).toMatchObject({ [FIELD]: [TESSELLA], 'custom:126250': [], amount: 1 });
  });

  it('is shown in lists, at the cost of a request per opportunity that has some', async () => {
    const fake = await givenCopper();
    await connect(fake).update(LAB_ROBOTS, { [FIELD]: [TESSELLA] });
    const crm = connect(fake);
    const before = callsOf(fake).length;
    const { opportunities } = await crm.listOpen();
    expect(opportunities[0]).toMatchObject({ title: 'Lab robots, phase 2', [FIELD]: [TESSELLA] });
    const calls = callsOf(fake).slice(before);
    expect(calls.filter((call) => call.startsWith('GET /related_links'))).toEqual([
      'GET /related_links?custom_field_definition_id=126248&source_type=opportunity&source_id=2827698',
    ]);
  });

  it('is asked for once per opportunity, though a lookup finds it in several ways', async () => {
    const fake = await givenCopper();
    await connect(fake).update(LAB_ROBOTS, { [FIELD]: [TESSELLA] });
    const crm = connect(fake);
    const before = callsOf(fake).length;
    const question = { name: '', address: 'mara.rossi@tessella.example', domain: 'tessella.example' };
    expect((await crm.lookup(question)).matches[0]?.opportunity).toMatchObject({ [FIELD]: [TESSELLA] });
    const calls = callsOf(fake).slice(before);
    expect(calls.filter((call) => call.startsWith('GET /related_links'))).toHaveLength(1);
  });

  it('offers by name what it was seen to point to', async () => {
    const fake = await givenCopper();
    const crm = connect(fake);
    await crm.update(LAB_ROBOTS, { [FIELD]: [TESSELLA] });
    const { customFields } = await crm.catalog();
    expect(customFields.find(({ id }) => id === '126248')?.options).toEqual([{ id: TESSELLA, name: 'Tessella' }]);
  });

  it('is left as the record has it where connections are hidden', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'GET /related_links', status: 403, body: {}, times: 2 });
    expect(await connect(fake).read(LAB_ROBOTS)).toMatchObject({ [FIELD]: [] });
  });

  it('fails to be read as a whole record does: an edit must not take it for empty', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'GET /related_links', status: 500, body: {}, times: Infinity });
    expect(await failureOf(connect(fake).read(LAB_ROBOTS))).toMatchObject({ kind: 'server' });
  });

  it('does not make a write look failed that arrived', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'GET /related_links', status: 500, body: {}, times: Infinity });
    expect(await connect(fake).update(LAB_ROBOTS, { amount: 1 })).toMatchObject({ amount: 1 });
  });

  it('of a new opportunity that is refused leaves the opportunity made, once', async () => {
    const fake = await givenCopper();
    const draft = { title: 'Arm', [FIELD]: ['company:5'] } as const;
    const made = await connect(fake).createOpportunity(
      { ...draft, [FIELD]: [...draft[FIELD]] },
      { contactId: '27140359', companyId: null },
    );
    expect(made).toMatchObject({ title: 'Arm', [FIELD]: [] });
  });

  it('ignores ends of a kind that is no word', async () => {
    const fake = await givenCopper();
    const source = { id: 2_827_698, entity_type: 'opportunity' };
    const links = [
      { id: 1, source, target: { id: 5, entity_type: '../x', name: 'Evil' } },
      { id: 2, source, target: { id: 9_607_580, entity_type: 'company', name: 'Tessella' } },
    ];
    fake.faults.next({ match: 'GET /related_links?custom_field_definition_id=126248', body: links });
    expect(await connect(fake).read(LAB_ROBOTS)).toMatchObject({ [FIELD]: [TESSELLA] });
  });
});
