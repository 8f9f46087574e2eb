import { render } from 'preact';
import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { KeepCopy } from '../../components/options/KeepCopy';
import type { OptionsActions } from '../../components/options/Options';
import type { Failure } from '../../lib/domain/failure';
import { makeRoot } from './render-panel';
import '../../components/options/options.css';

const box = page.getByRole('checkbox', { name: 'Keep a copy of what my CRMs answer on this device' });
const status = page.getByRole('status');

/** The setting, and a way to give it another state. */
function show(isOn: boolean | null, hasCrm = true) {
  const setMirror = vi.fn<OptionsActions['setMirror']>().mockResolvedValue(null);
  const root = makeRoot();
  const draw = (next: boolean | null) => render(<KeepCopy isOn={next} hasCrm={hasCrm} onSet={setMirror} />, root);
  draw(isOn);
  return { setMirror, draw };
}

describe('the copy on this device', () => {
  it('says what it brings, and what it means to have none', async () => {
    show(true);
    await expect.element(box).toBeChecked();
    await expect.element(box).toHaveAccessibleDescription(/at once, also offline.*as you type/);
    await expect.element(box).toHaveAccessibleDescription(/nothing of your CRMs.*disk.*asked anew.*restarts.*kept all/);
    await expect.element(status).toMatchTextContent('A copy is kept on this device.');
  });

  it('is switched off with the keyboard, and says so once that is done', async () => {
    const { setMirror, draw } = show(true);
    const done = Promise.withResolvers<Failure | null>();
    setMirror.mockReturnValue(done.promise);
    await userEvent.tab();
    await expect.element(box).toHaveFocus();
    await userEvent.keyboard(' ');
    expect(setMirror).toHaveBeenCalledExactlyOnceWith(false);
    await expect.element(box).not.toBeChecked();
    await expect.element(status).toHaveTextContent('');
    draw(false);
    done.resolve(null);
    await expect.element(status).toMatchTextContent('Nothing your CRMs answer is kept on this device.');
    await expect.element(box).not.toBeChecked();
    await expect.element(box).toHaveFocus();
  });

  it('is switched on again', async () => {
    const { setMirror } = show(false);
    await box.click();
    expect(setMirror).toHaveBeenCalledExactlyOnceWith(true);
  });

  it('stays as it is where that failed, and says why', async () => {
    const { setMirror } = show(true);
    setMirror.mockResolvedValue({ kind: 'storage', problem: 'full' });
    await box.click();
    await expect.element(page.getByRole('alert')).toMatchTextContent('There is no room left on this device');
    await expect.element(box).toBeChecked();
    await expect.element(status).toMatchTextContent('A copy is kept on this device.');
  });

  it('is not said to be kept while no CRM is connected', async () => {
    show(true, false);
    await expect.element(status).toHaveTextContent('Nothing is kept yet: no CRM is connected.');
  });

  it('can be hit anywhere in 24 by 24 pixels', () => {
    show(true);
    const { width, height } = box.element().getBoundingClientRect();
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
  });

  it('can’t be switched before it is known', async () => {
    show(null);
    await expect.element(box).toBeDisabled();
    await expect.element(status).toHaveTextContent('');
  });
});
