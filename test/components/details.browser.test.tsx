import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Opportunity } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import { CATALOG, COPPER, edit, EVERYTHING, opportunity, panelState, ROBOTS, section } from './samples';
import { article, showPanel } from './render-panel';

const robots = article(ROBOTS.title);
const field = (name: string) => robots.getByLabelText(name, { exact: true });
const opener = robots.getByRole('button', { name: 'Edit details' });
const save = robots.getByRole('button', { name: 'Save' });

async function openDetails(record: Opportunity = ROBOTS, own: Partial<Section> = {}) {
  const shown = showPanel(panelState([record], { sections: [section([record], own)] }));
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
    expect(robots.element().contains(document.activeElement)).toBe(false);
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

it('shows a record’s owner even where they are no longer on offer', async () => {
  const { show } = await openDetails(opportunity('1', { ownerId: 'gone' }));
  await expect.element(field('Owner')).toHaveDisplayValue('Unknown');
  show(panelState([opportunity('1', { ownerId: 'gone', ownerName: 'Ada North' })]));
  await expect.element(field('Owner')).toHaveDisplayValue('Ada North');
});

describe('fields used rarely', () => {
  const capabilities = { ...EVERYTHING, fields: ['title', 'type', 'mapLink', 'externalCreatedAt'] as const };
  const summary = robots.getByText('More fields');

  it('are folded away', async () => {
    const { actions } = await openDetails(ROBOTS, { capabilities });
    await expect.element(field('Type')).not.toBeVisible();
    await summary.click();
    await field('Type').fill('Renewal');
    await save.click();
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(ROBOTS, { type: 'Renewal' });
  });

  it('unfold where something is wrong with one of them', async () => {
    await openDetails(ROBOTS, { capabilities });
    await summary.click();
    await field('Mutual action plan').fill('ask Mara');
    await summary.click();
    await save.click();
    await expect.element(field('Mutual action plan')).toBeVisible();
    await expect.element(field('Mutual action plan')).toHaveFocus();
  });

  it('unfold where the CRM refused one of them', async () => {
    const failure = { kind: 'invalid', reason: 'Type is unknown.', field: 'type' } as const;
    const refused = edit(ROBOTS, { type: 'x' }, { is: 'rejected', failure });
    showPanel(panelState([ROBOTS], { sections: [section([ROBOTS], { capabilities })], edits: [refused] }));
    await opener.click();
    await expect.element(field('Type')).toBeVisible();
    await expect.element(field('Type')).toHaveAccessibleDescription('Type is unknown.');
  });
});

describe('whom it is about', () => {
  const fields = ['title', 'contactId', 'contactIds', 'companyId'] as const;
  const capabilities = { ...EVERYTHING, fields };
  const record = opportunity('1', {
    contactId: '123',
    contactIds: ['123', '124'],
    companyId: '9',
    companyName: 'Nordwind',
  });
  const primary = robots.getByRole('combobox', { name: 'Primary contact' });
  const contacts = robots.getByRole('group', { name: 'Contacts' });
  const company = robots.getByRole('combobox', { name: 'Company' });
  async function open(own: Partial<Section> = {}, of = record) {
    const shown = await openDetails(of, { capabilities, ...own });
    await robots.getByText('More fields').click();
    return shown;
  }
  const namesIn = (select: typeof primary) =>
    [...select.element().querySelectorAll('option')].map(({ textContent }) => textContent);

  it('is chosen from the person and company of the email', async () => {
    const { actions } = await open();
    await expect.element(primary).toHaveDisplayValue('Contact 123');
    await expect.element(company).toHaveDisplayValue('Nordwind');
    await expect.element(contacts.getByLabelText('Contact 124')).toBeChecked();
    await primary.selectOptions('Mara Rossi');
    await company.selectOptions('Tessella');
    await contacts.getByLabelText('Mara Rossi').click();
    await contacts.getByLabelText('Contact 124').click();
    await save.click();
    const patch = { contactId: 'c1', contactIds: ['123', 'c1'], companyId: 'o1' };
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(record, patch);
  });

  it('is emptied only where the CRM can do without', async () => {
    await open();
    expect(namesIn(primary)).toEqual(['Mara Rossi', 'Contact 123']);
    expect(namesIn(company)).toEqual(['None', 'Tessella', 'Nordwind']);
  });

  it('is emptied in a CRM that can', async () => {
    const { actions } = await open({ connection: { ...COPPER, crm: 'outreach', label: 'Outreach' } });
    await primary.selectOptions('None');
    await company.selectOptions('None');
    await save.click();
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(record, { contactId: null, companyId: null });
  });

  it('keeps a company’s name to that company while another is being saved', async () => {
    const moved = edit(record, { companyId: '10' }, { is: 'queued' });
    const sections = [section([record], { capabilities, company: null, contact: null })];
    showPanel(panelState([record], { sections, edits: [moved] }));
    await opener.click();
    await robots.getByText('More fields').click();
    await expect.element(company).toHaveDisplayValue('Company 10');
    expect(namesIn(company)).toEqual(['None', 'Nordwind', 'Company 10']);
  });

  it('is no control with nobody to choose', async () => {
    const nobody = opportunity('1', { contactId: null, companyId: null, companyName: null });
    await openDetails(nobody, { capabilities, contact: null, company: null });
    await expect.element(field('Title')).toBeVisible();
    expect(robots.getByText('More fields').query()).toBeNull();
  });
});

describe('the currency', () => {
  const capabilities = { ...EVERYTHING, fields: ['title', 'amount', 'currency'] as const };

  it('is edited where it can be written, as a code', async () => {
    const { actions } = await openDetails(ROBOTS, { capabilities });
    await field('Currency').fill('usd');
    await save.click();
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(ROBOTS, { currency: 'USD' });
  });

  it('is only named where it cannot', async () => {
    await openDetails();
    expect(field('Currency').query()).toBeNull();
    await expect.element(robots.getByText('EUR')).toBeVisible();
  });
});

describe('tags', () => {
  const tags = field('Tags');
  const option = (name: string) => robots.getByRole('option', { name, exact: true });

  it('are completed from those in use, with the keyboard alone', async () => {
    const { actions } = await openDetails(ROBOTS, { catalog: { ...CATALOG, tags: ['robots', 'arm', 'alarm'] } });
    await tags.fill('robots, ar');
    await expect.element(option('arm')).toBeVisible();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    await expect.element(tags).toHaveValue('robots, alarm, ');
    await expect.element(tags).toHaveFocus();
    expect(option('alarm').query()).toBeNull();
    await userEvent.keyboard('x{Enter}');
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(ROBOTS, { tags: ['robots', 'alarm', 'x'] });
  });

  it('are completed by a click', async () => {
    await openDetails(ROBOTS, { catalog: { ...CATALOG, tags: ['arm'] } });
    await tags.fill('a');
    await option('arm').click();
    await expect.element(tags).toHaveValue('arm, ');
    await expect.element(tags).toHaveFocus();
  });

  it('close their suggestions with Escape, and the form only with the next', async () => {
    await openDetails(ROBOTS, { catalog: { ...CATALOG, tags: ['arm'] } });
    await tags.fill('a');
    await expect.element(option('arm')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(option('arm').query()).toBeNull();
    await expect.element(tags).toHaveValue('a');
    await userEvent.keyboard('{Escape}');
    expect(tags.query()).toBeNull();
  });
});

describe('an opportunity that can only be read', () => {
  const record = opportunity('1', { canWrite: false, canDelete: false, nextStep: 'Call Mara' });

  it('has its details as text', async () => {
    await openDetails(record);
    await expect.element(robots).toMatchTextContent(/Next step\s*Call Mara/);
    expect(robots.getByRole('textbox').query()).toBeNull();
    for (const name of ['Save', 'Add note', 'Delete opportunity']) {
      expect(robots.getByRole('button', { name }).query()).toBeNull();
    }
  });
});
