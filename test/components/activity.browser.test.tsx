import { describe, expect, it, onTestFinished } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { UNDO_WINDOW } from '../../lib/domain/edit';
import type { Delivery } from '../../lib/domain/edit';
import type { ActivityEntry, PanelState } from '../../lib/domain/panel-state';
import { article, showPanel, statusOf } from './render-panel';
import {
  COPPER,
  created,
  creation,
  edit,
  edited,
  EVERYTHING,
  LOCAL,
  MAINTENANCE,
  NOW,
  opportunity,
  panelState,
  ROBOTS,
  section,
} from './samples';

const MINUTE = 60_000;
const TITLE = 'Tessella: Lab robots: revised offer';
const ELSEWHERE = opportunity('77', { title: 'Spare grippers' });
const SAVED: Delivery = { is: 'saved', at: NOW - MINUTE };
const FORBIDDEN: Delivery = { is: 'rejected', failure: { kind: 'forbidden' } };
const opener = page.getByRole('button', { name: /^Activity/ });
const list = page.getByRole('list', { name: 'Activity' });
const item = (index: number) => list.getByRole('listitem').nth(index);
const inList = (name: string) => list.getByRole('button', { name, exact: true });

async function openActivity(activity: ActivityEntry[], own: Partial<PanelState> = {}) {
  const state = panelState([ROBOTS], { activity, ...own });
  const shown = showPanel(state);
  await opener.click();
  return { ...shown, state };
}

describe('the Activity button', () => {
  it('opens the list in place, and closes it with Escape, which gives the focus back', async () => {
    showPanel(panelState([ROBOTS], { activity: [edited(ROBOTS, edit(ROBOTS, { stageId: 's4' }, SAVED))] }));
    expect(document.querySelector('.activity')).toBeNull();
    await expect.element(opener).toHaveAttribute('aria-expanded', 'false');
    await opener.click();
    await expect.element(list).toBeVisible();
    await expect.element(opener).toHaveAttribute('aria-expanded', 'true');
    const region = page.getByRole('region', { name: 'Activity' });
    await expect.element(region).toHaveAttribute('id', opener.element().getAttribute('aria-controls') ?? '');
    await inList('Undo Stage, Lab robots, phase 2').click();
    await userEvent.keyboard('{Escape}');
    await expect.element(list).not.toBeInTheDocument();
    await expect.element(opener).toHaveFocus();
  });

  it('says that nothing changed, where nothing did', async () => {
    await openActivity([]);
    await expect.element(page.getByRole('region', { name: 'Activity' })).toMatchTextContent('Nothing changed yet.');
  });

  it('tells what needs the rep and what waits, of whatever opportunity', async () => {
    const waits: Delivery = { is: 'waiting', until: null, failure: { kind: 'offline' } };
    const triesAgain: Delivery = { is: 'sending', after: { kind: 'offline' } };
    const entries = (...deliveries: Delivery[]) =>
      deliveries.map((delivery) => edited(ELSEWHERE, edit(ELSEWHERE, { amount: 1 }, delivery)));
    const { show } = showPanel(panelState([], { activity: entries(SAVED, { is: 'queued' }, { is: 'sending' }) }));
    await expect.element(opener).toHaveAccessibleName('Activity');
    expect(opener.element()).not.toHaveAttribute('data-count');
    show(panelState([], { activity: entries(SAVED, waits, triesAgain) }));
    await expect.element(opener).toHaveAccessibleName('Activity, 2 wait');
    const similar = creation({ is: 'similar', why: 'title', opportunity: ELSEWHERE });
    const conflict: Delivery = { is: 'conflict', theirs: { amount: 2 } };
    show(panelState([], { activity: [created(similar), ...entries(FORBIDDEN, conflict, waits)] }));
    await expect.element(opener).toHaveAccessibleName('Activity, 3 need you, 1 waits');
    await expect.element(opener).toHaveAttribute('data-count', '4');
  });
});

describe('an edit in the list', () => {
  it('says what was changed, when, from which value to which', async () => {
    const change = edit(ELSEWHERE, { stageId: 's4', amount: 90_000 }, SAVED, { at: NOW - 3 * MINUTE });
    await openActivity([edited(ELSEWHERE, change)]);
    await expect.element(item(0)).toMatchTextContent(/Spare grippers.*3 min ago/);
    await expect.element(item(0)).toMatchTextContent(/Stage\s*Presentation → Negotiation/);
    await expect.element(item(0)).toMatchTextContent(/Value\s*€84,000 → €90,000/);
    await expect.element(item(0)).toMatchTextContent('Saved');
    const time = item(0).element().querySelector('time');
    expect(time?.dateTime).toBe(new Date(NOW - 3 * MINUTE).toISOString());
    expect(time?.title).toMatch(/^Nov \d+, /);
  });

  it('is told by its own connection’s names, and says which that is', async () => {
    const device = { ...ELSEWHERE, ref: { connection: LOCAL.id, id: '5' } };
    const theirs = { ...section([]).catalog!, pipelines: [] };
    await openActivity(
      [
        edited(device, edit(device, { ownerId: 'sam' }, SAVED)),
        edited(ELSEWHERE, edit(ELSEWHERE, { stageId: 's4' }, SAVED)),
      ],
      { sections: [section([]), section([], { connection: LOCAL, catalog: { ...theirs, owners: [] } })] },
    );
    await expect.element(item(0)).toMatchTextContent('On this device');
    await expect.element(item(0)).toMatchTextContent('something no longer on offer');
    await expect.element(item(1)).toMatchTextContent('Copper');
    await expect.element(item(1)).toMatchTextContent('Negotiation');
  });

  it('is taken back by its own Undo, sent or not', async () => {
    const first = edit(ELSEWHERE, { stageId: 's4' }, SAVED);
    const second = edit(ELSEWHERE, { amount: 90_000, stageId: 's5' }, { is: 'queued' });
    const { actions } = await openActivity([edited(ELSEWHERE, second), edited(ELSEWHERE, first)]);
    await inList('Undo Value and Stage, Spare grippers').click();
    await inList('Undo Stage, Spare grippers').click();
    expect(actions.undoEdit.mock.calls).toEqual([[second], [first]]);
  });

  it('is not taken back twice, nor is taking it back', async () => {
    const change = edit(ELSEWHERE, { stageId: 's4' }, SAVED);
    const undo = (delivery: Delivery) => edit(ELSEWHERE, { stageId: 's3' }, delivery, { undoes: change.id });
    const { show } = await openActivity([edited(ELSEWHERE, undo({ is: 'sending' })), edited(ELSEWHERE, change)]);
    await expect.element(item(0)).toMatchTextContent('Saving…');
    await expect.element(item(1)).toMatchTextContent('Saved');
    expect(list.getByRole('button').elements()).toEqual([]);
    show(panelState([ROBOTS], { activity: [edited(ELSEWHERE, undo(SAVED)), edited(ELSEWHERE, change)] }));
    await expect.element(item(0)).toMatchTextContent('Taken back');
    await expect.element(item(1)).toMatchTextContent('Undone');
    expect(list.getByRole('button').elements()).toEqual([]);
  });

  it('can be taken back as long as it is listed, when its article no longer offers to', async () => {
    const old = edit(ELSEWHERE, { stageId: 's4' }, { is: 'saved', at: NOW - UNDO_WINDOW });
    await openActivity([edited(ELSEWHERE, old)]);
    await expect.element(item(0)).toMatchTextContent('Saved');
    expect(list.getByRole('button').elements()).toHaveLength(1);
  });

  it('that was refused says why, with Retry and Discard', async () => {
    const refused = edit(ELSEWHERE, { stageId: 's4' }, FORBIDDEN);
    const { actions } = await openActivity([edited(ELSEWHERE, refused)]);
    await expect.element(item(0)).toMatchTextContent('Not saved: Copper does not let your account do this.');
    await inList('Retry').click();
    await inList('Discard').click();
    expect(actions.retryEdit).toHaveBeenCalledExactlyOnceWith(refused.id);
    expect(actions.discardEdit).toHaveBeenCalledExactlyOnceWith(refused.id);
  });

  it('in conflict says what they made of it, and asks', async () => {
    const change = edit(ELSEWHERE, { stageId: 's4' }, { is: 'conflict', theirs: { stageId: 's5' } });
    const { actions } = await openActivity([edited(ELSEWHERE, change)]);
    await expect.element(item(0)).toMatchTextContent(/Changed in Copper meanwhile\s*Stage\s*Contract/);
    await inList('Keep mine').click();
    await inList('Use theirs').click();
    expect(actions.resolveEdit.mock.calls).toEqual([
      [change.id, 'mine'],
      [change.id, 'theirs'],
    ]);
  });

  it('that waits says for what', async () => {
    const busy: Delivery = { is: 'waiting', until: NOW + 12_000, failure: { kind: 'rate-limited', retryAt: NOW } };
    const away: Delivery = { is: 'waiting', until: null, failure: { kind: 'offline' } };
    await openActivity([
      edited(ELSEWHERE, edit(ELSEWHERE, { stageId: 's4' }, busy)),
      edited(MAINTENANCE, edit(MAINTENANCE, { stageId: 's4' }, away)),
    ]);
    await expect.element(item(0)).toMatchTextContent('Copper is busy, continues in 12 s');
    await expect.element(item(1)).toMatchTextContent('Waiting for connection');
  });
});

describe('a creation in the list', () => {
  it('is taken back as long as it is listed, where the CRM deletes', async () => {
    const made = creation(SAVED, { made: { opportunityId: '9' } });
    const { actions, show } = await openActivity([created(made)]);
    await expect.element(item(0)).toMatchTextContent(`Created ${TITLE}`);
    await inList(`Undo creation, ${TITLE}`).click();
    expect(actions.undoCreation).toHaveBeenCalledExactlyOnceWith(made.id);
    const capabilities = { ...EVERYTHING, canDelete: false };
    show(panelState([], { activity: [created(made)], sections: [section([], { capabilities })] }));
    await expect.element(list.getByRole('button')).not.toBeInTheDocument();
    show(panelState([], { activity: [created({ ...made, isUndo: true })] }));
    await expect.element(item(0)).toMatchTextContent('Removed');
    show(panelState([], { activity: [created({ ...made, delivery: { is: 'saved', at: NOW - UNDO_WINDOW } })] }));
    await expect.element(item(0)).toMatchTextContent(`Created ${TITLE}`);
    await expect.element(inList(`Undo creation, ${TITLE}`)).toBeVisible();
  });

  it('that waits is taken back, too', async () => {
    const waiting = creation({ is: 'waiting', until: null, failure: { kind: 'offline' } });
    const { actions } = await openActivity([created(waiting)]);
    await expect.element(item(0)).toMatchTextContent('Waiting for connection · Cancel');
    await inList(`Cancel creation, ${TITLE}`).click();
    expect(actions.undoCreation).toHaveBeenCalledExactlyOnceWith(waiting.id);
  });

  it('on its way, refused, or in question is told as where it will be', async () => {
    const refused = creation(FORBIDDEN);
    const similar = creation({ is: 'similar', why: 'title', opportunity: ELSEWHERE });
    const { actions } = await openActivity([created(creation({ is: 'sending' })), created(refused), created(similar)]);
    await expect.element(item(0)).toMatchTextContent('Creating…');
    await expect.element(item(1)).toMatchTextContent('Not created: Copper does not let your account do this.');
    await item(1).getByRole('button', { name: 'Discard' }).click();
    expect(actions.discardCreation).toHaveBeenCalledExactlyOnceWith(refused.id);
    await expect.element(item(2)).toMatchTextContent('Copper has a very similar open opportunity:');
    await inList('Use this one').click();
    expect(actions.resolveCreation).toHaveBeenCalledExactlyOnceWith(similar.id, 'existing');
  });
});

describe('the focus in the list', () => {
  const first = edit(ELSEWHERE, { stageId: 's4' }, FORBIDDEN);
  const second = edit(MAINTENANCE, { stageId: 's4' }, SAVED);
  const all = [edited(ELSEWHERE, first), edited(MAINTENANCE, second)];

  it('stays at the entry whose button went with its effect', async () => {
    const { show } = await openActivity(all);
    await inList('Undo Stage, Maintenance 2027').click();
    const undo = edit(MAINTENANCE, { stageId: 's1' }, { is: 'queued' }, { undoes: second.id });
    show(panelState([ROBOTS], { activity: [edited(MAINTENANCE, undo), ...all] }));
    await expect.element(item(2)).toHaveFocus();
  });

  it('goes to the next entry where its own is gone, and to the list’s region after the last', async () => {
    const { show } = await openActivity(all);
    await inList('Discard').click();
    show(panelState([ROBOTS], { activity: all.slice(1) }));
    await expect.element(item(0)).toHaveFocus();
    show(panelState([ROBOTS], { activity: [] }));
    await expect.element(page.getByRole('region', { name: 'Activity' })).toHaveFocus();
  });
});

describe('what somebody else changed meanwhile', () => {
  it('is told beside Saved, and the edit can still be undone', async () => {
    const saved = edit(ROBOTS, { stageId: 's4' }, { is: 'saved', at: NOW, news: ['amount'] });
    const { actions } = showPanel(panelState([ROBOTS], { edits: [saved] }));
    await expect.element(statusOf(ROBOTS.title)).toMatchTextContent('Saved · Value changed in Copper meanwhile · Undo');
    await article(ROBOTS.title).getByRole('button', { name: 'Undo' }).click();
    expect(actions.undoEdit).toHaveBeenCalledExactlyOnceWith(saved);
  });

  it('is counted, where it is more than three fields', async () => {
    const news = ['amount', 'ownerId', 'title', 'tags', 'nextStep'] as const;
    const saved = edit(ROBOTS, { stageId: 's4' }, { is: 'saved', at: NOW, news: [...news] });
    showPanel(panelState([ROBOTS], { edits: [saved] }));
    await expect
      .element(statusOf(ROBOTS.title))
      .toMatchTextContent('Value, Owner, Title and 2 more changed in Copper meanwhile');
  });
});

describe('a creation that may be there already', () => {
  const alert = article(TITLE).getByRole('alert');
  const similar = (why: 'thread' | 'title') =>
    creation({ is: 'similar', why, opportunity: ELSEWHERE }, { at: NOW + 1 });

  it('shows what there is, and links it, creates another, or neither', async () => {
    const asked = similar('thread');
    const { actions } = showPanel(panelState([], { creations: [asked] }));
    await expect.element(alert).toMatchTextContent('This thread already has an opportunity:');
    await expect.element(alert).toMatchTextContent('Spare grippers');
    await expect.element(alert).toMatchTextContent('Tessella · Presentation · €84,000 · closes Dec 12');
    await expect.element(article(TITLE)).toHaveAttribute('aria-busy', 'false');
    await alert.getByRole('button', { name: 'Use this one' }).click();
    await alert.getByRole('button', { name: 'Create another' }).click();
    expect(actions.resolveCreation.mock.calls).toEqual([
      [asked.id, 'existing'],
      [asked.id, 'new'],
    ]);
    await alert.getByRole('button', { name: 'Discard' }).click();
    expect(actions.discardCreation).toHaveBeenCalledExactlyOnceWith(asked.id);
  });

  it('has its choices in one line of a narrow panel', async () => {
    const { innerWidth, innerHeight } = window;
    onTestFinished(() => page.viewport(innerWidth, innerHeight));
    await page.viewport(360, 640);
    showPanel(panelState([], { creations: [similar('thread')] }));
    await expect.element(alert).toBeVisible();
    const choices = alert.getByRole('button').elements();
    expect(choices).toHaveLength(3);
    const boxes = choices.map((one) => one.getBoundingClientRect());
    expect(new Set(boxes.map(({ top }) => top)).size).toBe(1);
    expect(Math.max(...boxes.map(({ right }) => right))).toBeLessThan(360);
    // Its height is fixed: words that wrap would stick out.
    for (const { scrollHeight, clientHeight } of choices) expect(scrollHeight).toBe(clientHeight);
  });

  it('says when it is a title that is alike', async () => {
    showPanel(panelState([], { creations: [similar('title')] }));
    await expect.element(alert).toMatchTextContent('Copper has a very similar open opportunity:');
  });

  it('takes the focus of the click that led to it, once', async () => {
    const asked = similar('thread');
    const { show } = showPanel(panelState([ROBOTS]));
    await page.getByRole('button', { name: 'Create opportunity' }).click();
    show(panelState([ROBOTS], { creations: [asked] }));
    await expect.element(alert.getByRole('button', { name: 'Use this one' })).toHaveFocus();
    (document.activeElement as HTMLElement).blur();
    show(panelState([ROBOTS]));
    show(panelState([ROBOTS], { creations: [asked] }));
    await expect.element(alert).toBeVisible();
    expect(document.activeElement).toBe(document.body);
  });

  it('leaves the focus where the rep is at work', async () => {
    const { show } = showPanel(panelState([ROBOTS]));
    const details = article(ROBOTS.title).getByRole('button', { name: 'Edit details' });
    (details.element() as HTMLElement).focus();
    show(panelState([ROBOTS], { creations: [similar('thread')] }));
    await expect.element(alert).toBeVisible();
    await expect.element(details).toHaveFocus();
  });

  it('does not take the focus when it was asked before the panel came up', async () => {
    showPanel(panelState([ROBOTS], { creations: [{ ...similar('thread'), at: NOW - MINUTE }] }));
    await expect.element(alert).toBeVisible();
    expect(document.activeElement).toBe(document.body);
  });
});

it('keeps a connection’s own label in what it says', async () => {
  const renamed = { ...COPPER, label: 'Sales EU' };
  const change = edit(ELSEWHERE, { stageId: 's4' }, { is: 'conflict', theirs: { stageId: 's5' } });
  await openActivity([edited(ELSEWHERE, change)], { sections: [section([], { connection: renamed })] });
  await expect.element(item(0)).toMatchTextContent('Changed in Sales EU meanwhile');
});
