import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { CustomField } from '../../lib/domain/custom-field';
import type { PanelState, Section } from '../../lib/domain/panel-state';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { CATALOG, COPPER, EVERYTHING, panelState, ROBOTS, section } from './samples';
import { showPanel } from './render-panel';
import { add, button, chip, combobox, filter, filtersOf, openFilters, query } from './search-form';

const problem = (name: string) => filter(name).getByText(/Not searched for yet/);
const field = (own: Partial<CustomField>): CustomField => ({
  id: '1',
  label: 'Region',
  type: 'choice',
  options: [],
  currency: null,
  isRequired: false,
  isFilterable: true,
  ...own,
});

/** Mara's email open, and Outreach connected beside Copper. */
function twoConnections(outreach: Partial<Section> = {}, own: Partial<PanelState> = {}): PanelState {
  const connection = { ...COPPER, id: 'outreach-1', crm: 'outreach' as const, label: 'Outreach' };
  return panelState([], { sections: [section([ROBOTS]), section([], { connection, ...outreach })], ...own });
}

/** Names of the options of a combobox, its prompt left out. */
const optionsOf = (name: string) =>
  [...(combobox(name).element() as HTMLSelectElement).options].map(({ label }) => label).slice(1);

describe('filters', () => {
  it('are a search without any text, asked at once, until the last is taken back', async () => {
    const { actions } = await openFilters();
    await add('Status');
    expect(actions.search).not.toHaveBeenCalled();
    await expect.element(chip('Status', 'Open')).toHaveFocus();
    await chip('Status', 'Won').click();
    expect(actions.search).toHaveBeenLastCalledWith(query({ statuses: ['won'] }));
    await chip('Status', 'Lost').click();
    expect(filtersOf(actions.search)).toEqual({ statuses: ['won', 'lost'] });
    await expect.element(button('Filters')).toHaveAccessibleDescription('1 set');
    await button('Remove filter Status').click();
    expect(actions.search).toHaveBeenLastCalledWith(EMPTY_QUERY);
    await expect.element(combobox('Add filter')).toHaveFocus();
    expect(filter('Status').query()).toBeNull();
  });

  it('are those any connection can be asked, each offered once', async () => {
    const nothing = { ...EVERYTHING, filters: [], sorts: [] };
    const custom = field({ label: 'Region', options: [{ id: '1', name: 'North' }] });
    const some = { ...EVERYTHING, filters: ['amount', 'lossReasons', 'custom'] as const };
    const state = twoConnections({ capabilities: some, catalog: { ...CATALOG, customFields: [custom] } });
    const [first, second] = state.sections as [Section, Section];
    await openFilters({ ...state, sections: [{ ...first, capabilities: nothing }, second] });
    expect(optionsOf('Add filter')).toEqual(['Value', 'Loss reason', 'Region']);
    await add('Value');
    expect(optionsOf('Add filter')).toEqual(['Loss reason', 'Region']);
  });

  it('are not offered where nothing can be asked', () => {
    showPanel(panelState([], { sections: [] }));
    expect(button('Filters').query()).toBeNull();
  });

  it('choose by name over all connections, none included', async () => {
    const owners = ['Sam Lind', 'jo harbour', 'Ada Berg', 'Bo Ek', 'Cy Dahl'].map((name) => ({ id: name, name }));
    const { actions } = await openFilters(twoConnections({ catalog: { ...CATALOG, owners } }));
    await add('Owner');
    expect(optionsOf('Owner')).toEqual(['None', 'Ada Berg', 'Bo Ek', 'Cy Dahl', 'Jo Harbour', 'Sam Lind']);
    await combobox('Owner').selectOptions('Jo Harbour');
    await combobox('Owner').selectOptions('None');
    expect(filtersOf(actions.search)).toEqual({ owners: ['Jo Harbour', null] });
    await expect.element(combobox('Owner')).toHaveValue('');
    await button('Remove Jo Harbour').click();
    expect(filtersOf(actions.search)).toEqual({ owners: [null] });
    await expect.element(combobox('Owner')).toHaveFocus();
  });

  it('group stages by pipeline', async () => {
    const { actions } = await openFilters();
    await add('Stage');
    const stages = filter('Stage').getByRole('combobox');
    const groups = [...stages.element().querySelectorAll('optgroup')];
    expect(groups.map(({ label }) => label)).toEqual(['Sales', 'Partners']);
    await stages.selectOptions('Signed');
    expect(filtersOf(actions.search)).toEqual({ stages: ['Signed'] });
  });

  it('open their list for the arrow keys instead of adding what those pass', async () => {
    await openFilters();
    await userEvent.keyboard('{Tab}{Tab}{Tab}');
    await expect.element(combobox('Add filter')).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(combobox('Add filter')).toHaveFocus();
    expect(filter('Owner').query()).toBeNull();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    await expect.element(filter('Status')).toBeVisible();
    expect(filter('Owner').query()).toBeNull();
  });

  it('keep a bad range to themselves, with a sentence, and what was typed', async () => {
    const { actions } = await openFilters();
    await add('Value');
    const from = filter('Value').getByRole('textbox', { name: 'Value from' });
    const to = filter('Value').getByRole('textbox', { name: 'Value to' });
    await from.fill('12,500');
    expect(filtersOf(actions.search)).toEqual({ amount: { min: 12_500, max: null } });
    await to.fill('900');
    await expect.element(problem('Value')).toBeVisible();
    await expect.element(to).toHaveAttribute('aria-invalid', 'true');
    await to.fill('many');
    await expect.element(problem('Value')).toMatchTextContent(/Type a number such as 12,500/);
    expect(actions.search).toHaveBeenCalledOnce();
    await expect.element(to).toHaveValue('many');
    await to.fill('90000');
    expect(filtersOf(actions.search)).toEqual({ amount: { min: 12_500, max: 90_000 } });
    expect(problem('Value').query()).toBeNull();
    await from.fill('');
    await to.fill('');
    expect(actions.search).toHaveBeenLastCalledWith(EMPTY_QUERY);
  });

  it('take days asked for often, and any others', async () => {
    const { actions } = await openFilters();
    await add('Close date');
    await filter('Close date').getByRole('combobox').selectOptions('This month');
    expect(filtersOf(actions.search)).toEqual({ closeDate: { min: '2026-11-01', max: '2026-11-30' } });
    await filter('Close date').getByRole('combobox').selectOptions('Next quarter');
    expect(filtersOf(actions.search)).toEqual({ closeDate: { min: '2027-01-01', max: '2027-03-31' } });
    await filter('Close date').getByRole('combobox').selectOptions('From – to…');
    const from = page.getByLabelText('Close date from');
    await expect.element(from).toHaveValue('2027-01-01');
    await page.getByLabelText('Close date to').fill('2026-12-31');
    await expect.element(problem('Close date')).toMatchTextContent(/The first day is after the last/);
    await from.fill('2026-12-01');
    expect(filtersOf(actions.search)).toEqual({ closeDate: { min: '2026-12-01', max: '2026-12-31' } });
    await filter('Close date').getByRole('combobox').selectOptions('Any day');
    expect(actions.search).toHaveBeenLastCalledWith(EMPTY_QUERY);
  });

  it('complete tags, take unknown ones, and ask for none', async () => {
    const { actions } = await openFilters();
    await add('Tags');
    const tags = filter('Tags').getByLabelText('Tags');
    const list = (tags.element() as HTMLInputElement).list;
    expect([...(list?.options ?? [])].map(({ value }) => value)).toEqual(CATALOG.tags);
    await expect.element(tags).toHaveFocus();
    await userEvent.keyboard('key account{Enter}');
    expect(filtersOf(actions.search)).toEqual({ tags: ['key account'] });
    await chip('Tags', 'No tags').click();
    expect(filtersOf(actions.search)).toEqual({ tags: [null, 'key account'] });
    await button('Remove key account').click();
    expect(filtersOf(actions.search)).toEqual({ tags: [null] });
  });

  it('ask for what is followed in one step', async () => {
    const { actions } = await openFilters();
    await add('Followed');
    expect(filtersOf(actions.search)).toEqual({ isFollowed: true });
    await combobox('Followed').selectOptions('No');
    expect(filtersOf(actions.search)).toEqual({ isFollowed: false });
  });

  it('take custom fields by their type', async () => {
    const customFields = [
      field({ label: 'Region', options: [{ id: '1', name: 'North' }] }),
      field({ id: '2', label: 'Signed', type: 'checkbox' }),
      field({ id: '3', label: 'Fee', type: 'money', currency: 'EUR' }),
      field({ id: '4', label: 'Kick-off', type: 'date' }),
      field({ id: '5', label: 'Secret', isFilterable: false }),
    ];
    const state = panelState([], { sections: [section([], { catalog: { ...CATALOG, customFields } })] });
    const { actions } = await openFilters(state);
    expect(optionsOf('Add filter')).not.toContain('Secret');
    await add('Region');
    await chip('Region', 'North').click();
    await add('Signed');
    await chip('Signed', 'No').click();
    await add('Fee');
    await filter('Fee').getByRole('textbox', { name: 'Fee to' }).fill('-10');
    await add('Kick-off');
    await filter('Kick-off').getByRole('combobox').selectOptions('Before today');
    expect(filtersOf(actions.search)).toEqual({
      custom: {
        Region: { anyOf: ['North'] },
        Signed: { anyOf: [false] },
        Fee: { range: { min: null, max: -10 } },
        'Kick-off': { range: { min: null, max: '2026-11-23' } },
      },
    });
    await button('Remove filter Fee').click();
    expect(Object.keys(filtersOf(actions.search)?.custom ?? {})).toEqual(['Region', 'Signed', 'Kick-off']);
  });
});
