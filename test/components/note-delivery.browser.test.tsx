import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Failure } from '../../lib/domain/failure';
import { panelState, ROBOTS } from './samples';
import { article, showPanel } from './render-panel';

const robots = article(ROBOTS.title);
const button = (name: string) => robots.getByRole('button', { name, exact: true });
const text = robots.getByRole('textbox', { name: 'Note', exact: true });

const MAYBE_THERE = 'The note may have arrived all the same: look in Copper before you save it again.';

describe('a note on its way', () => {
  async function send() {
    const shown = showPanel(panelState([ROBOTS]));
    await button('Edit details').click();
    await button('Add note').click();
    const { promise, resolve } = Promise.withResolvers<Failure | null>();
    shown.actions.addNote.mockReturnValue(promise);
    await text.fill('Once');
    await button('Save note').click();
    return { ...shown, settle: resolve };
  }
  const leavings = {
    'the details are closed and opened again': async () => {
      await button('Edit details').click();
      await button('Edit details').click();
    },
    'another email is looked at': async ({ show: showAgain }: Awaited<ReturnType<typeof send>>) => {
      showAgain(panelState([]));
      await expect.element(robots).not.toBeInTheDocument();
      showAgain(panelState([ROBOTS]));
    },
    'its form is closed and opened again': async () => {
      await robots
        .getByRole('form', { name: /^Note about/ })
        .getByRole('button', { name: 'Cancel' })
        .click();
      await button('Add note').click();
    },
  };

  it.each(Object.entries(leavings))('is not sent a second time when %s', async (_case, leave) => {
    const sent = await send();
    await leave(sent);
    await expect.element(text).toHaveValue('Once');
    await expect.element(text).toHaveAttribute('readonly');
    await button('Save note').click({ force: true });
    sent.settle(null);
    await expect.element(robots.getByText('Note saved')).toBeVisible();
    await button('Add note').click();
    await expect.element(text).toHaveValue('');
    expect(sent.actions.addNote).toHaveBeenCalledOnce();
  });

  it('is gone from the draft also where nobody looks when it arrives', async () => {
    const { show: showAgain, settle } = await send();
    showAgain(panelState([]));
    await expect.element(robots).not.toBeInTheDocument();
    settle(null);
    await Promise.resolve();
    showAgain(panelState([ROBOTS]));
    await button('Edit details').click();
    await button('Add note').click();
    await expect.element(text).toHaveValue('');
  });

  it('comes back with what went wrong, wherever the rep was', async () => {
    const { settle, show: showAgain } = await send();
    showAgain(panelState([]));
    await expect.element(robots).not.toBeInTheDocument();
    settle({ kind: 'timeout' });
    await Promise.resolve();
    showAgain(panelState([ROBOTS]));
    await expect.element(text).toHaveValue('Once');
    await expect.element(robots).toMatchTextContent(MAYBE_THERE);
  });

  it('can be changed and sent again once it failed', async () => {
    const { settle, actions } = await send();
    await expect.element(robots.getByText('Saving…')).toBeVisible();
    settle({ kind: 'offline' });
    await expect.element(robots).toMatchTextContent(MAYBE_THERE);
    actions.addNote.mockResolvedValue(null);
    await text.fill('Again');
    await button('Save note').click();
    await expect.element(robots.getByText('Note saved')).toBeVisible();
    expect(actions.addNote).toHaveBeenLastCalledWith(ROBOTS.ref, 'Again');
  });

  it('comes back where its form was closed meanwhile', async () => {
    const { settle } = await send();
    await userEvent.keyboard('{Escape}');
    await expect.element(robots.getByText('Saving note…')).toBeVisible();
    settle({ kind: 'forbidden' });
    await expect.element(text).toHaveValue('Once');
    await expect.element(robots).toMatchTextContent('Not saved: Copper does not let your account do this');
  });

  it('leaves the focus where the rep went on', async () => {
    const { settle } = await send();
    const percent = robots.getByRole('spinbutton', { name: 'Win probability' });
    await percent.click();
    settle(null);
    await expect.element(button('Add note')).toBeVisible();
    await expect.element(percent).toHaveFocus();
  });
});
