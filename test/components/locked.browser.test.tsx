import { render } from 'preact';
import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Locked } from '../../components/panel/Locked';
import type { Failure } from '../../lib/domain/failure';
import { makeRoot } from './render-panel';
import '../../components/panel/panel.css';

function showLocked() {
  const onUnlock = vi.fn<(passphrase: string) => Promise<Failure | null>>().mockResolvedValue(null);
  const onForget = vi.fn<() => Promise<Failure | null>>().mockResolvedValue(null);
  render(<Locked onUnlock={onUnlock} onForget={onForget} />, makeRoot());
  return { onUnlock, onForget };
}

const passphrase = page.getByLabelText('Passphrase', { exact: true });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const alert = page.getByRole('alert');

describe('the locked panel', () => {
  it('says so, and takes the passphrase from the keyboard', async () => {
    const { onUnlock } = showLocked();
    await expect.element(page.getByRole('heading', { name: 'Dealside is locked' })).toBeVisible();
    await expect.element(passphrase).toHaveFocus();
    await expect.element(passphrase).toHaveAttribute('type', 'password');
    await userEvent.keyboard(' seven grey herons{Enter}');
    expect(onUnlock).toHaveBeenCalledExactlyOnceWith(' seven grey herons');
    await expect.element(passphrase).toHaveValue('');
  });

  it('says at the field what is wrong, and has what was typed ready to be typed over', async () => {
    const { onUnlock } = showLocked();
    onUnlock.mockResolvedValue({ kind: 'wrong-passphrase' });
    await passphrase.fill('six grey herons');
    await button('Unlock').click();
    await expect.element(alert).toMatchTextContent('This is not the passphrase. Check Caps Lock and type it again.');
    await expect.element(passphrase).toHaveAccessibleDescription(/This is not the passphrase/);
    await expect.element(passphrase).toHaveAttribute('aria-invalid', 'true');
    await expect.element(passphrase).toHaveFocus();
    await userEvent.keyboard('s');
    await expect.element(passphrase).toHaveValue('s');
    expect(alert.elements()).toEqual([]);
  });

  it('asks for a passphrase before it tries none', async () => {
    const { onUnlock } = showLocked();
    await button('Unlock').click();
    await expect.element(alert).toMatchTextContent('Enter your passphrase.');
    expect(onUnlock).not.toHaveBeenCalled();
  });

  it('tries one passphrase at a time', async () => {
    const { onUnlock } = showLocked();
    onUnlock.mockReturnValue(new Promise(() => undefined));
    await userEvent.keyboard('seven grey herons{Enter}{Enter}');
    await expect.element(page.getByText('Unlocking…')).toBeInTheDocument();
    expect(onUnlock).toHaveBeenCalledOnce();
  });
});

describe('a forgotten passphrase', () => {
  const question = page.getByRole('alertdialog', { name: 'Go on without the passphrase?' });

  it('is given up only after saying what is lost', async () => {
    const { onForget } = showLocked();
    await button('Forgot it…').click();
    await expect.element(question).toMatchTextContent('Your keys are lost: you connect each CRM again.');
    await expect.element(question).toMatchTextContent('What your CRMs answered is dropped, and asked for again.');
    await expect.element(question).toMatchTextContent('Changes on their way, and what is kept on this device, stay.');
    expect(onForget).not.toHaveBeenCalled();
    await button('Forget passphrase and keys').click();
    expect(onForget).toHaveBeenCalledOnce();
  });

  it('is kept with the keyboard: the way back has the focus, and gives it back', async () => {
    const { onForget } = showLocked();
    await expect.element(passphrase).toHaveFocus();
    await userEvent.keyboard('{Tab}{Tab}{Enter}');
    await expect.element(button('Keep')).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(button('Forgot it…')).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(question).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(button('Forgot it…')).toHaveFocus();
    expect(onForget).not.toHaveBeenCalled();
  });

  it('that could not be given up says so', async () => {
    const { onForget } = showLocked();
    onForget.mockResolvedValue({ kind: 'storage', problem: 'full' });
    await button('Forgot it…').click();
    await button('Forget passphrase and keys').click();
    await expect.element(question).toMatchTextContent('Not forgotten: There is no room left on this device');
    await button('Keep').click();
    await expect.element(button('Forgot it…')).toHaveFocus();
  });
});
