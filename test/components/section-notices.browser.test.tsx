import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { Failure } from '../../lib/domain/failure';
import type { Opportunity } from '../../lib/domain/opportunity';
import type { PanelState, Section } from '../../lib/domain/panel-state';
import { EMPTY_PANEL } from '../../lib/domain/panel-state';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { article, showPanel } from './render-panel';
import { COPPER, MAINTENANCE, NOW, opportunity, panelState, ROBOTS, section } from './samples';

const OUTREACH = { ...COPPER, id: 'outreach-1', crm: 'outreach' as const, label: 'Outreach EMEA', accountName: 'jo' };
const THEIRS = opportunity('9', { title: 'Elsewhere', ref: { connection: OUTREACH.id, id: '9' } });

const copper = (found: Opportunity[], own: Partial<Section> = {}) => section(found, own);
const outreach = (found: Opportunity[], own: Partial<Section> = {}) =>
  section(found, { connection: OUTREACH, contact: null, company: null, ...own });
const failed = (failure: Failure): Partial<Section> => ({ status: 'failed', failure });
const never = (failure: Failure): Partial<Section> => ({ ...failed(failure), asOf: null });
const LOADING: Partial<Section> = { status: 'loading', asOf: null };
const OFFLINE: Failure = { kind: 'offline' };

const person = (...sections: Section[]): PanelState => panelState([], { sections });
const search = (...sections: Section[]): PanelState =>
  panelState([], { search: { query: { ...EMPTY_QUERY, text: 'o' }, sections } });
const overview = (...sections: Section[]): PanelState => ({ ...EMPTY_PANEL, sections });

const button = (name: string | RegExp) => page.getByRole('button', { name });
const notice = page.getByText("Copper can't be reached.");
const top = (found: { element: () => Element }) => found.element().getBoundingClientRect().top;
/** Where what the rep may be about to click is. */
const places = (root: HTMLElement) =>
  [...root.querySelectorAll('article, .pipeline, .bar h2, .bar .icon-button')].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { what: element.textContent, x, y, width, height };
  });

describe('with results on the screen, nothing moves', () => {
  const two = [ROBOTS, MAINTENANCE];
  it.each([
    ['the only CRM can’t be reached', person(copper(two, { status: 'loading' })), person(copper(two, failed(OFFLINE)))],
    [
      'the first of two can’t be reached',
      person(copper(two, { status: 'loading' }), outreach([THEIRS])),
      person(copper(two, failed(OFFLINE)), outreach([THEIRS])),
    ],
    [
      'the second of two fails before it ever answered',
      person(copper(two), outreach([], LOADING)),
      person(copper(two), outreach([], never({ kind: 'unauthorized' }))),
    ],
    [
      'the copy was searched and the CRM can’t be reached',
      search(copper(two, { status: 'loading', isTruncated: true, hasMore: false })),
      search(copper(two, { ...failed(OFFLINE), isTruncated: true, hasMore: false })),
    ],
    ['one of two has nothing', search(copper(two), outreach([], LOADING)), search(copper(two), outreach([]))],
    [
      'the overview can’t be refreshed',
      overview(copper(two, { status: 'loading' }), outreach([])),
      overview(copper(two, failed(OFFLINE)), outreach([])),
    ],
  ])('where %s', async (_case, before, after) => {
    const { show, root } = showPanel(before);
    const known = places(root).filter(({ what }) => what !== null);
    expect(known.length).toBeGreaterThan(2);
    show(after);
    await expect.element(page.getByText(/can't be reached|did not accept|Nothing in Outreach/)).toBeVisible();
    expect(places(root)).toEqual(known);
  });

  it.each([
    ['as of now', 'as of 0 min ago', 0],
    ['as of 59 min ago', 'as of 59 min ago', 59],
  ])('to a line with an age as short or long as “%s”', async (age, late, minutes) => {
    const asOf = NOW - minutes * 60_000;
    const { show, root } = showPanel(person(copper([ROBOTS], { status: 'loading', asOf })));
    await expect.element(page.getByText(age, { exact: true })).toBeVisible();
    const known = places(root);
    show(person(copper([ROBOTS], { ...failed(OFFLINE), asOf })));
    await expect.element(page.getByText('Not refreshed')).toBeVisible();
    await expect.element(page.getByText(late, { exact: true })).toBeVisible();
    expect(places(root)).toEqual(known);
  });

  it('and the line above them leads to what is told below', async () => {
    const many = Array.from({ length: 12 }, (_, index) => opportunity(`${index}`, { title: `Cell ${index}` }));
    showPanel(person(copper(many, failed(OFFLINE))));
    await expect.element(notice).not.toBeInViewport();
    const mark = button(/^Not refreshed/);
    await expect.element(mark).toHaveAttribute('title', "Copper can't be reached.");
    await mark.click();
    await expect.element(notice).toBeInViewport();
    expect(top(notice)).toBeGreaterThan(top(article('Cell 11')));
  });

  it('and who never answered is said to be missing', async () => {
    showPanel(person(copper([ROBOTS]), outreach([], never(OFFLINE))));
    await expect.element(button(/^Incomplete/)).toHaveAttribute('title', "Outreach EMEA can't be reached.");
  });
});

describe('with nothing on the screen', () => {
  it('a failure stands where the results would', async () => {
    const { root } = showPanel(person(copper([], never(OFFLINE)), outreach([], LOADING)));
    await expect.element(notice).toBeVisible();
    expect(button(/^(Not refreshed|Incomplete)/).query()).toBeNull();
    expect(top(notice)).toBeLessThan(root.querySelector('.is-skeleton')?.getBoundingClientRect().top ?? 0);
  });
});

describe('what to do about a failure', () => {
  const limited = (wait: number): Failure => ({ kind: 'rate-limited', retryAt: NOW + wait });
  const again = button('Try again');

  it.each([
    [20_000, 'Asked again in 20 s.'],
    [1, 'Asked again in 1 s.'],
    [150_000, 'Asked again in 3 min.'],
  ])('is to wait where there were too many requests: %d ms', async (wait, sentence) => {
    showPanel(person(copper([], never(limited(wait)))));
    await expect.element(page.getByText(sentence, { exact: true })).toBeVisible();
    expect(again.query()).toBeNull();
    expect(page.getByText(/try again/).query()).toBeNull();
  });

  it('is to try again where the CRM may be asked again and was not', async () => {
    const { show } = showPanel(person(copper([], never(limited(20_000)))));
    show(person(copper([], never(limited(20_000)))), { now: NOW + 20_000 });
    await expect.element(again).toBeVisible();
    expect(page.getByText(/Asked again/).query()).toBeNull();
  });

  it('is nothing but to check the connection where there is none', async () => {
    showPanel(person(copper([], never(OFFLINE))));
    await expect.element(page.getByText(/Check your connection; Copper is asked again by itself\./)).toBeVisible();
    await expect.element(again).toBeVisible();
  });

  it.each([
    ['people and their opportunities', person, 'look up people and their opportunities'],
    ['a search', search, 'search opportunities'],
    ['what is open', overview, 'list opportunities'],
  ])('tells that %s are not allowed', async (_case, show, asked) => {
    showPanel(show(copper([], never({ kind: 'forbidden' }))));
    await expect.element(page.getByText(`Copper does not let your account ${asked}.`)).toBeVisible();
  });
});

describe('what the copy on this device has of a search', () => {
  const copied: Partial<Section> = { status: 'loading', isMirrored: true, isTruncated: true, hasMore: false };
  const heading = page.getByRole('heading', { level: 2 });

  it.each([
    ['while the CRM is asked', copied],
    ['where it can’t be reached', { ...copied, ...failed(OFFLINE) }],
  ])('is said to be from there %s', async (_case, own) => {
    showPanel(search(copper([ROBOTS], own)));
    await expect.element(heading).toHaveTextContent('1 in the copy');
    await expect.element(page.getByText('From the copy on this device: Copper may have more.')).toBeVisible();
    expect(page.getByText(/Only the first/).query()).toBeNull();
  });

  it('is each CRM’s own', async () => {
    showPanel(search(copper([ROBOTS], copied), outreach([THEIRS])));
    await expect.element(button('Copper jo@harbour.example 1 in the copy')).toBeVisible();
    await expect.element(button('Outreach EMEA jo 1')).toBeVisible();
    await expect.element(heading).toHaveTextContent('2+ opportunities');
  });

  it('is nothing to speak of once the CRM has answered', async () => {
    showPanel(search(copper([ROBOTS])));
    await expect.element(heading).toMatchTextContent('1 opportunity · €84,000 open');
    expect(page.getByText(/copy/).query()).toBeNull();
  });
});
