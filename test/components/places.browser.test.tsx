import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { PanelState } from '../../lib/domain/panel-state';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { showPanel } from './render-panel';
import { COPPER, creation, EMAIL, MAINTENANCE, NOW, opportunity, panelState, PILOT, ROBOTS, section } from './samples';

const OUTREACH = { ...COPPER, id: 'outreach-1', crm: 'outreach' as const, label: 'Outreach', accountName: 'jo' };
const THEIRS = opportunity('8', { title: 'Elsewhere', ref: { connection: OUTREACH.id, id: '8' } });
const NEW = opportunity('9', { title: 'New' });
const KIM = { name: 'Kim Reyes', address: 'kim.reyes@tessella.example' };

const articles = page.getByRole('article');
const titles = () => articles.elements().map((element) => element.querySelector('h3')?.textContent);
const topOf = (index: number) => articles.elements()[index]?.getBoundingClientRect().top;

/** Shows one state after the other, and tells the order in the last. */
async function orderAfter(...states: PanelState[]): Promise<(string | undefined)[]> {
  const [first, ...others] = states as [PanelState, ...PanelState[]];
  const { show } = showPanel(first);
  await expect.element(articles.first()).toBeVisible();
  for (const state of others) show(state);
  return titles();
}

const title = ({ title: text }: { title: string }) => text;

it('a deal that turns out to be there stands below those that are being read, which keep their places', async () => {
  const { show } = showPanel(panelState([ROBOTS, MAINTENANCE]));
  await expect.element(articles.first()).toBeVisible();
  const before = [topOf(0), topOf(1)];
  show(panelState([NEW, MAINTENANCE, ROBOTS, PILOT]));
  expect(titles()).toEqual([ROBOTS, MAINTENANCE, NEW, PILOT].map(title));
  expect([topOf(0), topOf(1)]).toEqual(before);
  show(panelState([PILOT, NEW, ROBOTS]));
  expect(titles()).toEqual([ROBOTS, NEW, PILOT].map(title));
});

it('it does so in its own CRM’s part', async () => {
  const both = (found = [ROBOTS]) =>
    panelState([], { sections: [section(found), section([THEIRS], { connection: OUTREACH, contact: null })] });
  expect(await orderAfter(both(), both([NEW, ROBOTS]))).toEqual([ROBOTS, NEW, THEIRS].map(title));
});

it('what the rep has just made stands on top and stays there', async () => {
  const made = creation({ is: 'saved', at: NOW }, { made: { opportunityId: '9' } });
  const { show } = showPanel(panelState([ROBOTS]));
  await expect.element(articles.first()).toBeVisible();
  show(panelState([ROBOTS, NEW], { creations: [made] }));
  expect(titles()).toEqual([NEW, ROBOTS].map(title));
  show(panelState([ROBOTS, NEW]));
  expect(titles()).toEqual([NEW, ROBOTS].map(title));
});

it('another person’s deals come in their CRM’s order, also those in sight before', async () => {
  const kims = panelState([NEW, MAINTENANCE, ROBOTS], { subject: KIM, email: { ...EMAIL, sender: KIM } });
  expect(await orderAfter(panelState([ROBOTS, MAINTENANCE]), kims)).toEqual([NEW, MAINTENANCE, ROBOTS].map(title));
});

it('results of a search come in the order the rep chose, however it is changed', async () => {
  const found = (...deals: (typeof ROBOTS)[]) =>
    panelState([], { search: { query: { ...EMPTY_QUERY, text: 'o' }, sections: [section(deals)] } });
  expect(await orderAfter(found(ROBOTS, MAINTENANCE), found(NEW, MAINTENANCE, ROBOTS))).toEqual(
    [NEW, MAINTENANCE, ROBOTS].map(title),
  );
});
