import { render } from 'preact';
import { describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { Options } from '../../components/Options';
import type { OptionsActions } from '../../components/Options';
import type { Connection } from '../../lib/domain/connection';
import type { Failure } from '../../lib/domain/failure';
import { makeRoot } from './render-panel';
import { COPPER, LOCAL } from './samples';
import '../../components/options.css';

function showOptions(connections: Connection[] = [], problems: Record<string, Failure> = {}) {
  const actions = {
    connect: vi.fn<OptionsActions['connect']>().mockResolvedValue(null),
    disconnect: vi.fn<OptionsActions['disconnect']>().mockResolvedValue(0),
    exportLocal: vi.fn<OptionsActions['exportLocal']>().mockResolvedValue(),
    importLocal: vi.fn<OptionsActions['importLocal']>().mockResolvedValue({ ok: true, opportunities: 3 }),
    loadSamples: vi.fn<OptionsActions['loadSamples']>().mockResolvedValue(),
    deleteLocal: vi.fn<OptionsActions['deleteLocal']>().mockResolvedValue(),
  };
  render(<Options connections={connections} problems={problems} actions={actions} />, makeRoot());
  return actions;
}

const button = (name: string) => page.getByRole('button', { name, exact: true });
const crm = page.getByRole('combobox', { name: 'CRM' });
const key = page.getByLabelText('API key');
const email = page.getByRole('textbox', { name: 'Email' });

describe('connecting', () => {
  it('starts with this device, which needs nothing', async () => {
    const actions = showOptions();
    await expect.element(crm).toHaveDisplayValue('On this device');
    await button('Connect').click();
    expect(actions.connect).toHaveBeenCalledExactlyOnceWith('local', {});
    await expect.element(page.getByText('On this device is connected.')).toBeVisible();
  });

  it('sends trimmed credentials and forgets them once they are taken', async () => {
    const actions = showOptions();
    await crm.selectOptions('Copper');
    await key.fill(' k3y ');
    await email.fill('jo@harbour.example');
    await expect.element(key).toHaveAttribute('type', 'password');
    await expect.element(key).toHaveAttribute('autocomplete', 'off');
    await button('Connect').click();
    expect(actions.connect).toHaveBeenCalledExactlyOnceWith('copper', { apiKey: 'k3y', email: 'jo@harbour.example' });
    await expect.element(key).toHaveValue('');
  });

  it('says why it failed and keeps what was typed', async () => {
    const actions = showOptions();
    actions.connect.mockResolvedValue({ kind: 'unauthorized' });
    await crm.selectOptions('Copper');
    await key.fill('wrong');
    await button('Connect').click();
    const alert = page.getByRole('alert');
    await expect
      .element(alert)
      .toMatchTextContent('Copper did not accept the credentials. Check that the key is current');
    await expect.element(key).toHaveValue('wrong');
  });
});

describe('connections', () => {
  const list = page.getByRole('list', { name: 'Connections' });
  const copper = list.getByRole('listitem').filter({ hasText: 'Copper' });

  it('shows each with its account and state, and ends one', async () => {
    const actions = showOptions([COPPER, LOCAL]);
    await expect.element(copper).toMatchTextContent(/jo@harbour\.example.*Connected/);
    await copper.getByRole('button', { name: 'Disconnect' }).click();
    expect(actions.disconnect).toHaveBeenCalledExactlyOnceWith('copper-1', false);
  });

  it('shows what is wrong with one', async () => {
    showOptions([COPPER], { [COPPER.id]: { kind: 'no-permission' } });
    await expect.element(copper).toMatchTextContent('The browser no longer lets Dealside reach Copper.');
    await expect.element(copper).not.toMatchTextContent('Connected');
  });

  it('takes what is kept on this device out and in', async () => {
    const actions = showOptions([LOCAL]);
    await button('Export').click();
    await button('Load sample data').click();
    const file = new File(['{}'], 'backup.json', { type: 'application/json' });
    await page.getByLabelText('Import').upload(file);
    await expect.element(page.getByText('3 opportunities imported.')).toBeVisible();
    expect(actions.exportLocal).toHaveBeenCalledOnce();
    expect(actions.loadSamples).toHaveBeenCalledOnce();
    expect(actions.importLocal.mock.calls[0]?.[0].name).toBe('backup.json');
  });

  it('says why a file was not imported', async () => {
    const actions = showOptions([LOCAL]);
    actions.importLocal.mockResolvedValue({
      ok: false,
      failure: { kind: 'invalid', reason: 'Line 3 is no opportunity.', field: null },
    });
    await page.getByLabelText('Import').upload(new File(['x'], 'x.json'));
    await expect.element(page.getByRole('alert')).toMatchTextContent('Line 3 is no opportunity.');
  });

  it('asks before it gives up changes the CRM has not got', async () => {
    const { disconnect } = showOptions([COPPER]);
    disconnect.mockResolvedValue(2);
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await expect.element(page.getByRole('alert')).toMatchTextContent('2 changes are not saved in Copper yet');
    await page.getByRole('button', { name: 'Disconnect anyway' }).click();
    expect(disconnect.mock.calls).toEqual([
      ['copper-1', false],
      ['copper-1', true],
    ]);
  });

  it('deletes what is kept on this device only after asking', async () => {
    const { deleteLocal } = showOptions([LOCAL]);
    await page.getByRole('button', { name: 'Delete all…' }).click();
    await page.getByRole('button', { name: 'Keep' }).click();
    expect(deleteLocal).not.toHaveBeenCalled();
    await page.getByRole('button', { name: 'Delete all…' }).click();
    await page.getByRole('button', { name: 'Delete all', exact: true }).click();
    expect(deleteLocal).toHaveBeenCalledTimes(1);
  });
});
