import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { edit, opportunity, panelState, ROBOTS } from './samples';
import { article, showPanel } from './render-panel';

const robots = article(ROBOTS.title);
const field = (name: string) => robots.getByLabelText(name, { exact: true });
const opener = robots.getByRole('button', { name: 'Edit details' });
const save = robots.getByRole('button', { name: 'Save' });

async function openDetails() {
  const shown = showPanel(panelState([ROBOTS]));
  await opener.click();
  return shown;
}

describe('details', () => {
  it('sends only what was changed', async () => {
    const { actions } = await openDetails();
    await field('Value').fill('90,500');
    await field('Owner').selectOptions('Sam Lind');
    await field('Tags').fill('robots, lab , ,robots');
    await field('Title').fill(ROBOTS.title);
    await save.click();
    const patch = { amount: 90_500, ownerId: 'sam', tags: ['robots', 'lab'] };
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(ROBOTS, patch);
    expect(field('Value').query()).toBeNull();
    await expect.element(opener).toHaveFocus();
  });

  it('sends nothing when nothing changed', async () => {
    const { actions } = await openDetails();
    await field('Description').fill('x');
    await field('Description').clear();
    await save.click();
    expect(actions.edit).not.toHaveBeenCalled();
    expect(save.query()).toBeNull();
  });

  it('keeps what is typed while newer answers arrive, and lets the other fields follow', async () => {
    const { actions, show } = await openDetails();
    await field('Value').fill('90000');
    const theirs = opportunity('1', { amount: 70_000, description: 'Call on Monday' });
    show(panelState([theirs]));
    await expect.element(field('Value')).toHaveValue('90000');
    await expect.element(field('Description')).toHaveValue('Call on Monday');
    await save.click();
    // Measured against the 84,000 the rep saw: what they changed meanwhile is for them to settle.
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith({ ...theirs, amount: 84_000 }, { amount: 90_000 });
  });

  it('keeps what is typed while another email is looked at, without taking the focus', async () => {
    const { show } = await openDetails();
    await field('Description').fill('Half a sent');
    show(panelState([]));
    await expect.element(robots).not.toBeInTheDocument();
    show(panelState([ROBOTS]));
    await expect.element(field('Description')).toHaveValue('Half a sent');
    expect(document.activeElement).toBe(document.body);
  });

  it('says what is wrong at the field, keeps it, and puts the focus there', async () => {
    const { actions } = await openDetails();
    await field('Value').fill('84,5');
    await save.click();
    await expect.element(robots.getByText('Value is a number of at least 0, such as 1234.5.')).toBeVisible();
    await expect.element(field('Value')).toHaveValue('84,5');
    await expect.element(field('Value')).toHaveFocus();
    expect(actions.edit).not.toHaveBeenCalled();
  });

  it('shows what the CRM refused at its field until it is typed in again', async () => {
    const failure = { kind: 'invalid', reason: 'Title is taken.', field: 'title' } as const;
    showPanel(panelState([ROBOTS], { edits: [edit(ROBOTS, { title: 'Taken' }, { is: 'rejected', failure })] }));
    const taken = article('Taken');
    await taken.getByRole('button', { name: 'Edit details' }).click();
    const title = taken.getByLabelText('Title', { exact: true });
    await expect.element(title).toHaveAttribute('aria-invalid', 'true');
    await expect.element(title).toHaveAccessibleDescription('Title is taken.');
    await title.fill('Free');
    await expect.element(title).toHaveAttribute('aria-invalid', 'false');
  });

  it('closes with Escape, forgets the input, and gives the focus back', async () => {
    const { actions } = await openDetails();
    await field('Title').fill('Something else');
    await userEvent.keyboard('{Escape}');
    await expect.element(opener).toHaveFocus();
    await opener.click();
    await expect.element(field('Title')).toHaveValue(ROBOTS.title);
    await expect.element(field('Title')).toHaveFocus();
    expect(actions.edit).not.toHaveBeenCalled();
  });
});

it('shows a record’s owner and source even where they are no longer on offer', async () => {
  showPanel(panelState([opportunity('1', { ownerId: 'gone' })]));
  await opener.click();
  await expect.element(field('Owner')).toHaveDisplayValue('Unknown');
});
