import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Connection } from '../../lib/domain/connection';
import type { Failure } from '../../lib/domain/failure';
import { COPPER, EVERYTHING, LOCAL, MAINTENANCE, opportunity, panelState, ROBOTS, section } from './samples';
import { article, showPanel } from './render-panel';

const robots = article(ROBOTS.title);
const button = (name: string) => robots.getByRole('button', { name, exact: true });
const question = robots.getByRole('alertdialog');

async function ask(own: Parameters<typeof section>[1] = {}) {
  const shown = showPanel(panelState([ROBOTS], { sections: [section([ROBOTS], own)] }));
  await button('Edit details').click();
  await button('Delete opportunity').click();
  return shown;
}

describe('deleting', () => {
  it('asks first, with the focus on the way back', async () => {
    const { actions } = await ask();
    const sentence = 'Delete “Lab robots, phase 2” from Copper? This can’t be undone.';
    await expect.element(question).toHaveAccessibleName(sentence);
    await expect.element(button('Keep')).toHaveFocus();
    expect(actions.deleteOpportunity).not.toHaveBeenCalled();
  });

  it('names this device for what is only here', async () => {
    await ask({ connection: LOCAL });
    await expect.element(question).toMatchTextContent('from this device?');
  });

  it('is done once the rep says so, and once', async () => {
    const { actions } = await ask();
    actions.deleteOpportunity.mockReturnValue(new Promise(() => {}));
    await button('Delete').click();
    await expect.element(question).toMatchTextContent('Deleting…');
    await button('Delete').click({ force: true });
    expect(actions.deleteOpportunity).toHaveBeenCalledExactlyOnceWith(ROBOTS.ref);
  });

  it.each(['Keep', '{Escape}'])('is left with %s, which gives the focus back', async (way) => {
    const { actions } = await ask();
    if (way === 'Keep') await button('Keep').click();
    else await userEvent.keyboard(way);
    await expect.element(button('Delete opportunity')).toHaveFocus();
    await expect.element(button('Save')).toBeVisible();
    expect(actions.deleteOpportunity).not.toHaveBeenCalled();
  });

  it('says why it failed, and can be tried again', async () => {
    const { actions } = await ask();
    const failure: Failure = { kind: 'offline' };
    actions.deleteOpportunity.mockResolvedValueOnce(failure);
    await button('Delete').click();
    await expect.element(question).toMatchTextContent("Not deleted: Copper can't be reached. Check your connection");
    await button('Delete').click();
    expect(actions.deleteOpportunity).toHaveBeenCalledTimes(2);
  });
});

describe('the focus, once it is gone,', () => {
  const others = [opportunity('0', { title: 'First' }), MAINTENANCE];

  it.each([
    ['the next article', [...others.slice(0, 1), ROBOTS, MAINTENANCE], others, MAINTENANCE.title],
    ['the one before where it was the last', [MAINTENANCE, ROBOTS], [MAINTENANCE], MAINTENANCE.title],
  ])('goes to %s', async (_where, before, after, title) => {
    const { show } = showPanel(panelState(before));
    await button('Edit details').click();
    await button('Delete opportunity').click();
    await button('Delete').click();
    await expect.element(question).toMatchTextContent('Deleting…');
    show(panelState(after));
    await expect.element(article(title)).toHaveFocus();
  });

  it('goes to the sum above where none is left', async () => {
    const { show } = await ask();
    await button('Delete').click();
    show(panelState([]));
    await expect.element(page.getByRole('heading', { name: 'No opportunities' })).toHaveFocus();
  });

  it('goes to the same deal in another CRM, which takes its place', async () => {
    const outreach: Connection = { ...COPPER, id: 'outreach-1', crm: 'outreach', label: 'Outreach' };
    const twin = { ...ROBOTS, ref: { connection: outreach.id, id: '7' } };
    const there = section([twin], { connection: outreach });
    const { show } = showPanel(panelState([], { sections: [section([ROBOTS, MAINTENANCE]), there] }));
    const copper = article(`${ROBOTS.title}, Copper`);
    await copper.getByRole('button', { name: 'Edit details' }).click();
    await copper.getByRole('button', { name: 'Delete opportunity' }).click();
    await copper.getByRole('button', { name: 'Delete', exact: true }).click();
    show(panelState([], { sections: [section([MAINTENANCE]), there] }));
    await expect.element(article(ROBOTS.title)).toHaveFocus();
  });

  it('stays with the rep who went on', async () => {
    const { show } = showPanel(panelState([ROBOTS, MAINTENANCE]));
    await button('Edit details').click();
    await button('Delete opportunity').click();
    await button('Delete').click();
    const box = page.getByRole('searchbox', { name: 'Search opportunities' });
    await box.click();
    show(panelState([MAINTENANCE]));
    await expect.element(robots).not.toBeInTheDocument();
    await expect.element(box).toHaveFocus();
  });
});

it.each([
  ['the CRM', { ...EVERYTHING, canDelete: false }, true],
  ['this record', EVERYTHING, false],
])('is not offered where %s does not allow it', async (_what, capabilities, canDelete) => {
  const record = opportunity('1', { canDelete });
  showPanel(panelState([record], { sections: [section([record], { capabilities })] }));
  await button('Edit details').click();
  await expect.element(button('Save')).toBeVisible();
  expect(button('Delete opportunity').query()).toBeNull();
});
