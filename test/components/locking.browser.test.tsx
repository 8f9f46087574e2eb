import { render } from 'preact';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Locking } from '../../components/options/Locking';
import type { LockState } from '../../lib/domain/lock-state';
import { spyLock } from './lock-actions';
import { makeRoot } from './render-panel';
import '../../components/options/options.css';

const OFF: LockState = { state: 'off', idleMinutes: null };
const UNLOCKED: LockState = { state: 'unlocked', idleMinutes: 15 };
const LOCKED: LockState = { state: 'locked', idleMinutes: 15 };

/** The section, and a way to give it another state. */
function showLocking(state: LockState | null) {
  const actions = spyLock();
  const root = makeRoot();
  const show = (lock: LockState | null) =>
    render(
      <main class="options">
        <Locking lock={lock} actions={actions} />
      </main>,
      root,
    );
  show(state);
  return { ...actions, show };
}

const field = (name: string) => page.getByLabelText(name, { exact: true });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const alert = page.getByRole('alert');
const idle = page.getByRole('combobox', { name: 'Lock after' });
const section = page.getByRole('region', { name: 'Lock' });

describe('without a passphrase', () => {
  it('says what one would encrypt, what it would not, and what forgetting it means', async () => {
    showLocking(OFF);
    await expect.element(section).toMatchTextContent('the keys of your CRMs and what they answered lie encrypted');
    await expect.element(section).toMatchTextContent(/Not encrypted: .*changes on their way.*kept on this device/);
    await expect.element(section).toMatchTextContent('Nobody can recover a forgotten passphrase');
    await expect.element(section).toMatchTextContent('No passphrase is set.');
  });

  it('sets one that was typed twice, with when it locks', async () => {
    const { turnOn } = showLocking(OFF);
    await expect.element(field('Passphrase')).toHaveAttribute('type', 'password');
    await expect.element(field('Passphrase')).toHaveAttribute('autocomplete', 'new-password');
    await field('Passphrase').fill('seven grey herons');
    await field('The same again').fill('seven grey herons');
    await idle.selectOptions('5 minutes');
    await button('Set passphrase').click();
    expect(turnOn).toHaveBeenCalledExactlyOnceWith('seven grey herons', 5);
    await expect.element(field('Passphrase')).toHaveValue('');
  });

  it('locks only with the browser where that is chosen', async () => {
    const { turnOn } = showLocking(OFF);
    await idle.selectOptions('Only when the browser closes');
    await field('Passphrase').fill('seven grey herons');
    await field('The same again').fill('seven grey herons');
    await userEvent.keyboard('{Enter}');
    expect(turnOn).toHaveBeenCalledExactlyOnceWith('seven grey herons', null);
  });

  it('takes none that is too short', async () => {
    const { turnOn } = showLocking(OFF);
    await field('Passphrase').fill('heron');
    await field('The same again').fill('heron');
    await button('Set passphrase').click();
    await expect.element(alert).toMatchTextContent('Take at least 8 characters.');
    await expect.element(field('Passphrase')).toHaveFocus();
    expect(turnOn).not.toHaveBeenCalled();
  });

  it('takes none that was typed differently the second time', async () => {
    const { turnOn } = showLocking(OFF);
    await field('Passphrase').fill('seven grey herons');
    await field('The same again').fill('seven gray herons');
    await button('Set passphrase').click();
    await expect.element(alert).toMatchTextContent('The two are not the same.');
    await expect.element(field('The same again')).toHaveFocus();
    expect(turnOn).not.toHaveBeenCalled();
  });

  it('says what went wrong and keeps what was typed', async () => {
    const { turnOn } = showLocking(OFF);
    turnOn.mockResolvedValue({ kind: 'storage', problem: 'full' });
    await field('Passphrase').fill('seven grey herons');
    await field('The same again').fill('seven grey herons');
    await button('Set passphrase').click();
    await expect.element(alert).toMatchTextContent('There is no room left on this device');
    await expect.element(field('Passphrase')).toHaveValue('seven grey herons');
  });
});

describe('with a passphrase', () => {
  it('locks at once, or later than before', async () => {
    const { lockNow, setIdleMinutes } = showLocking(UNLOCKED);
    await expect.element(idle).toHaveDisplayValue('15 minutes');
    await idle.selectOptions('1 hour');
    expect(setIdleMinutes).toHaveBeenCalledExactlyOnceWith(60);
    await button('Lock now').click();
    expect(lockNow).toHaveBeenCalledOnce();
  });

  it('changes it, with the old one', async () => {
    const { change } = showLocking(UNLOCKED);
    await button('Change passphrase…').click();
    await expect.element(field('Current passphrase')).toHaveFocus();
    await userEvent.keyboard('seven grey herons{Tab}eight grey herons{Tab}eight grey herons{Enter}');
    expect(change).toHaveBeenCalledExactlyOnceWith('seven grey herons', 'eight grey herons');
    await expect.element(page.getByText('The passphrase is changed.')).toBeVisible();
    await expect.element(button('Change passphrase…')).toHaveFocus();
  });

  it('says at the old one that it is wrong', async () => {
    const { change } = showLocking(UNLOCKED);
    change.mockResolvedValue({ kind: 'wrong-passphrase' });
    await button('Change passphrase…').click();
    await field('Current passphrase').fill('six grey herons');
    await field('New passphrase').fill('eight grey herons');
    await field('The same again').fill('eight grey herons');
    await button('Change passphrase').click();
    await expect.element(field('Current passphrase')).toHaveAccessibleDescription(/This is not the passphrase/);
    await expect.element(field('Current passphrase')).toHaveFocus();
    await expect.element(field('New passphrase')).toHaveValue('eight grey herons');
  });

  it('turns it off with the passphrase only, and not by Escape', async () => {
    const { turnOff, show } = showLocking(UNLOCKED);
    await button('Turn off…').click();
    await userEvent.keyboard('{Escape}');
    await expect.element(button('Turn off…')).toHaveFocus();
    await button('Turn off…').click();
    await button('Turn off').click();
    await expect.element(alert).toMatchTextContent('Enter your passphrase.');
    expect(turnOff).not.toHaveBeenCalled();
    await field('Passphrase').fill('seven grey herons');
    await button('Turn off').click();
    expect(turnOff).toHaveBeenCalledExactlyOnceWith('seven grey herons');
    show(OFF);
    await expect.element(page.getByRole('heading', { name: 'Lock' })).toHaveFocus();
    await expect.element(section).toMatchTextContent('No passphrase is set.');
  });

  it('shows a time it does not offer', async () => {
    showLocking({ ...UNLOCKED, idleMinutes: 30 });
    await expect.element(idle).toHaveDisplayValue('30 minutes');
  });
});

describe('while it is locked', () => {
  it('unlocks here, too, and offers nothing else', async () => {
    const { unlock } = showLocking(LOCKED);
    await expect.element(section).toMatchTextContent('Dealside is locked.');
    expect(idle.elements()).toEqual([]);
    await field('Passphrase').fill('seven grey herons');
    await button('Unlock').click();
    expect(unlock).toHaveBeenCalledExactlyOnceWith('seven grey herons');
  });

  it('gives up a forgotten passphrase', async () => {
    const { forget } = showLocking(LOCKED);
    await button('Forgot it…').click();
    await button('Forget passphrase and keys').click();
    expect(forget).toHaveBeenCalledOnce();
  });
});

it('offers nothing before its state is known', async () => {
  const { show } = showLocking(null);
  await expect.element(page.getByRole('heading', { name: 'Lock' })).toBeVisible();
  expect(page.getByRole('button').elements()).toEqual([]);
  show(OFF);
  await expect.element(button('Set passphrase')).toBeVisible();
  await expect.element(page.getByRole('heading', { name: 'Lock' })).not.toHaveFocus();
});
