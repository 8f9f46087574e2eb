import { describe, expect, it, vi } from 'vitest';
import type { Connection } from '../../lib/domain/connection';
import { CrmError } from '../../lib/domain/failure';
import type { OptionsWorld } from '../../lib/panel/options-model';
import { OptionsModel } from '../../lib/panel/options-model';
import { CONNECTION } from '../store/scripted-crm';

function openOptions(isGranted = true) {
  let stored: Connection[] = [CONNECTION];
  const send = vi.fn(async (_name: string, _input: unknown): Promise<unknown> => null);
  const requestOrigins = vi.fn<OptionsWorld['requestOrigins']>().mockResolvedValue(isGranted);
  const world: OptionsWorld = {
    send: send as unknown as OptionsWorld['send'],
    requestOrigins,
    readConnections: async () => stored,
    readProblems: async () => ({}),
    readMirror: async () => true,
    saveFile: vi.fn<OptionsWorld['saveFile']>(),
  };
  const store = (connections: Connection[]) => {
    stored = connections;
  };
  return { model: new OptionsModel(world), send, requestOrigins, store };
}

const copper = { apiKey: 'k3y', email: 'jo@harbour.example' };

describe('connecting', () => {
  it('asks for the host in the click itself: later the browser shows no prompt', () => {
    const { model, requestOrigins } = openOptions();
    void model.connect('copper', copper);
    expect(requestOrigins).toHaveBeenCalledExactlyOnceWith(['https://api.copper.com/*']);
  });

  it("asks for a proxy's host in place of the CRM's", () => {
    const { model, requestOrigins } = openOptions();
    void model.connect('copper', { ...copper, baseUrl: 'https://crm.harbour.example:8443/copper' });
    expect(requestOrigins).toHaveBeenCalledExactlyOnceWith(['https://crm.harbour.example/*']);
  });

  it('asks for no host where everything stays on this device', async () => {
    const { model, requestOrigins, send } = openOptions();
    expect(await model.connect('local', {})).toBeNull();
    expect(requestOrigins).not.toHaveBeenCalled();
    expect(send).toHaveBeenCalledExactlyOnceWith('connection.connect', { crm: 'local', credentials: {} });
  });

  it('sends no credentials where the host is not allowed', async () => {
    const { model, send } = openOptions(false);
    expect(await model.connect('copper', copper)).toEqual({ kind: 'no-permission' });
    expect(send).not.toHaveBeenCalled();
  });

  it('says what the worker refused', async () => {
    const { model, send } = openOptions();
    send.mockRejectedValue(new CrmError({ kind: 'unauthorized' }));
    expect(await model.connect('copper', copper)).toEqual({ kind: 'unauthorized' });
  });
});

describe('connections', () => {
  it('are shown by their new name once it is kept', async () => {
    const { model, send, store } = openOptions();
    await model.refresh();
    store([{ ...CONNECTION, label: 'Sales' }]);
    await model.rename(CONNECTION.id, 'Sales');
    expect(send).toHaveBeenCalledExactlyOnceWith('connection.rename', { connection: CONNECTION.id, label: 'Sales' });
    expect(model.connections.value).toEqual([{ ...CONNECTION, label: 'Sales' }]);
  });

  it('are shown with the new default once it is kept', async () => {
    const { model, send, store } = openOptions();
    store([{ ...CONNECTION, isDefault: true }]);
    await model.makeDefault(CONNECTION.id);
    expect(send).toHaveBeenCalledExactlyOnceWith('connection.makeDefault', { connection: CONNECTION.id });
    expect(model.connections.value[0]?.isDefault).toBe(true);
  });
});
