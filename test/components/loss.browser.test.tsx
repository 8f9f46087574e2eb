import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Section } from '../../lib/domain/panel-state';
import { CATALOG, edit, EVERYTHING, opportunity, panelState, ROBOTS, section } from './samples';
import { article, showPanel, statusOf } from './render-panel';

const robots = article(ROBOTS.title);
const radio = (name: string) => robots.getByRole('radio', { name });
const reason = robots.getByRole('combobox', { name: 'Loss reason' });
const stateWith = (own: Partial<Section>) => panelState([], { sections: [section([ROBOTS], own)] });
const TEXT_ONLY: Partial<Section> = {
  capabilities: { ...EVERYTHING, fields: ['title', 'status', 'lossReason'] },
  catalog: { ...CATALOG, lossReasons: [] },
};

describe('a loss whose reason the CRM insists on', () => {
  it('is shown at once, asks for the reason, and is sent together with it', async () => {
    const { actions } = showPanel(panelState([ROBOTS]));
    await radio('Lost').click();
    await expect.element(radio('Lost')).toBeChecked();
    await expect.element(reason).toHaveFocus();
    await expect.element(reason).toHaveAccessibleDescription('Choose why it was lost');
    expect(actions.edit).not.toHaveBeenCalled();
    await reason.selectOptions('Price');
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(ROBOTS, { status: 'lost', lossReasonId: 'price' });
  });

  it('is taken back with Escape', async () => {
    const { actions } = showPanel(panelState([ROBOTS]));
    await radio('Lost').click();
    await expect.element(reason).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(radio('Open')).toBeChecked();
    await expect.element(radio('Open')).toHaveFocus();
    expect(reason.query()).toBeNull();
    expect(actions.edit).not.toHaveBeenCalled();
  });

  it('is taken back by another status', async () => {
    const { actions } = showPanel(panelState([ROBOTS]));
    await radio('Lost').click();
    await radio('Open').click();
    await expect.element(radio('Open')).toBeChecked();
    expect(actions.edit).not.toHaveBeenCalled();
    await radio('Lost').click();
    await radio('Abandoned').click();
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(ROBOTS, { status: 'abandoned' });
    expect(reason.query()).toBeNull();
  });

  it('waits on through news of the record', async () => {
    const { show } = showPanel(panelState([ROBOTS]));
    await radio('Lost').click();
    show(panelState([{ ...ROBOTS, amount: 1 }]));
    await expect.element(robots.getByText('€1', { exact: true })).toBeVisible();
    await expect.element(radio('Lost')).toBeChecked();
    await expect.element(reason).toHaveFocus();
  });

  it('waits no longer once it is lost', async () => {
    const { show } = showPanel(panelState([ROBOTS]));
    await radio('Lost').click();
    show(panelState([opportunity('1', { status: 'lost', lossReasonId: 'timing' })]));
    await expect.element(reason).toHaveDisplayValue('Timing');
    show(panelState([ROBOTS]));
    await expect.element(radio('Open')).toBeChecked();
    expect(reason.query()).toBeNull();
  });

  it('asks before the reasons are there', async () => {
    const { actions, show } = showPanel(stateWith({ catalog: null }));
    await radio('Lost').click();
    await expect.element(reason).toHaveFocus();
    show(panelState([ROBOTS]));
    await reason.selectOptions('Timing');
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(ROBOTS, { status: 'lost', lossReasonId: 'timing' });
  });

  it('is sent at once where nothing can be asked, or the reason is there', async () => {
    const { actions, show } = showPanel(stateWith({ catalog: { ...CATALOG, lossReasons: [] } }));
    await radio('Lost').click();
    expect(actions.edit).toHaveBeenLastCalledWith(ROBOTS, { status: 'lost' });
    const known = opportunity('1', { lossReasonId: 'price', amount: 7 });
    show(panelState([known]));
    await expect.element(robots.getByText('€7', { exact: true })).toBeVisible();
    await radio('Lost').click();
    expect(actions.edit).toHaveBeenLastCalledWith(known, { status: 'lost' });
  });

  it('takes the reason in words with Enter, and keeps what is typed until then', async () => {
    const { actions, show } = showPanel(stateWith(TEXT_ONLY));
    await radio('Lost').click();
    await expect.element(reason).toHaveFocus();
    await userEvent.keyboard('Too ex');
    show(stateWith({ ...TEXT_ONLY, asOf: 1 }));
    await userEvent.tab();
    expect(actions.edit).not.toHaveBeenCalled();
    await expect.element(reason).toHaveValue('Too ex');
    await reason.fill('Too expensive');
    await userEvent.keyboard('{Enter}');
    expect(actions.edit).toHaveBeenCalledExactlyOnceWith(ROBOTS, { status: 'lost', lossReason: 'Too expensive' });
  });

  it('in words is not sent by going to another status', async () => {
    const { actions } = showPanel(stateWith(TEXT_ONLY));
    await radio('Lost').click();
    await reason.fill('No');
    await radio('Open').click();
    expect(actions.edit).not.toHaveBeenCalled();
  });
});

it('a loss that needs no reason is sent at once', async () => {
  const capabilities = { ...EVERYTHING, isLossReasonRequired: false };
  const { actions } = showPanel(stateWith({ capabilities }));
  await radio('Lost').click();
  expect(actions.edit).toHaveBeenCalledExactlyOnceWith(ROBOTS, { status: 'lost' });
});

it('a loss refused for its reason says so at the reason', async () => {
  const capabilities = { ...EVERYTHING, isLossReasonRequired: false };
  const failure = { kind: 'invalid', reason: "Loss Reason can't be blank", field: 'lossReasonId' } as const;
  const refused = edit(ROBOTS, { status: 'lost' }, { is: 'rejected', failure });
  showPanel(panelState([], { sections: [section([ROBOTS], { capabilities })], edits: [refused] }));
  await expect.element(reason).toHaveAttribute('aria-invalid', 'true');
  await expect.element(reason).toHaveAccessibleDescription("Loss Reason can't be blank.");
  await expect.element(statusOf(ROBOTS.title)).toMatchTextContent(/^Not saved: Loss Reason can't be blank\./);
});
