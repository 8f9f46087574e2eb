import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Crm, CrmAdapter } from '../../lib/crm/crm';
import { CrmError } from '../../lib/domain/failure';
import { createVault } from '../../lib/vault/vault';
import { createConnections } from '../../lib/worker/connections';
import { memory } from '../store/memory';

const KEY = 'sk-0123456789';

function begin() {
  const local = memory();
  const session = memory();
  const granted = new Set(['https://api.copper.com/*']);
  const identify = vi.fn(async () => ({ accountName: 'jo@northwind.example', facts: { accountId: '7' } }));
  const adapter = (credentials: z.ZodType): CrmAdapter => ({
    capabilities: { fields: [], isLossReasonRequired: false, canDelete: true },
    credentials,
    requestsPerMinute: null,
    identify,
    open: vi.fn(() => ({}) as Crm),
  });
  const wiped: string[] = [];
  const connections = createConnections({
    local,
    session,
    vault: createVault(local),
    permissions: {
      contains: async (origins) => origins.every((origin) => granted.has(origin)),
      remove: async (origins) => origins.forEach((origin) => granted.delete(origin)),
    },
    adapters: {
      local: adapter(z.object({})),
      copper: adapter(z.object({ apiKey: z.string().min(1, 'Paste the API key.') })),
    },
    fetchFor: () => fetch,
    wipe: async (id) => void wiped.push(id),
    newId: () => crypto.randomUUID(),
    now: () => 1000,
  });
  return { connections, local, session, granted, identify, wiped };
}

describe('connecting', () => {
  it('asks the CRM first and stores the key apart from what the pages may read', async () => {
    const { connections, local } = begin();
    const { id } = await connections.connect('copper', { apiKey: KEY });
    expect(await connections.list()).toMatchObject([{ id, accountName: 'jo@northwind.example' }]);
    expect(JSON.stringify(local.items.get('connections'))).not.toContain(KEY);
    expect(local.items.get(`vault:${id}`)).toEqual({ apiKey: KEY });
  });

  it('with a key the CRM refuses stores nothing', async () => {
    const { connections, local, identify } = begin();
    identify.mockRejectedValueOnce(new CrmError({ kind: 'unauthorized' }));
    await expect(connections.connect('copper', { apiKey: KEY })).rejects.toMatchObject({
      failure: { kind: 'unauthorized' },
    });
    expect(local.items.size).toBe(0);
  });

  it('without a key says what is missing', async () => {
    const { connections } = begin();
    await expect(connections.connect('copper', { apiKey: '' })).rejects.toMatchObject({
      failure: { kind: 'invalid', reason: 'Paste the API key.' },
    });
  });

  it('the same account again keeps its id, with the new key', async () => {
    const { connections, local } = begin();
    const first = await connections.connect('copper', { apiKey: KEY });
    const second = await connections.connect('copper', { apiKey: 'sk-new' });
    expect(second.id).toBe(first.id);
    expect(await connections.list()).toHaveLength(1);
    expect(local.items.get(`vault:${first.id}`)).toEqual({ apiKey: 'sk-new' });
  });
});

describe('a connection', () => {
  it('whose permission was withdrawn says so instead of looking offline', async () => {
    const { connections, granted } = begin();
    const { id } = await connections.connect('copper', { apiKey: KEY });
    granted.clear();
    await expect(connections.open(id)).rejects.toMatchObject({ failure: { kind: 'no-permission' } });
  });

  it('that ends takes key, permission and cached data along', async () => {
    const { connections, local, granted, wiped } = begin();
    const { id } = await connections.connect('copper', { apiKey: KEY });
    await connections.connect('local', {});
    await connections.disconnect(id);
    expect(JSON.stringify([...local.items])).not.toContain(KEY);
    expect(granted.size).toBe(0);
    expect(wiped).toEqual([id]);
    expect(await connections.list()).toMatchObject([{ crm: 'local' }]);
    await expect(connections.open(id)).rejects.toMatchObject({ failure: { kind: 'not-found' } });
  });

  it('shows a problem that needs the rep until it works again', async () => {
    const { connections, session } = begin();
    await connections.report('x', { kind: 'unauthorized' });
    await connections.report('y', { kind: 'timeout' });
    expect(await session.get('problems')).toEqual({ x: { kind: 'unauthorized' } });
    await connections.report('x', null);
    expect(await session.get('problems')).toEqual({});
  });
});
