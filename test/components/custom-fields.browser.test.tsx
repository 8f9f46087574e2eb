import { describe, expect, it } from 'vitest';
import { CUSTOM_FIELDS, CUSTOM_VALUES } from './custom-samples';
import { CATALOG, edit, panelState, ROBOTS, section } from './samples';
import { article, showPanel } from './render-panel';

const robots = article(ROBOTS.title);
const field = (name: string) => robots.getByLabelText(name, { exact: true });
const save = robots.getByRole('button', { name: 'Save' });

describe('the CRM’s own fields', () => {
  const catalog = { ...CATALOG, customFields: CUSTOM_FIELDS };
  const record = { ...ROBOTS, ...CUSTOM_VALUES };
  async function open() {
    const shown = showPanel(panelState([record], { sections: [section([record], { catalog })] }));
    await robots.getByRole('button', { name: 'Edit details' }).click();
    return shown;
  }

  it('are shown by their labels and types', async () => {
    await open();
    await expect.element(field('Project code')).toHaveValue('LR-2');
    await expect.element(field('Project code')).toBeRequired();
    await expect.element(field('Delivery notes')).toHaveValue('Dock 4\nRing twice');
    await expect.element(field('Robots')).toHaveValue('4');
    await expect.element(field('Service budget')).toHaveValue('12500.5');
    await expect.element(field('Go-live')).toHaveValue('2027-02-01');
    await expect.element(field('Renewal')).toBeChecked();
    await expect.element(field('Segment')).toHaveDisplayValue('Pharma');
    await expect.element(robots.getByRole('group', { name: 'Products' }).getByLabelText('Vision')).toBeChecked();
    await expect.element(robots.getByRole('group', { name: 'Partners' })).toMatchTextContent('Nordwind');
    await expect.element(robots.getByRole('definition').filter({ hasText: '{"a":1}' })).toBeVisible();
  });

  it('send only what was changed, in the type the CRM keeps', async () => {
    const { actions } = await open();
    await field('Robots').fill('6');
    await field('Service budget').fill('13,000');
    await field('Discount').fill('');
    await field('Renewal').click();
    await field('Segment').selectOptions('None');
    await field('Grippers').click();
    await field('Arms').click();
    await field('Next visit').fill('2026-12-01T09:30');
    await save.click();
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(record, {
      'custom:robots': 6,
      'custom:budget': 13_000,
      'custom:discount': null,
      'custom:renewal': false,
      'custom:segment': null,
      'custom:products': ['vision', 'grippers'],
      'custom:visit': new Date(2026, 11, 1, 9, 30).toISOString(),
    });
  });

  it('can be linked to other records, and no longer', async () => {
    const { actions } = await open();
    await robots.getByRole('combobox', { name: 'Add to Partners' }).selectOptions('Southstar');
    await robots.getByRole('button', { name: 'Remove Nordwind' }).click();
    await expect.element(robots.getByRole('combobox', { name: 'Add to Partners' })).toHaveFocus();
    await save.click();
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(record, { 'custom:partners': ['company:2'] });
  });

  it('say what is wrong, keep what was typed, and send nothing', async () => {
    const { actions } = await open();
    await field('Robots').fill('four');
    await field('Project code').fill(' ');
    await save.click();
    await expect.element(robots.getByText('Robots is a number, such as 1234.5.')).toBeVisible();
    await expect.element(robots.getByText('Project code can’t be empty.')).toBeVisible();
    await expect.element(field('Robots')).toHaveValue('four');
    await expect.element(field('Project code')).toHaveFocus();
    expect(actions.edit).not.toHaveBeenCalled();
  });

  it('link to https addresses, and to those only', async () => {
    await open();
    const link = robots.getByRole('link', { name: 'Open Tender page' });
    await expect.element(link).toHaveAttribute('href', 'https://tenders.example/lr2');
    await expect.element(link).toHaveAttribute('rel', 'noreferrer');
    await field('Tender page').fill('javascript:alert(1)');
    expect(link.query()).toBeNull();
  });

  it('show a conflict by label and name', async () => {
    const theirs = { 'custom:segment': 'food' } as const;
    const conflict = edit(record, { 'custom:segment': null }, { is: 'conflict', theirs });
    showPanel(panelState([record], { sections: [section([record], { catalog })], edits: [conflict] }));
    const alert = robots.getByRole('alert');
    await expect.element(alert).toMatchTextContent(/Segment changed in Copper.*Theirs\s*Food.*Mine\s*empty/);
  });
});
