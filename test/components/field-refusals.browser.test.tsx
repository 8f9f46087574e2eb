import { expect, it } from 'vitest';
import type { Locator } from 'vitest/browser';
import type { Field, OpportunityPatch } from '../../lib/domain/opportunity';
import type { CustomField } from '../../lib/domain/custom-field';
import { CATALOG, edit, panelState, ROBOTS, section } from './samples';
import { article, showPanel, statusOf } from './render-panel';

const robots = article(ROBOTS.title);
const opener = robots.getByRole('button', { name: 'Edit details' });
const correct = statusOf(ROBOTS.title).getByRole('button', { name: 'Correct' });
const BUDGET: CustomField = {
  id: 'budget',
  label: 'Budget code',
  type: 'text',
  options: [],
  isRequired: false,
  isFilterable: true,
  currency: null,
};
const catalog = { ...CATALOG, customFields: [BUDGET] };

function showRefused(field: Field, patch: OpportunityPatch) {
  const failure = { kind: 'invalid', reason: 'This is not taken', field } as const;
  const refused = edit(ROBOTS, patch, { is: 'rejected', failure });
  return showPanel(panelState([], { sections: [section([ROBOTS], { catalog })], edits: [refused] }));
}

it.each<[Field, OpportunityPatch, Locator]>([
  ['stageId', { stageId: 's4' }, robots.getByRole('combobox', { name: 'Stage' })],
  ['pipelineId', { stageId: 'p1', pipelineId: 'hiring' }, robots.getByRole('combobox', { name: 'Stage' })],
  ['winProbability', { winProbability: 101 }, robots.getByRole('spinbutton', { name: 'Win probability' })],
  ['status', { status: 'won' }, robots.getByRole('radiogroup', { name: 'Status' })],
  ['lossReasonId', { status: 'lost' }, robots.getByRole('combobox', { name: 'Loss reason' })],
])('a refused %s is marked at its control, with the sentence beside it', async (field, patch, control) => {
  showRefused(field, patch);
  await expect.element(control).toHaveAttribute('aria-invalid', 'true');
  await expect.element(control).toHaveAccessibleDescription('This is not taken.');
  await expect.element(robots.getByText('This is not taken.', { exact: true }).first()).toBeVisible();
  expect(correct.query()).toBeNull();
});

it.each<[Field, OpportunityPatch, string]>([
  ['closeDate', { closeDate: '2027-01-01' }, 'Close date'],
  ['description', { description: 'x' }, 'Description'],
  ['custom:budget', { 'custom:budget': 'B-7' }, 'Budget code'],
])('a refused %s is one press away, in the details', async (field, patch, label) => {
  showRefused(field, patch);
  await correct.click();
  const control = robots.getByLabelText(label);
  await expect.element(control).toHaveFocus();
  await expect.element(control).toHaveAttribute('aria-invalid', 'true');
  await expect.element(control).toHaveAccessibleDescription('This is not taken.');
  await expect.element(control).toHaveValue(String(patch[field]));
  expect(correct.query()).toBeNull();
});

it('the details opened by hand begin with what was refused', async () => {
  showRefused('description', { description: 'x' });
  await opener.click();
  await expect.element(robots.getByLabelText('Description')).toHaveFocus();
});
