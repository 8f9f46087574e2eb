import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Opportunity } from '../../lib/domain/opportunity';
import { CATALOG, edit, EVERYTHING, opportunity, panelState, ROBOTS, section } from './samples';
import { article, showPanel } from './render-panel';

const robots = article(ROBOTS.title);
const radio = (name: string) => robots.getByRole('radio', { name });

describe('status', () => {
  it('changes with one click', async () => {
    const { actions } = showPanel(panelState([ROBOTS]));
    await radio('Won').click();
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(ROBOTS, { status: 'won', winProbability: 100 });
  });

  it('won by mistake and open again has the probability it had', async () => {
    const won = edit(ROBOTS, { status: 'won', winProbability: 100 }, { is: 'queued' });
    const { actions } = showPanel(panelState([ROBOTS], { edits: [won] }));
    await radio('Open').click();
    const shown = { ...ROBOTS, status: 'won', winProbability: 100 };
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(shown, { status: 'open', winProbability: 35 });
  });

  it('shows a pending edit at once and the confirmed value again once that is gone', async () => {
    const { show } = showPanel(panelState([ROBOTS], { edits: [edit(ROBOTS, { status: 'won' }, { is: 'queued' })] }));
    await expect.element(radio('Won')).toBeChecked();
    show(panelState([ROBOTS]));
    await expect.element(radio('Open')).toBeChecked();
    await expect.element(radio('Won')).not.toBeChecked();
  });

  it('checks nothing for a word of the CRM’s own, and shows it as it came', async () => {
    showPanel(panelState([opportunity('1', { status: 'active' })]));
    for (const name of ['Open', 'Won', 'Lost', 'Abandoned']) await expect.element(radio(name)).not.toBeChecked();
    await expect.element(robots.getByText('Status in Copper: active')).toBeVisible();
  });

  it('offers exactly what can be set', async () => {
    const capabilities = { ...EVERYTHING, statuses: ['open', 'won'] as const };
    showPanel(panelState([], { sections: [section([ROBOTS], { capabilities })] }));
    await expect.element(radio('Won')).toBeVisible();
    expect(robots.getByRole('radio').elements()).toHaveLength(2);
  });

  it.each([
    ['open', /^(?!.*Open)/],
    ['won', /Won/],
    ['closed', /Closed/],
    ['parked', /Parked/],
    ['', /closes Dec 12/],
  ])('is text where none can be set: %j', async (status, shown) => {
    const capabilities = { ...EVERYTHING, statuses: [] };
    showPanel(panelState([], { sections: [section([opportunity('1', { status })], { capabilities })] }));
    await expect.element(robots).toMatchTextContent(shown);
    expect(robots.getByRole('radio').query()).toBeNull();
  });

  it('asks for the loss reason in place, and only then', async () => {
    const { actions, show } = showPanel(panelState([ROBOTS]));
    const reason = robots.getByRole('combobox', { name: 'Loss reason' });
    expect(reason.query()).toBeNull();
    const lost = edit(ROBOTS, { status: 'lost' }, { is: 'queued' });
    show(panelState([ROBOTS], { edits: [lost] }));
    await expect.element(reason).toHaveDisplayValue('Choose a loss reason…');
    await expect.element(reason).toBeRequired();
    await reason.selectOptions('Price');
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith({ ...ROBOTS, status: 'lost' }, { lossReasonId: 'price' });
  });
});

describe('a loss reason the CRM keeps as text', () => {
  const capabilities = { ...EVERYTHING, fields: ['title', 'status', 'lossReasonId', 'lossReason'] as const };
  const catalog = { ...CATALOG, lossReasons: [] };
  const lost = opportunity('1', { status: 'lost', lossReason: 'Price' });
  const reason = robots.getByRole('combobox', { name: 'Loss reason' });
  const show = (...others: Opportunity[]) =>
    showPanel(panelState([], { sections: [section([lost, ...others], { capabilities, catalog })] }));

  it('is saved with Enter, once', async () => {
    const { actions } = show();
    await expect.element(reason).toHaveValue('Price');
    await reason.fill('Timing');
    await userEvent.keyboard('{Enter}');
    await userEvent.tab();
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(lost, { lossReason: 'Timing' });
  });

  it('suggests the reasons others were lost for, those given most first', async () => {
    const others = ['No budget', 'Timing', 'Timing', null].map((lossReason, index) =>
      opportunity(`${index + 2}`, { title: `Deal ${index}`, status: 'lost', lossReason }),
    );
    show(...others);
    await expect.element(reason).toBeVisible();
    const { list } = reason.element() as HTMLInputElement;
    expect([...(list?.options ?? [])].map(({ value }) => value)).toEqual(['Timing', 'No budget']);
  });

  it('is emptied on leaving the field, and goes back with Escape', async () => {
    const { actions } = show();
    await reason.fill('x');
    await userEvent.keyboard('{Escape}');
    await expect.element(reason).toHaveValue('Price');
    await reason.clear();
    await userEvent.tab();
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(lost, { lossReason: null });
  });
});

it('says of a record in the CRM’s trash that it is there', async () => {
  showPanel(panelState([opportunity('1', { isDeleted: true })]));
  await expect.element(robots.getByText('In the trash of Copper.')).toBeVisible();
});

describe('stages', () => {
  const stage = robots.getByRole('combobox', { name: 'Stage' });
  const [sales] = CATALOG.pipelines;
  const capabilities = { ...EVERYTHING, fields: ['title', 'stageId'] as const };

  it('of a CRM without pipelines are no group, and change alone', async () => {
    const catalog = { ...CATALOG, pipelines: sales ? [{ ...sales, id: 'all', name: '' }] : [] };
    const { actions } = showPanel(panelState([], { sections: [section([ROBOTS], { capabilities, catalog })] }));
    await stage.selectOptions('Negotiation');
    expect(stage.element().querySelector('optgroup')).toBeNull();
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(ROBOTS, { stageId: 's4' });
  });

  it('propose their probability along with their pipeline', async () => {
    const target = opportunity('1', { winProbability: 30 });
    const { actions } = showPanel(panelState([target]));
    await stage.selectOptions('Signed');
    const patch = { stageId: 'p2', pipelineId: 'hiring', winProbability: 20 };
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(target, patch);
  });

  it('do not overwrite a probability set by hand', async () => {
    const { actions } = showPanel(panelState([ROBOTS]));
    await stage.selectOptions('Negotiation');
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(ROBOTS, { stageId: 's4' });
  });

  it('are not offered where the CRM names none', async () => {
    const catalog = { ...CATALOG, pipelines: [] };
    showPanel(panelState([], { sections: [section([ROBOTS], { capabilities, catalog })] }));
    await expect.element(robots).toBeVisible();
    expect(stage.query()).toBeNull();
  });
});

describe('an opportunity that can only be read', () => {
  it('has every control disabled, and says why', async () => {
    const record = opportunity('1', { canWrite: false });
    const { actions } = showPanel(panelState([record]));
    const why = 'Copper lets you read this opportunity only.';
    await expect.element(robots.getByText(why)).toBeVisible();
    for (const role of ['combobox', 'spinbutton'] as const) {
      await expect.element(robots.getByRole(role)).toBeDisabled();
      await expect.element(robots.getByRole(role)).toHaveAttribute('title', why);
    }
    for (const name of ['Open', 'Won', 'Lost', 'Abandoned']) await expect.element(radio(name)).toBeDisabled();
    expect(actions.edit).not.toHaveBeenCalled();
  });
});
