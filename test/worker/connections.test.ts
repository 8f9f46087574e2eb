import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Crm, CrmAdapter, CrmContext } from '../../lib/crm/crm';
import { CrmError } from '../../lib/domain/failure';
import { createKeyring } from '../../lib/vault/keyring';
import { createVault } from '../../lib/vault/vault';
import { createConnections } from '../../lib/worker/connections';
import { createFactSeal } from '../../lib/worker/fact-seal';
import { createFacts } from '../../lib/worker/facts';
import { memory } from '../store/memory';
import { CAPABILITIES } from '../store/scripted-crm';

const KEY = 'sk-0123456789';

function begin() {
  const local = memory();
  const session = memory();
  const granted = new Set(['https://api.copper.com/*', 'https://crm.harbour.example/*', 'https://api.outreach.io/*']);
  const sent: string[] = [];
  let opened: CrmContext<unknown> | undefined;
  const identify = vi.fn(async () => ({ accountName: 'jo@northwind.example', facts: { accountId: '7' } }));
  const adapter = (credentials: z.ZodType): CrmAdapter => ({
    capabilities: CAPABILITIES,
    credentials,
    requestsPerMinute: null,
    identify,
    open: vi.fn((crmContext) => {
      opened = crmContext;
      return {} as Crm;
    }),
  });
  const wiped: string[] = [];
  const connections = createConnections({
    local,
    session,
    vault: createVault(local),
    facts: createFacts({
      local,
      session,
      isOff: async () => false,
      seal: createFactSeal(createKeyring(local, session)),
    }),
    permissions: {
      contains: async (origins) => origins.every((origin) => granted.has(origin)),
      remove: async (origins) => origins.forEach((origin) => granted.delete(origin)),
    },
    adapters: {
      local: adapter(z.object({})),
      copper: adapter(z.object({ apiKey: z.string().min(1, 'Paste the API key.'), baseUrl: z.string().optional() })),
      outreach: {
        ...adapter(z.object({ clientId: z.string(), token: z.string().optional() })),
        signIn: async (credentials, world) => ({
          ...(credentials as object),
          token: await world.signIn.open('https://api.outreach.io/oauth/authorize'),
        }),
      },
      apideck: adapter(z.object({})),
    },
    signIn: { redirectUri: 'https://x.chromiumapp.org/outreach', open: async () => 'token-1' },
    fetchFor: () => async (input) => {
      sent.push(input instanceof Request ? input.url : input.toString());
      return new Response('{}');
    },
    wipe: async (id) => void wiped.push(id),
    newId: () => crypto.randomUUID(),
    now: () => 1000,
  });
  return { connections, local, session, granted, identify, wiped, sent, context: () => opened! };
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

describe('another account of a CRM that is connected', () => {
  it('is called otherwise, so that a failure tells which of them', async () => {
    const { connections, identify } = begin();
    const account = (accountId: string) => ({ accountName: 'jo@northwind.example', facts: { accountId } });
    for (const id of ['7', '8', '9']) {
      identify.mockResolvedValueOnce(account(id));
      await connections.connect('copper', { apiKey: KEY });
    }
    const labels = async () => (await connections.list()).map(({ label }) => label);
    expect(await labels()).toEqual(['Copper', 'Copper 2', 'Copper 3']);
    identify.mockResolvedValueOnce(account('8'));
    await connections.connect('copper', { apiKey: 'sk-new' });
    expect((await labels()).toSorted()).toEqual(['Copper', 'Copper 2', 'Copper 3']);
  });
});

describe('signing in', () => {
  it('at the CRM brings the credentials that are stored', async () => {
    const { connections, local } = begin();
    const { id } = await connections.connect('outreach', { clientId: 'app' });
    expect(local.items.get(`vault:${id}`)).toEqual({ clientId: 'app', token: 'token-1' });
  });

  it('renews them as long as the connection lasts, and no longer', async () => {
    const { connections, local, context } = begin();
    const { id } = await connections.connect('outreach', { clientId: 'app' });
    await connections.open(id);
    const { vault } = context();
    await vault.write({ clientId: 'app', token: 'token-2' });
    expect(await vault.read()).toEqual({ clientId: 'app', token: 'token-2' });
    await connections.disconnect(id);
    await expect(vault.write({ token: 'token-3' })).rejects.toMatchObject({ failure: { kind: 'not-found' } });
    expect(JSON.stringify([...local.items])).not.toContain('token-');
  });
});

describe('a renewal under way', () => {
  it('does not bring back credentials that were replaced meanwhile', async () => {
    const { connections, local, context } = begin();
    const { id } = await connections.connect('outreach', { clientId: 'old app' });
    await connections.open(id);
    const { vault } = context();
    await connections.connect('outreach', { clientId: 'new app' });
    await vault.write({ clientId: 'old app', token: 'token-9' });
    expect(local.items.get(`vault:${id}`)).toEqual({ clientId: 'new app', token: 'token-1' });
  });
});

describe('a refused connection', () => {
  it('gives the permission back, unless another one needs it', async () => {
    const { connections, granted, identify } = begin();
    const refuse = () => identify.mockRejectedValueOnce(new CrmError({ kind: 'unauthorized' }));
    refuse();
    await expect(connections.connect('copper', { apiKey: KEY })).rejects.toBeInstanceOf(CrmError);
    expect(granted).not.toContain('https://api.copper.com/*');
    granted.add('https://api.copper.com/*');
    await connections.connect('copper', { apiKey: KEY });
    refuse();
    await expect(connections.connect('copper', { apiKey: 'sk-wrong' })).rejects.toBeInstanceOf(CrmError);
    expect(granted).toContain('https://api.copper.com/*');
  });
});

describe('a proxy', () => {
  const PROXY = { apiKey: KEY, baseUrl: 'https://crm.harbour.example/copper' };

  it('needs the permission for its own host, and gives that back', async () => {
    const { connections, granted } = begin();
    const { id, origins } = await connections.connect('copper', PROXY);
    expect(origins).toEqual(['https://crm.harbour.example/*']);
    await connections.connect('copper', { apiKey: KEY });
    await connections.disconnect(id);
    expect(granted).toEqual(new Set(['https://api.copper.com/*', 'https://api.outreach.io/*']));
    await expect(connections.connect('copper', PROXY)).rejects.toMatchObject({ failure: { kind: 'no-permission' } });
  });

  it('is another connection than the account reached directly', async () => {
    const { connections } = begin();
    await connections.connect('copper', PROXY);
    await connections.connect('copper', { apiKey: KEY });
    await connections.connect('copper', PROXY);
    expect(await connections.list()).toHaveLength(2);
  });

  it('gets every request, and no other host does', async () => {
    const { connections, context, sent } = begin();
    const { id } = await connections.connect('copper', PROXY);
    await connections.open(id);
    const { fetch } = context();
    await fetch('https://crm.harbour.example/copper/people');
    for (const url of ['https://api.copper.com/x', 'http://crm.harbour.example/x', 'https://harbour.example/x']) {
      await expect(fetch(url)).rejects.toBeInstanceOf(CrmError);
    }
    expect(sent).toEqual(['https://crm.harbour.example/copper/people']);
  });
});

describe('the list of connections', () => {
  it('takes names of the rep’s own, and goes back to the CRM’s', async () => {
    const { connections } = begin();
    const { id } = await connections.connect('copper', { apiKey: KEY });
    await connections.rename(id, '  Northwind EU ');
    await connections.connect('copper', { apiKey: 'sk-new' });
    expect(await connections.list()).toMatchObject([{ id, label: 'Northwind EU' }]);
    await connections.rename(id, ' ');
    expect(await connections.list()).toMatchObject([{ label: 'Copper' }]);
  });

  it('has one default at most', async () => {
    const { connections } = begin();
    const { id } = await connections.connect('copper', { apiKey: KEY });
    const local = await connections.connect('local', {});
    for (const chosen of [id, local.id]) await connections.makeDefault(chosen);
    expect((await connections.list()).filter(({ isDefault }) => isDefault)).toMatchObject([{ id: local.id }]);
  });

  it('of an earlier version is understood', async () => {
    const { connections, local } = begin();
    await local.set('connections', [
      { id: 'copper-1', crm: 'copper', label: 'Copper', accountName: 'jo', connectedAt: 1 },
    ]);
    expect(await connections.list()).toMatchObject([{ origins: ['https://api.copper.com/*'], isDefault: false }]);
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
    expect(granted).not.toContain('https://api.copper.com/*');
    expect(wiped).toEqual([id]);
    expect(await connections.list()).toMatchObject([{ crm: 'local' }]);
    await expect(connections.open(id)).rejects.toMatchObject({ failure: { kind: 'not-found' } });
  });

  it('shows a problem that needs the rep until it works again', async () => {
    const { connections, session } = begin();
    await connections.report('x', { kind: 'unauthorized' });
    await connections.report('y', { kind: 'timeout' });
    expect(await session.get('problems')).toEqual({ x: { kind: 'unauthorized' } });
    await Promise.all([
      connections.report('z', { kind: 'forbidden' }),
      connections.report('w', { kind: 'unauthorized' }),
      connections.report('x', null),
    ]);
    expect(await session.get('problems')).toEqual({ z: { kind: 'forbidden' }, w: { kind: 'unauthorized' } });
    await connections.report('z', null);
    await connections.report('w', null);
    expect(await session.get('problems')).toEqual({});
  });
});
