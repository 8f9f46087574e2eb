import { render } from 'preact';
import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Options } from '../../components/options/Options';
import type { OptionsActions } from '../../components/options/Options';
import type { Connection } from '../../lib/domain/connection';
import type { Failure } from '../../lib/domain/failure';
import { CrmError } from '../../lib/domain/failure';
import { spyLock } from './lock-actions';
import { makeRoot } from './render-panel';
import { COPPER, LOCAL } from './samples';
import '../../components/options/options.css';

const REDIRECT = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/outreach';
const OUTREACH: Connection = {
  ...COPPER,
  id: 'outreach-1',
  crm: 'outreach',
  label: 'Outreach',
  origins: ['https://api.outreach.io/*'],
};

interface Look {
  problems?: Record<string, Failure>;
  redirectUri?: string | null;
}

/** The page, what it asked for, and a way to give it other connections. */
function showOptions(connections: Connection[] = [], { problems = {}, redirectUri = REDIRECT }: Look = {}) {
  const actions = {
    connect: vi.fn<OptionsActions['connect']>().mockResolvedValue(null),
    disconnect: vi.fn<OptionsActions['disconnect']>().mockResolvedValue(0),
    rename: vi.fn<OptionsActions['rename']>().mockResolvedValue(),
    makeDefault: vi.fn<OptionsActions['makeDefault']>().mockResolvedValue(),
    exportLocal: vi.fn<OptionsActions['exportLocal']>().mockResolvedValue(),
    importLocal: vi.fn<OptionsActions['importLocal']>().mockResolvedValue({ ok: true, opportunities: 3 }),
    loadSamples: vi.fn<OptionsActions['loadSamples']>().mockResolvedValue(),
    setMirror: vi.fn<OptionsActions['setMirror']>().mockResolvedValue(null),
    deleteLocal: vi.fn<OptionsActions['deleteLocal']>().mockResolvedValue(),
    exportPending: vi.fn<OptionsActions['exportPending']>().mockResolvedValue(0),
    resetStorage: vi.fn<OptionsActions['resetStorage']>().mockResolvedValue(),
  };
  const root = makeRoot();
  const show = (next: Connection[]) =>
    render(
      <Options
        connections={next}
        problems={problems}
        redirectUri={redirectUri}
        actions={actions}
        mirror
        lock={null}
        lockActions={spyLock()}
      />,
      root,
    );
  show(connections);
  return { ...actions, show };
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
      .toMatchTextContent('Copper did not accept the credentials. Check that the key or token is your own');
    await expect.element(key).toHaveValue('wrong');
  });

  it('shows every sentence of a refusal', async () => {
    const { connect } = showOptions();
    const reason = 'Enter the app ID. Enter the consumer ID';
    connect.mockResolvedValue({ kind: 'invalid', reason, field: null });
    await crm.selectOptions('Apideck');
    await button('Connect').click();
    await expect.element(page.getByRole('alert')).toMatchTextContent('Enter the app ID. Enter the consumer ID.');
  });
});

describe('the fields of each CRM', () => {
  const labels = () => [...document.querySelectorAll('.field label')].map(({ textContent }) => textContent);
  const advanced = page.getByText('Advanced', { exact: true });

  it.each([
    ['On this device', ['CRM']],
    ['Copper', ['CRM', 'API key', 'Email', 'Base URL']],
    ['Outreach', ['CRM', 'Client ID', 'Client secret', 'Redirect address', 'Access token', 'Base URL']],
    ['Apideck', ['CRM', 'API key', 'App ID', 'Consumer ID', 'Service ID', 'Base URL', 'Pass-through']],
  ])('are those the catalog names: %s', async (name, expected) => {
    showOptions();
    await crm.selectOptions(name);
    expect(labels()).toEqual(expected);
  });

  it('keep what few need behind "Advanced", and send it only where it was filled in', async () => {
    const { connect } = showOptions();
    await crm.selectOptions('Apideck');
    const baseUrl = page.getByRole('textbox', { name: 'Base URL' });
    await expect.element(page.getByLabelText('Base URL')).not.toBeVisible();
    await advanced.click();
    await baseUrl.fill(' https://crm.harbour.example ');
    await button('Connect').click();
    const empty = { apiKey: '', appId: '', consumerId: '', serviceId: '' };
    expect(connect).toHaveBeenCalledExactlyOnceWith('apideck', { ...empty, baseUrl: 'https://crm.harbour.example' });
  });

  it('are empty again for another CRM', async () => {
    showOptions();
    await crm.selectOptions('Copper');
    await key.fill('k3y');
    await crm.selectOptions('Apideck');
    await expect.element(key).toHaveValue('');
  });

  it('hide every secret while it is typed', async () => {
    showOptions();
    await crm.selectOptions('Outreach');
    await expect.element(page.getByLabelText('Client secret')).toHaveAttribute('type', 'password');
    await expect.element(page.getByLabelText('Access token')).toHaveAttribute('type', 'password');
  });

  it('give the redirect address to register, to be copied and not changed', async () => {
    const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    showOptions();
    await crm.selectOptions('Outreach');
    const address = page.getByRole('textbox', { name: 'Redirect address' });
    await expect.element(address).toHaveValue(REDIRECT);
    await expect.element(address).toHaveAttribute('readonly');
    await expect.element(page.getByText('or', { exact: true })).toBeVisible();
    await button('Copy').click();
    await expect.element(button('Copied')).toBeVisible();
    expect(copied).toHaveBeenCalledExactlyOnceWith(REDIRECT);
  });

  it('select the redirect address where the browser refuses to copy', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('', 'NotAllowedError'));
    showOptions();
    await crm.selectOptions('Outreach');
    await button('Copy').click();
    await vi.waitFor(() => expect(document.getSelection()?.toString()).toBe(REDIRECT));
  });

  it('do without a redirect address where the browser has none', async () => {
    showOptions([], { redirectUri: null });
    await crm.selectOptions('Outreach');
    await expect.element(page.getByLabelText('Client secret')).toBeVisible();
    expect(labels()).not.toContain('Redirect address');
  });
});

describe('the name of a connection', () => {
  const rename = button('Rename');
  const name = page.getByRole('textbox', { name: 'Name' });

  it('is changed where it stands: Enter saves', async () => {
    const { rename: renamed, show } = showOptions([COPPER]);
    await rename.click();
    await expect.element(name).toHaveFocus();
    await userEvent.keyboard(' Sales {Enter}');
    expect(renamed).toHaveBeenCalledExactlyOnceWith('copper-1', 'Sales');
    show([{ ...COPPER, label: 'Sales' }]);
    const item = page.getByRole('listitem');
    await expect.element(item).toMatchTextContent(/^Sales.*Connected · Copper · jo@harbour\.example/);
    await expect.element(rename).toHaveFocus();
  });

  it('stays when Escape is pressed', async () => {
    const { rename: renamed } = showOptions([COPPER]);
    await rename.click();
    await userEvent.keyboard('Sales{Escape}');
    await expect.element(page.getByText('Copper', { exact: true }).last()).toBeVisible();
    await expect.element(rename).toHaveFocus();
    expect(renamed).not.toHaveBeenCalled();
  });

  it("is the CRM's own again once emptied", async () => {
    const { rename: renamed } = showOptions([{ ...COPPER, label: 'Sales' }]);
    await rename.click();
    await name.fill('');
    await expect.element(name).toHaveAttribute('placeholder', 'Copper');
    await button('Save').click();
    expect(renamed).toHaveBeenCalledExactlyOnceWith('copper-1', '');
  });

  it('stays in the box when it could not be kept', async () => {
    const { rename: renamed } = showOptions([COPPER]);
    renamed.mockRejectedValue(new CrmError({ kind: 'not-found' }));
    await rename.click();
    await name.fill('Sales');
    await button('Save').click();
    await expect.element(page.getByRole('alert')).toBeVisible();
    await expect.element(name).toHaveValue('Sales');
  });
});

describe('where new opportunities go', () => {
  const group = page.getByRole('radiogroup', { name: 'New opportunities go to' });
  const radio = (name: string) => group.getByRole('radio', { name });

  it('is no question with one connection', async () => {
    showOptions([COPPER]);
    await expect.element(button('Disconnect')).toBeVisible();
    expect(group.elements()).toEqual([]);
  });

  it('is the CRM connected last, until another is chosen', async () => {
    const { makeDefault, show } = showOptions([COPPER, OUTREACH, LOCAL]);
    await expect.element(radio('Outreach')).toBeChecked();
    await radio('On this device').click();
    expect(makeDefault).toHaveBeenCalledExactlyOnceWith('local');
    show([COPPER, OUTREACH, { ...LOCAL, isDefault: true }]);
    await expect.element(radio('On this device')).toBeChecked();
  });

  it('stays where it was when the choice could not be kept', async () => {
    const { makeDefault } = showOptions([COPPER, OUTREACH]);
    makeDefault.mockRejectedValue(new CrmError({ kind: 'not-found' }));
    await radio('Copper').click();
    await expect.element(page.getByRole('alert')).toBeVisible();
    await expect.element(radio('Outreach')).toBeChecked();
  });

  it('tells accounts of one name apart', async () => {
    const kai = { ...COPPER, id: 'copper-2', accountName: 'kai@harbour.example' };
    showOptions([COPPER, kai, LOCAL]);
    await expect.element(radio('Copper kai@harbour.example')).toBeVisible();
    await expect.element(radio('Copper jo@harbour.example')).toBeVisible();
  });
});

describe('connections', () => {
  const list = page.getByRole('list', { name: 'Connections' });
  const copper = list.getByRole('listitem').filter({ hasText: 'Copper' });

  it('shows each with its account and state, and ends one', async () => {
    const actions = showOptions([COPPER, LOCAL]);
    await expect.element(copper).toMatchTextContent('Connected · jo@harbour.example');
    await copper.getByRole('button', { name: 'Disconnect' }).click();
    expect(actions.disconnect).toHaveBeenCalledExactlyOnceWith('copper-1', false);
  });

  it('shows what is wrong with one', async () => {
    showOptions([COPPER], { problems: { [COPPER.id]: { kind: 'no-permission' } } });
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
