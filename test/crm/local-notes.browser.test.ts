import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { exportJson, importJson } from '../../lib/crm/local';
import { DATABASE, write } from '../../lib/crm/local/database';
import { failureOf } from './contract';
import { crm, laterBy, resetClock, seedDeal } from './local-deal';

beforeEach(async () => {
  resetClock();
  await deleteDB(DATABASE);
});

const note = (opportunityId: string, text: string) => ({ text, opportunityId, contactId: null, companyId: null });

describe('notes', () => {
  it('lists the newest first, with the time, and counts as a change', async () => {
    const { id, deal } = await seedDeal();
    const first = laterBy(1000);
    await crm.addNote(note(id, 'Called'));
    await crm.addNote(note(id, 'Called again'));
    const last = laterBy(1000);
    await crm.addNote(note(id, ' Two\nlines <b>“” '));
    const notes = await crm.listNotes(id);
    expect(notes.map(({ text, at, author }) => [text, at, author])).toEqual([
      ['Two\nlines <b>“”', last, null],
      ['Called again', first, null],
      ['Called', first, null],
    ]);
    expect(new Set(notes.map((one) => one.id)).size).toBe(3);
    expect(await crm.read(id)).toEqual({ ...deal, updatedAt: last });
  });

  it('survives a change of the opportunity and an export', async () => {
    const { id } = await seedDeal();
    await crm.addNote(note(id, 'Called'));
    await crm.update(id, { title: 'Other', nextStep: 'Write' });
    const before = await crm.listNotes(id);
    expect(before).toHaveLength(1);
    await importJson(await exportJson());
    expect(await crm.listNotes(id)).toEqual(before);
    expect((await crm.read(id)).nextStep).toBe('Write');
  });

  it('loses none of two that are written at the same time', async () => {
    const { id } = await seedDeal();
    await Promise.all([crm.addNote(note(id, 'One')), crm.addNote(note(id, 'Two'))]);
    expect(await crm.listNotes(id)).toHaveLength(2);
  });

  it('lists 50 at most', async () => {
    const { id } = await seedDeal();
    await fill(id, 60);
    expect((await crm.listNotes(id)).map(({ text }) => text)).toEqual(
      Array.from({ length: 50 }, (_, index) => `Note ${59 - index}`),
    );
  });

  it.each([
    [' \n ', 'The note must not be blank.'],
    ['x'.repeat(65_536), 'The note must be at most 65,535 characters long.'],
  ])('refuses %.12s', async (text, reason) => {
    const { id } = await seedDeal();
    expect(await failureOf(crm.addNote(note(id, text)))).toEqual({ kind: 'invalid', reason, field: null });
    expect(await crm.listNotes(id)).toEqual([]);
  });

  it('takes no more of one opportunity than an import would', async () => {
    const { id } = await seedDeal();
    await fill(id, 999);
    await crm.addNote(note(id, 'The last'));
    expect(await failureOf(crm.addNote(note(id, 'Too many')))).toMatchObject({ kind: 'invalid' });
    await importJson(await exportJson());
    expect((await crm.listNotes(id))[0]?.text).toBe('The last');
  });

  it('has none of an opportunity that is gone', async () => {
    expect(await failureOf(crm.listNotes('gone'))).toEqual({ kind: 'not-found' });
    expect(await failureOf(crm.addNote(note('gone', 'Called')))).toEqual({ kind: 'not-found' });
  });
});

describe('tags', () => {
  it('are offered most used first, each once', async () => {
    const { contact, id } = await seedDeal({ tags: ['rare', 'twice', 'twice'] });
    expect((await crm.catalog()).tags).toEqual(['rare', 'twice']);
    const context = { contactId: contact.id, companyId: null };
    await crm.createOpportunity({ title: 'Second', tags: ['rare', 'middle'] }, context);
    await crm.createOpportunity({ title: 'Third', tags: ['rare', 'middle', 'third'] }, context);
    expect((await crm.catalog()).tags).toEqual(['rare', 'middle', 'third', 'twice']);
    await crm.update(id, { tags: [] });
    expect((await crm.catalog()).tags).toEqual(['middle', 'rare', 'third']);
  });
});

/** Puts notes into a record, oldest first. */
function fill(id: string, count: number): Promise<unknown> {
  return write(async (tx) => {
    const record = (await tx.objectStore('opportunities').get(id))!;
    const at = resetClock();
    const notes = Array.from({ length: count }, (_, index) => ({ id: `${index}`, text: `Note ${index}`, at }));
    return tx.objectStore('opportunities').put({ ...record, notes });
  });
}
