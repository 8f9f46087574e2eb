import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Connection } from '../../lib/domain/connection';
import type { Opportunity } from '../../lib/domain/opportunity';
import type { PanelState, Section } from '../../lib/domain/panel-state';
import { EMPTY_PANEL } from '../../lib/domain/panel-state';
import type { SearchQuery } from '../../lib/domain/search';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { CATALOG, COPPER, EVERYTHING, MAINTENANCE, opportunity, panelState, PILOT, ROBOTS, section } from './samples';
import { article, showPanel } from './render-panel';

const OUTREACH: Connection = {
  ...COPPER,
  id: 'outreach-1',
  crm: 'outreach',
  label: 'Outreach EMEA',
  accountName: 'jo',
};
const APIDECK: Connection = { ...COPPER, id: 'apideck-1', crm: 'apideck', label: 'HubSpot', accountName: '' };

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const list = page.getByRole('list', { name: 'Opportunities' });
const items = list.getByRole('listitem');
const heading = page.getByRole('heading', { level: 2 });

const at = ({ id: connection }: Connection, one: Opportunity, own: Partial<Opportunity> = {}): Opportunity => ({
  ...one,
  ref: { connection, id: one.ref.id },
  ...own,
});
const of = (connection: Connection, found: Opportunity[] = [], own: Partial<Section> = {}) =>
  section(found, { connection, ...own });
const deals = (count: number, first = 0) =>
  Array.from({ length: count }, (_, index) => opportunity(`n${first + index}`, { title: `Cell ${first + index}` }));

const ASKED: SearchQuery = { ...EMPTY_QUERY, text: 'cell' };
const results = (sections: Section[], query = ASKED): PanelState =>
  panelState([], { sections: sections.map(({ connection }) => of(connection)), search: { query, sections } });

describe('several connections', () => {
  it('answer each for itself: one is asked still, one failed, one is there', async () => {
    showPanel(
      results([
        of(COPPER, deals(2)),
        of(OUTREACH, [], { status: 'loading', asOf: null }),
        of(APIDECK, [], { status: 'failed', asOf: null, failure: { kind: 'offline' } }),
      ]),
    );
    await expect.element(article('Cell 0')).toBeVisible();
    await expect.element(page.getByText("HubSpot can't be reached.")).toBeVisible();
    await expect.element(list.getByText('Outreach EMEA')).toBeVisible();
    expect(items.elements()).toHaveLength(2);
  });

  it('say what they can’t be searched by, and that the others were', async () => {
    const query: SearchQuery = { ...ASKED, filters: { tags: ['a'], closeDate: { min: null, max: '2026-01-01' } } };
    const { show } = showPanel(
      results([of(COPPER, deals(1)), of(OUTREACH, [], { unsupported: ['tags', 'closeDate'] }), of(APIDECK)], query),
    );
    await expect.element(page.getByText("Outreach EMEA can't be searched by tags or close date.")).toBeVisible();
    await expect.element(page.getByText('Nothing in HubSpot.')).toBeVisible();
    show(results([of(OUTREACH, [], { unsupported: ['tags'] })], query));
    await expect.element(page.getByText("Outreach EMEA can't be searched by tags.")).toBeVisible();
    expect(page.getByText(/No opportunit/).query()).toBeNull();
  });

  it('say where the order asked for is not theirs', async () => {
    const capabilities = { ...EVERYTHING, sorts: ['updatedAt'] as const };
    showPanel(
      results([of(COPPER, deals(1)), of(OUTREACH, [at(OUTREACH, ROBOTS)], { capabilities })], {
        ...ASKED,
        sort: { by: 'stage', isDescending: true },
      }),
    );
    const sentence = "Outreach EMEA can't sort by stage: the newest change comes first there.";
    await expect.element(page.getByText(sentence)).toBeVisible();
    expect(page.getByText(/Copper can't/).query()).toBeNull();
  });

  it.each([
    [{ total: 340, isTruncated: true }, '2 of 340', '3 of 341 opportunities'],
    [{ total: null, isTruncated: true }, '2+', '3+ opportunities'],
    [{ total: 2, isTruncated: false }, '2', '3 opportunities · €252,000 open'],
  ])('tell how many there are of %j', async (own, count, all) => {
    showPanel(results([of(COPPER, deals(2), own), of(OUTREACH, [at(OUTREACH, ROBOTS)])]));
    await expect.element(button(`Copper jo@harbour.example ${count}`)).toBeVisible();
    await expect.element(heading).toMatchTextContent(all);
  });

  it('fold, so that the next one’s results are in reach', async () => {
    showPanel(results([of(COPPER, deals(2)), of(OUTREACH, [at(OUTREACH, ROBOTS)])]));
    await button(/^Copper/).click();
    expect(page.getByRole('article', { name: /^Cell/ }).query()).toBeNull();
    await expect.element(article(ROBOTS.title)).toBeVisible();
    await button(/^Copper/).click();
    await expect.element(article('Cell 1')).toBeVisible();
  });

  it('let the rep see and choose where one click creates', async () => {
    const { actions, show } = showPanel(panelState([], { sections: [of(COPPER), of(OUTREACH)] }));
    const target = page.getByRole('combobox', { name: 'Create in' });
    await expect.element(target).toHaveDisplayValue('in Outreach EMEA');
    await button('Create opportunity').click();
    expect(actions.create).toHaveBeenLastCalledWith('outreach-1', null);
    show(panelState([], { sections: [of({ ...COPPER, isDefault: true }), of(OUTREACH)] }));
    await expect.element(target).toHaveDisplayValue('in Copper');
    await target.selectOptions('in Outreach EMEA');
    await button('Create opportunity').click();
    expect(actions.create).toHaveBeenLastCalledWith('outreach-1', null);
  });

  it('are named in the overview, alone where the pipeline has no name', async () => {
    const [sales] = CATALOG.pipelines;
    const unnamed = { ...CATALOG, pipelines: sales ? [{ ...sales, name: '' }] : [] };
    const outreach = of(OUTREACH, [at(OUTREACH, ROBOTS, { status: 'active' })], { catalog: unnamed });
    showPanel({ ...EMPTY_PANEL, sections: [of(COPPER, [ROBOTS]), outreach] });
    const titles = page.getByRole('heading', { level: 3 }).elements();
    expect(titles.map(({ textContent }) => textContent)).toEqual(['Copper · Sales', 'Outreach EMEA']);
    await expect
      .element(page.getByRole('listitem').filter({ hasText: 'Presentation' }).last())
      .toMatchTextContent(/1 open/);
  });
});

describe('the same deal in two CRMs', () => {
  const twin = at(OUTREACH, ROBOTS, { title: 'Lab Robots – Phase 2', amount: 80_000 });

  it('stands side by side under one heading, each article with its connection’s name', async () => {
    showPanel(panelState([], { sections: [of(COPPER, [MAINTENANCE, ROBOTS]), of(OUTREACH, [twin])] }));
    expect(items.elements()).toHaveLength(2);
    await expect.element(items.nth(0)).toMatchTextContent(/^Copper.*Maintenance 2027/);
    const deal = items.nth(1);
    await expect.element(deal.getByRole('heading', { name: 'Lab Robots – Phase 2', exact: true })).toBeVisible();
    const articles = deal.getByRole('article');
    expect(articles.elements()).toHaveLength(2);
    await expect.element(articles.nth(0)).toHaveAccessibleName('Lab Robots – Phase 2, Outreach EMEA');
    await expect.element(articles.nth(1)).toHaveAccessibleName('Lab robots, phase 2, Copper');
  });

  it('is one opportunity in the sum', async () => {
    showPanel(panelState([], { sections: [of(COPPER, [ROBOTS, MAINTENANCE]), of(OUTREACH, [twin])] }));
    await expect.element(heading).toMatchTextContent('2 opportunities · €96,500 open');
  });

  it('keeps what is typed into one article when the other CRM answers', async () => {
    const before = [of(COPPER, [ROBOTS]), of(OUTREACH, [], { status: 'loading', asOf: null })];
    const { show } = showPanel(panelState([], { sections: before }));
    const percent = page.getByRole('spinbutton', { name: 'Win probability' }).first();
    await percent.fill('77');
    show(panelState([], { sections: [of(COPPER, [ROBOTS]), of(OUTREACH, [twin])] }));
    await expect.element(article('Lab Robots – Phase 2, Outreach EMEA')).toBeVisible();
    await expect.element(percent).toHaveValue(77);
    await expect.element(percent).toHaveFocus();
  });

  it('stays where it was seen first, the very same article, when an earlier CRM answers', async () => {
    const before = [of(COPPER, [], { status: 'loading', asOf: null }), of(OUTREACH, [twin])];
    const { show } = showPanel(panelState([], { sections: before }));
    const first = page.getByRole('article', { name: /^Lab Robots – Phase 2/ });
    const shownFirst = first.element();
    await first.getByRole('button', { name: 'Edit details' }).click();
    await first.getByRole('textbox', { name: 'Next step' }).fill('Call');
    const percent = first.getByRole('spinbutton', { name: 'Win probability' });
    await percent.fill('77');
    const answered = [of(COPPER, [MAINTENANCE, ROBOTS]), of(OUTREACH, [at(OUTREACH, PILOT), twin])];
    show(panelState([], { sections: answered }));
    await expect.element(article('Lab robots, phase 2, Copper')).toBeVisible();
    expect(article('Lab Robots – Phase 2, Outreach EMEA').element()).toBe(shownFirst);
    await expect.element(percent).toHaveValue(77);
    await expect.element(percent).toHaveFocus();
    await expect.element(first.getByRole('textbox', { name: 'Next step' })).toHaveValue('Call');
    const joined = items.nth(1).getByRole('article');
    await expect.element(joined.nth(0)).toHaveAccessibleName('Lab Robots – Phase 2, Outreach EMEA');
    await expect.element(joined.nth(1)).toHaveAccessibleName('Lab robots, phase 2, Copper');
  });

  it('is another deal in a search where the company is another', () => {
    const other = at(OUTREACH, ROBOTS, { companyName: 'Alpenwerk' });
    showPanel(results([of(COPPER, [ROBOTS]), of(OUTREACH, [other])]));
    expect(items.elements()).toHaveLength(2);
  });
});

describe('more results', () => {
  const more = { isTruncated: true, total: 340 };

  it('come as the rep scrolls near the end, once', async () => {
    const { actions, show } = showPanel(results([of(COPPER, deals(30), more)]));
    await expect.element(article('Cell 0')).toBeVisible();
    expect(actions.searchMore).not.toHaveBeenCalled();
    article('Cell 29').element().scrollIntoView();
    await vi.waitFor(() => expect(actions.searchMore).toHaveBeenCalledExactlyOnceWith(COPPER.id));
    show(results([of(COPPER, deals(30), { ...more, status: 'loading' })]));
    await expect.element(page.getByText('Loading…')).toBeVisible();
    const top = article('Cell 29').element().getBoundingClientRect().top;
    show(results([of(COPPER, deals(60), more)]));
    await expect.element(article('Cell 59')).toBeInTheDocument();
    expect(article('Cell 29').element().getBoundingClientRect().top).toBe(top);
    article('Cell 59').element().scrollIntoView();
    await vi.waitFor(() => expect(actions.searchMore).toHaveBeenCalledTimes(2));
  });

  it('come on a click too, and the focus goes to the first of them', async () => {
    const failed = { ...more, status: 'failed', failure: { kind: 'offline' } } as const;
    const { actions, show } = showPanel(results([of(COPPER, deals(2), failed)]));
    await expect.element(page.getByText("Copper can't be reached.")).toBeVisible();
    await button('Show more').click();
    expect(actions.searchMore).toHaveBeenCalledExactlyOnceWith(COPPER.id);
    show(results([of(COPPER, deals(2), { ...more, status: 'loading' })]));
    await button('Show more').click({ force: true });
    expect(actions.searchMore).toHaveBeenCalledOnce();
    show(results([of(COPPER, deals(4), { total: 4 })]));
    await expect.element(article('Cell 2')).toHaveFocus();
    expect(button('Show more').query()).toBeNull();
  });

  it('do not take the focus from somebody who went on', async () => {
    const failed = { ...more, status: 'failed', failure: { kind: 'offline' } } as const;
    const { show } = showPanel(results([of(COPPER, deals(2), failed)]));
    await button('Show more').click();
    const box = page.getByRole('searchbox', { name: 'Search opportunities' });
    await box.click();
    await userEvent.keyboard('x');
    show(results([of(COPPER, deals(4), { total: 4 })]));
    await expect.element(article('Cell 3')).toBeVisible();
    await expect.element(box).toHaveFocus();
  });

  it('are asked for no second time by themselves where a part brought nothing', async () => {
    const { actions, show } = showPanel(results([of(COPPER, deals(1), more)]));
    await vi.waitFor(() => expect(actions.searchMore).toHaveBeenCalledOnce());
    show(results([of(COPPER, deals(1), { ...more, status: 'loading' })]));
    show(results([of(COPPER, deals(1), more)]));
    await expect.element(button('Show more')).toHaveAttribute('aria-disabled', 'false');
    // An observer set up in the test reports after the panel's would have.
    await new Promise((resolve) => new IntersectionObserver(resolve).observe(document.body));
    expect(actions.searchMore).toHaveBeenCalledOnce();
    await button('Show more').click();
    expect(actions.searchMore).toHaveBeenCalledTimes(2);
  });

  it('are each connection’s own, also where nothing has passed the filters yet', async () => {
    const { actions } = showPanel(
      results([of(COPPER, deals(1)), of(OUTREACH, [], { ...more, status: 'failed', failure: { kind: 'timeout' } })]),
    );
    await button('Show more from Outreach EMEA').click();
    expect(actions.searchMore).toHaveBeenCalledExactlyOnceWith(OUTREACH.id);
    expect(page.getByText(/No opportunity matches/).query()).toBeNull();
  });
});
