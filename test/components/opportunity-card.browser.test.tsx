import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  CATALOG,
  COPPER,
  edit,
  EVERYTHING,
  MAINTENANCE,
  NOW,
  opportunity,
  panelState,
  PILOT,
  ROBOTS,
  section,
} from './samples';
import { article, showPanel, statusOf } from './render-panel';

const robots = article(ROBOTS.title);
const probability = robots.getByRole('spinbutton', { name: 'Win probability' });
const radio = (name: string) => robots.getByRole('radio', { name });

describe('win probability', () => {
  it('is saved with Enter, once', async () => {
    const { actions } = showPanel(panelState([ROBOTS]));
    await probability.fill('60');
    await userEvent.keyboard('{Enter}');
    await userEvent.tab();
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(ROBOTS, { winProbability: 60 });
  });

  it('is saved on leaving the field', async () => {
    const { actions } = showPanel(panelState([ROBOTS]));
    await probability.fill('0');
    expect(actions.edit).not.toHaveBeenCalled();
    await userEvent.tab();
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(ROBOTS, { winProbability: 0 });
  });

  it('goes back with Escape', async () => {
    const { actions } = showPanel(panelState([ROBOTS]));
    await probability.fill('60');
    await userEvent.keyboard('{Escape}');
    await userEvent.tab();
    await expect.element(probability).toHaveValue(35);
    expect(actions.edit).not.toHaveBeenCalled();
  });

  it.each(['150', '12.5', '-1'])('keeps %s as typed, says what is wrong, and saves nothing', async (typed) => {
    const { actions, show } = showPanel(panelState([ROBOTS]));
    await probability.fill(typed);
    await userEvent.keyboard('{Enter}');
    await expect.element(robots.getByText('Win probability is a whole number from 0 to 100.')).toBeVisible();
    await expect.element(probability).toHaveAttribute('aria-invalid', 'true');
    show(panelState([opportunity('1', { winProbability: 70 })]));
    await expect.element(probability).toHaveValue(Number(typed));
    expect(actions.edit).not.toHaveBeenCalled();
  });

  it('says what is wrong with a letter, which the browser reports as nothing', async () => {
    const { actions } = showPanel(panelState([ROBOTS]));
    await probability.clear();
    await userEvent.keyboard('e{Enter}');
    await expect.element(robots.getByText('Win probability is a whole number from 0 to 100.')).toBeVisible();
    expect(probability.element()).toHaveProperty('validity.badInput', true);
    expect(actions.edit).not.toHaveBeenCalled();
  });

  it('follows the record while nobody types', async () => {
    const { show } = showPanel(panelState([ROBOTS]));
    show(panelState([opportunity('1', { winProbability: 70 })]));
    await expect.element(probability).toHaveValue(70);
  });
});

describe('stage', () => {
  const stage = robots.getByRole('combobox', { name: 'Stage' });

  it('changes within its pipeline', async () => {
    const { actions } = showPanel(panelState([ROBOTS]));
    await stage.selectOptions('Negotiation');
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(ROBOTS, { stageId: 's4' });
  });

  it('takes the pipeline along when the stage is in another', async () => {
    const { actions } = showPanel(panelState([ROBOTS]));
    await stage.selectOptions('Signed');
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(ROBOTS, { stageId: 'p2', pipelineId: 'hiring' });
  });

  it('keeps a stage the CRM no longer lists', async () => {
    showPanel(panelState([opportunity('1', { stageId: 'gone' })]));
    await expect.element(stage).toHaveDisplayValue('Unknown stage');
    await expect.element(stage).toHaveValue('gone');
  });
});

it('links to the CRM by its own name, whatever the rep calls the connection', async () => {
  const connection = { ...COPPER, label: 'Team North' };
  showPanel(panelState([], { sections: [section([ROBOTS], { connection })] }));
  await expect.element(robots.getByRole('link', { name: 'Open in Copper' })).toBeVisible();
});

it('leaves out what the CRM has no field for', async () => {
  const capabilities = { ...EVERYTHING, fields: ['title', 'status'] as const };
  showPanel(panelState([], { sections: [section([ROBOTS], { capabilities })] }));
  await expect.element(radio('Open')).toBeVisible();
  expect(probability.query()).toBeNull();
  expect(robots.getByRole('combobox', { name: 'Stage' }).query()).toBeNull();
});

it('hides values in pipelines that are not about money', async () => {
  const catalog = { ...CATALOG, pipelines: CATALOG.pipelines.map((one) => ({ ...one, isRevenue: false })) };
  showPanel(panelState([], { sections: [section([ROBOTS], { catalog })] }));
  await expect.element(robots).toBeVisible();
  await expect.element(robots).not.toMatchTextContent('84,000');
});

it('hides the value of a record that is not about money', async () => {
  showPanel(panelState([opportunity('1', { isRevenue: false })]));
  await expect.element(robots).toBeVisible();
  await expect.element(robots).not.toMatchTextContent('84,000');
});

describe('what it says', () => {
  it('shows money, dates, stage age and why it matched', async () => {
    showPanel(panelState([ROBOTS, MAINTENANCE, PILOT]));
    await expect.element(robots).toMatchTextContent(/€84,000.*Sales.*closes Dec 12.*18 days in stage.*exact address/);
    await expect.element(article(MAINTENANCE.title)).toMatchTextContent('was due Nov 3');
    await expect.element(article(PILOT.title)).toMatchTextContent('Won Mar 4');
    await expect.element(page.getByRole('heading', { name: '3 opportunities · €96,500 open' })).toBeVisible();
  });

  it('links to the record in the CRM, by https only', async () => {
    showPanel(panelState([ROBOTS, opportunity('2', { title: 'Bad', url: 'javascript:alert(1)' })]));
    const link = robots.getByRole('link', { name: 'Open in Copper' });
    await expect.element(link).toHaveAttribute('href', ROBOTS.url);
    await expect.element(link).toHaveAttribute('rel', 'noreferrer');
    expect(article('Bad').getByRole('link').query()).toBeNull();
  });

  it('shows hostile names as text', async () => {
    const title = '<img src=x onerror="document.title=1"> '.repeat(300).trim();
    const { root } = showPanel(panelState([opportunity('1', { title })]));
    expect(root.querySelector('img')).toBeNull();
    const heading = root.querySelector('h3');
    expect(heading?.textContent).toBe(title);
    expect(heading?.title.length).toBeLessThan(250);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(window.innerWidth);
  });
});

describe('how an edit fares', () => {
  const robotsStatus = statusOf(ROBOTS.title);
  const show = (...edits: ReturnType<typeof edit>[]) => showPanel(panelState([ROBOTS], { edits }));
  const change = { winProbability: 60 };

  it('says nothing without one', async () => {
    show();
    await expect.element(robotsStatus).toBeEmptyDOMElement();
  });

  it.each(['queued', 'sending'] as const)('says Saving… while %s', async (is) => {
    show(edit(ROBOTS, change, { is }));
    await expect.element(robotsStatus).toMatchTextContent('Saving…');
  });

  it('waits for a connection', async () => {
    show(edit(ROBOTS, change, { is: 'waiting', until: null, failure: { kind: 'offline' } }));
    await expect.element(robotsStatus).toMatchTextContent('Waiting for connection');
  });

  it('counts down to when a busy CRM may be asked again', async () => {
    const until = NOW + 12_000;
    show(edit(ROBOTS, change, { is: 'waiting', until, failure: { kind: 'rate-limited', retryAt: until } }));
    await expect.element(robotsStatus).toMatchTextContent('Copper is busy, continues in 12 s');
  });

  it('undoes what was saved, but not an undo, nor what was undone, nor what is old', async () => {
    const saved = edit(ROBOTS, change, { is: 'saved', at: NOW });
    const undo = edit(ROBOTS, { winProbability: 35 }, { is: 'saved', at: NOW }, { undoes: saved.id });
    const { actions, show: showAgain } = show(saved);
    await robots.getByRole('button', { name: 'Undo' }).click();
    expect(actions.undoEdit).toHaveBeenCalledExactlyOnceWith(saved);
    showAgain(panelState([ROBOTS], { edits: [saved, undo] }));
    await expect.element(robotsStatus).toMatchTextContent('Saved');
    expect(robots.getByRole('button', { name: 'Undo' }).query()).toBeNull();
    showAgain(panelState([ROBOTS], { edits: [saved] }), { now: NOW + 11 * 60_000 });
    await expect.element(robotsStatus).toBeEmptyDOMElement();
  });

  it('keeps a refused value, says why, and offers Retry and Discard', async () => {
    const failure = { kind: 'invalid', reason: 'Win probability is locked.', field: 'winProbability' } as const;
    const refused = edit(ROBOTS, change, { is: 'rejected', failure });
    const { actions } = show(refused);
    await expect.element(robotsStatus).toMatchTextContent('Not saved: Win probability is locked.');
    await expect.element(probability).toHaveValue(60);
    await expect.element(probability).toHaveAttribute('aria-invalid', 'true');
    await robots.getByRole('button', { name: 'Retry' }).click();
    await robots.getByRole('button', { name: 'Discard' }).click();
    expect(actions.retryEdit).toHaveBeenCalledExactlyOnceWith(refused.id);
    expect(actions.discardEdit).toHaveBeenCalledExactlyOnceWith(refused.id);
  });

  it('names both values of a conflict and lets the rep choose', async () => {
    const conflict = edit(ROBOTS, { stageId: 's4' }, { is: 'conflict', theirs: { stageId: 's2' } });
    const { actions } = show(conflict);
    const alert = robots.getByRole('alert');
    await expect.element(alert).toMatchTextContent(/Stage.*Theirs\s*First meeting.*Mine\s*Negotiation/);
    await alert.getByRole('button', { name: 'Keep mine' }).click();
    await alert.getByRole('button', { name: 'Use theirs' }).click();
    expect(actions.resolveEdit.mock.calls).toEqual([
      [conflict.id, 'mine'],
      [conflict.id, 'theirs'],
    ]);
  });

  it('offers no undo on a record that can only be read by now', async () => {
    const record = opportunity('1', { canWrite: false });
    showPanel(panelState([record], { edits: [edit(record, change, { is: 'saved', at: NOW - 1000 })] }));
    await expect.element(robotsStatus).toMatchTextContent('Saved');
    expect(robots.getByRole('button', { name: 'Undo' }).query()).toBeNull();
  });

  it.each([
    ['Keep mine', { is: 'conflict', theirs: { winProbability: 50 } }],
    ['Use theirs', { is: 'conflict', theirs: { winProbability: 50 } }],
    ['Retry', { is: 'rejected', failure: { kind: 'forbidden' } }],
    ['Discard', { is: 'rejected', failure: { kind: 'forbidden' } }],
    ['Undo', { is: 'saved', at: NOW - 1000 }],
  ] as const)('keeps the focus in the article after %s', async (name, delivery) => {
    const { show: showNext } = show(edit(ROBOTS, change, delivery));
    await robots.getByRole('button', { name }).click();
    showNext(panelState([ROBOTS], { edits: [edit(ROBOTS, change, { is: 'queued' })] }));
    await expect.element(robotsStatus).toMatchTextContent('Saving…');
    await expect.element(robots).toHaveFocus();
  });
});
