import { describe, expect, it } from 'vitest';
import { failureOf } from './contract';
import { callsOf, connect, givenCopper } from './copper-world';

const LAB_ROBOTS = '2827698';
const draft = (text: string, opportunityId = LAB_ROBOTS) => ({
  text,
  opportunityId,
  contactId: '27140359',
  companyId: null,
});

describe('notes', () => {
  it('are activities of the opportunity, by name and newest first', async () => {
    const fake = await givenCopper();
    const crm = connect(fake);
    await crm.addNote(draft('Called\nMara'));
    const activity = fake.requests.find(({ path }) => path === '/activities')?.json;
    expect(activity).toEqual({
      parent: { type: 'opportunity', id: 2_827_698 },
      type: { category: 'user', id: 0 },
      details: 'Called\nMara',
      activity_date: expect.closeTo(Date.now() / 1000, -2),
    });
    fake.faults.next({
      match: 'POST /activities/search',
      body: [
        { id: 1, type: { id: 0, category: 'user' }, user_id: 137_658, details: 'Older', activity_date: 1_600_000_000 },
        { id: 2, type: { id: 0, category: 'user' }, user_id: 159_258, details: 'Newer', activity_date: 1_700_000_000 },
        { id: 3, type: { id: 1, category: 'system' }, user_id: 1, details: null, activity_date: 1_700_000_001 },
        { id: 4, type: { id: 0, category: 'user' }, user_id: 99, details: 'Oldest', date_created: 1_500_000_000 },
      ],
    });
    expect(await crm.listNotes(LAB_ROBOTS)).toEqual([
      { id: '2', text: 'Newer', author: 'Sam Whitfield', at: '2023-11-14T22:13:20.000Z' },
      { id: '1', text: 'Older', author: 'Jo Keller', at: '2020-09-13T12:26:40.000Z' },
      { id: '4', text: 'Oldest', author: null, at: '2017-07-14T02:40:00.000Z' },
    ]);
  });

  it('are listed for their own opportunity, without what Copper itself notes down', async () => {
    const fake = await givenCopper();
    const crm = connect(fake);
    await crm.addNote(draft('Mine'));
    await crm.addNote(draft('Other', '2827699'));
    expect((await crm.listNotes(LAB_ROBOTS)).map(({ text }) => text)).toEqual(['Mine']);
    expect(fake.requests.find(({ path }) => path === '/activities/search')?.json).toEqual({
      parent: { type: 'opportunity', id: 2_827_698 },
      activity_types: [{ category: 'user', id: 0 }],
      page_number: 1,
      page_size: 50,
    });
  });

  it('ask for their authors once, and not at all where the catalog has named them', async () => {
    const fake = await givenCopper();
    await connect(fake).addNote(draft('Called'));
    const asked = () => callsOf(fake).filter((call) => call.startsWith('GET /users/')).length;
    const crm = connect(fake);
    for (const _ of [1, 2]) expect(await crm.listNotes(LAB_ROBOTS)).toMatchObject([{ author: 'Jo Keller' }]);
    expect(asked()).toBe(1);
    const other = connect(fake);
    await other.catalog();
    await other.listNotes(LAB_ROBOTS);
    expect(asked()).toBe(1);
  });

  it('without any text are refused, as are those of no opportunity', async () => {
    const fake = await givenCopper();
    expect(await failureOf(connect(fake).addNote(draft(' \n')))).toMatchObject({ kind: 'invalid' });
    expect(await failureOf(connect(fake).addNote(draft('x', '../1')))).toMatchObject({ kind: 'invalid' });
    expect(callsOf(fake)).toEqual([]);
  });

  it('are written once, whatever becomes of the answer', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'POST /activities', drop: 'after' });
    expect(await failureOf(connect(fake).addNote(draft('Called')))).toEqual({ kind: 'offline' });
    expect(fake.state.activities.size).toBe(1);
  });
});
