import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Note } from '../../lib/domain/note';
import type { Section } from '../../lib/domain/panel-state';
import { EVERYTHING, NOW, opportunity, panelState, ROBOTS, section } from './samples';
import { article, showPanel } from './render-panel';

const robots = article(ROBOTS.title);
const button = (name: string) => robots.getByRole('button', { name, exact: true });
const text = robots.getByRole('textbox', { name: 'Note', exact: true });
const items = robots.getByRole('region', { name: `Notes on ${ROBOTS.title}, Copper` }).getByRole('listitem');

const MAYBE_THERE = 'The note may have arrived all the same: look in Copper before you save it again.';

const note = (id: string, own: Partial<Note> = {}): Note => ({
  id,
  text: `Note ${id}`,
  author: null,
  at: null,
  ...own,
});

function show(own: Partial<Section> = {}, record = ROBOTS) {
  return showPanel(panelState([record], { sections: [section([record], own)] }));
}

async function openNote(own: Partial<Section> = {}) {
  const shown = show(own);
  await button('Edit details').click();
  await button('Add note').click();
  return shown;
}

describe('a new note', () => {
  it('is sent as typed, after which its place is empty again', async () => {
    const { actions } = await openNote();
    await expect.element(text).toHaveFocus();
    await text.fill('Wants the offer\nby Friday ');
    await button('Save note').click();
    expect(actions.addNote).toHaveBeenCalledExactlyOnceWith(ROBOTS.ref, 'Wants the offer\nby Friday');
    await expect.element(robots.getByText('Note saved')).toBeVisible();
    await expect.element(button('Add note')).toHaveFocus();
    await button('Add note').click();
    await expect.element(text).toHaveValue('');
  });

  it('is not sent empty', async () => {
    const { actions } = await openNote();
    await text.fill('  ');
    await button('Save note').click();
    await expect.element(robots.getByText('A note needs some text.')).toBeVisible();
    expect(actions.addNote).not.toHaveBeenCalled();
  });

  it('is sent once, however often it is asked for', async () => {
    const { actions } = await openNote();
    actions.addNote.mockReturnValue(new Promise(() => {}));
    await text.fill('Once');
    await button('Save note').click();
    await expect.element(button('Save note')).toHaveAttribute('aria-disabled', 'true');
    await button('Save note').click({ force: true });
    expect(actions.addNote).toHaveBeenCalledOnce();
  });

  it.each([
    [{ kind: 'forbidden' }, 'Not saved: Copper does not let your account do this. Ask your Copper administrator'],
    [{ kind: 'timeout' }, MAYBE_THERE],
    [{ kind: 'offline' }, MAYBE_THERE],
    [{ kind: 'internal', reason: 'no answer' }, MAYBE_THERE],
  ] as const)('keeps its text when it fails with %j', async (failure, sentence) => {
    const { actions } = await openNote();
    actions.addNote.mockResolvedValue(failure);
    await text.fill('Keep me');
    await button('Save note').click();
    await expect.element(robots).toMatchTextContent(sentence);
    await expect.element(text).toHaveValue('Keep me');
  });

  it('is kept while another email is looked at, and given up with Escape', async () => {
    const { show: showAgain } = await openNote();
    await text.fill('Half a thought');
    showAgain(panelState([]));
    await expect.element(robots).not.toBeInTheDocument();
    showAgain(panelState([ROBOTS]));
    await expect.element(text).toHaveValue('Half a thought');
    await text.click();
    await userEvent.keyboard('{Escape}');
    await expect.element(button('Add note')).toHaveFocus();
    await expect.element(button('Save')).toBeVisible();
    await button('Add note').click();
    await expect.element(text).toHaveValue('');
  });

  it('says where it goes, where that is not the opportunity', async () => {
    await openNote({ capabilities: { ...EVERYTHING, notes: 'contact' } });
    await expect.element(text).toHaveAccessibleDescription('Copper files notes under the contact.');
  });

  it('is not offered where the CRM has none', async () => {
    show({ capabilities: { ...EVERYTHING, notes: null } });
    await button('Edit details').click();
    await expect.element(button('Save')).toBeVisible();
    expect(button('Add note').query()).toBeNull();
  });
});

describe('the notes there are', () => {
  it('are shown newest first, with who wrote them and when', async () => {
    const at = new Date(NOW).toISOString();
    const { actions } = show();
    actions.listNotes.mockResolvedValue([note('2', { author: 'Jo Harbour', at }), note('1')]);
    await button('Edit details').click();
    await expect.element(items.nth(0)).toMatchTextContent(/Jo Harbour · Nov 24, .*Note 2/);
    await expect.element(items.nth(1)).toMatchTextContent('Note 1');
    expect(actions.listNotes).toHaveBeenCalledExactlyOnceWith(ROBOTS.ref);
  });

  it('are a few at first, and long ones in part', async () => {
    const { actions } = show();
    const many = [
      note('9', { text: `${'long '.repeat(80)}end` }),
      ...Array.from({ length: 5 }, (_, id) => note(`${id}`)),
    ];
    actions.listNotes.mockResolvedValue(many);
    await button('Edit details').click();
    await button('Show all 6 notes').click();
    expect(items.elements()).toHaveLength(6);
    await expect.element(items.nth(0)).not.toMatchTextContent('end');
    await button('Show all of it').click();
    await expect.element(items.nth(0)).toMatchTextContent('end');
  });

  it('say when they are on their way, and when they could not be had', async () => {
    const { actions } = show();
    const { promise, resolve } = Promise.withResolvers<Note[]>();
    actions.listNotes.mockResolvedValueOnce({ kind: 'offline' }).mockReturnValueOnce(promise);
    await button('Edit details').click();
    await expect.element(robots).toMatchTextContent("Notes are not shown: Copper can't be reached.");
    await button('Load notes again').click();
    await expect.element(robots.getByText('Loading notes…')).toBeVisible();
    resolve([note('1')]);
    await expect.element(items).toMatchTextContent('Note 1');
  });

  it('are asked for again after one was added', async () => {
    const { actions } = await openNote();
    actions.listNotes.mockResolvedValue([note('new')]);
    await text.fill('new');
    await button('Save note').click();
    await expect.element(items).toMatchTextContent('Note new');
  });

  it('are not asked for where the CRM cannot list them', async () => {
    const { actions } = show({ capabilities: { ...EVERYTHING, canListNotes: false } });
    await button('Edit details').click();
    await expect.element(button('Add note')).toBeVisible();
    expect(actions.listNotes).not.toHaveBeenCalled();
  });

  it('are shown of an opportunity that can only be read', async () => {
    const { actions } = show({}, opportunity('1', { canWrite: false }));
    actions.listNotes.mockResolvedValue([note('1')]);
    await button('Edit details').click();
    await expect.element(items).toMatchTextContent('Note 1');
    expect(button('Add note').query()).toBeNull();
  });
});
