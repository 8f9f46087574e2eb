import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { EMAIL, EVERYTHING, MARA, opportunity, panelState, ROBOTS, section } from './samples';
import { article, showPanel } from './render-panel';
import { add, button, chip, combobox, filter, openFilters, query } from './search-form';

const box = page.getByRole('searchbox', { name: 'Search opportunities' });

describe('the search box', () => {
  it('is reached with a slash and ended with Escape', async () => {
    const { actions } = showPanel(panelState([ROBOTS]));
    await page.getByRole('heading', { name: MARA.name }).click();
    await userEvent.keyboard('/');
    await expect.element(box).toHaveFocus();
    await userEvent.keyboard('a/b');
    expect(actions.search).toHaveBeenLastCalledWith(query({}, 'a/b'));
    await userEvent.keyboard('{Escape}');
    expect(actions.search).toHaveBeenLastCalledWith(EMPTY_QUERY);
    await expect.element(box).toHaveValue('');
    await expect.element(box).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(box).not.toHaveFocus();
  });

  it('leaves a slash typed elsewhere alone', async () => {
    showPanel(panelState([ROBOTS]));
    await button('Edit details').click();
    const title = page.getByLabelText('Title', { exact: true });
    await title.clear();
    await userEvent.keyboard('/');
    await expect.element(title).toHaveValue('/');
    await expect.element(title).toHaveFocus();
  });

  it('shows results instead of the person’s opportunities', async () => {
    const fence = opportunity('11', { title: 'Robot fence', companyName: 'Alpenwerk' });
    const results = section([], { matches: [{ reason: null, opportunity: fence }] });
    showPanel(panelState([ROBOTS], { search: { query: query({}, 'fence'), sections: [results] } }));
    await expect.element(article('Robot fence')).toMatchTextContent('Alpenwerk');
    await expect.element(article(ROBOTS.title)).not.toBeInTheDocument();
    await expect.element(box).toHaveValue('fence');
  });

  it.each([
    [query({}, 'fence'), 'No opportunity matches “fence”.'],
    [query({ tags: ['a'] }), 'No opportunity matches these filters.'],
    [query({ tags: ['a'] }, 'fence'), 'No opportunity matches “fence” with these filters.'],
  ])('says that nothing matches %j', async (asked, sentence) => {
    showPanel(panelState([ROBOTS], { search: { query: asked, sections: [section([])] } }));
    await expect.element(page.getByText(sentence)).toBeVisible();
  });
});

describe('filters and text', () => {
  it('go all at once, the text stays', async () => {
    const asked = query({ statuses: ['open'], tags: ['a'] }, 'robot');
    const { actions } = await openFilters(panelState([], { search: { query: asked, sections: [section([])] } }));
    await expect.element(button('Filters')).toHaveAccessibleDescription('2 set');
    await button('Clear filters').click();
    expect(actions.search).toHaveBeenLastCalledWith(query({}, 'robot'));
    expect(filter('Status').query()).toBeNull();
    expect(button('Clear filters').query()).toBeNull();
  });

  it('go with the text on Escape in the search box, and close on Escape among themselves', async () => {
    const asked = query({ statuses: ['open'] }, 'robot');
    const { actions } = await openFilters(panelState([], { search: { query: asked, sections: [section([])] } }));
    (chip('Status', 'Open').element() as HTMLElement).focus();
    await userEvent.keyboard('{Escape}');
    await expect.element(button('Filters')).toHaveFocus();
    await expect.element(button('Filters')).toHaveAttribute('aria-expanded', 'false');
    expect(actions.search).not.toHaveBeenCalled();
    await box.click();
    await userEvent.keyboard('{Escape}');
    expect(actions.search).toHaveBeenLastCalledWith(EMPTY_QUERY);
  });

  it('and the text stay while their results come in, and go with another email', async () => {
    const { show } = await openFilters();
    await add('Owner');
    await box.fill('robot');
    show(panelState([], { search: { query: query({}, 'rob'), sections: [section([])] } }));
    await userEvent.keyboard('s');
    await expect.element(box).toHaveValue('robots');
    await expect.element(filter('Owner')).toBeVisible();
    show(panelState([], { email: { ...EMAIL, threadId: '18c0ffee18c0fff0' } }));
    await expect.element(box).toHaveValue('');
    await expect.element(button('Filters')).toHaveAttribute('aria-expanded', 'false');
    await button('Filters').click();
    expect(filter('Owner').query()).toBeNull();
  });

  it('of another tab’s search come in', async () => {
    const { show } = showPanel(panelState([ROBOTS]));
    show(panelState([], { search: { query: query({ statuses: ['won'] }, 'arm'), sections: [section([])] } }));
    await expect.element(box).toHaveValue('arm');
    await button('Filters').click();
    await expect.element(chip('Status', 'Won')).toBeChecked();
  });
});

describe('the order', () => {
  it('begins with the newest change and can be any a connection offers, either way', async () => {
    const { actions } = await openFilters(panelState([], { search: { query: query({}, 'robot'), sections: [] } }));
    await expect.element(combobox('Sort by')).toHaveValue('updatedAt');
    await expect.element(button('Newest first')).toBeVisible();
    await combobox('Sort by').selectOptions('Close date');
    expect(actions.search.mock.lastCall?.[0]).toEqual({
      ...query({}, 'robot'),
      sort: { by: 'closeDate', isDescending: false },
    });
    await button('Soonest first').click();
    expect(actions.search.mock.lastCall?.[0].sort).toEqual({ by: 'closeDate', isDescending: true });
    await expect.element(button('Latest first')).toBeVisible();
  });

  it('is only what a connection offers', async () => {
    const state = panelState([], {
      sections: [section([], { capabilities: { ...EVERYTHING, sorts: ['updatedAt', 'amount'] } })],
    });
    await openFilters(state);
    const { options } = combobox('Sort by').element() as HTMLSelectElement;
    expect([...options].map(({ label }) => label)).toEqual(['Last change', 'Value']);
  });
});
