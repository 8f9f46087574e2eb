import { beforeEach, describe, expect, it } from 'vitest';
import type { Keyring } from '../../lib/vault/keyring';
import { createKeyring } from '../../lib/vault/keyring';
import { createFactSeal } from '../../lib/worker/fact-seal';
import type { FactStore } from '../../lib/worker/facts';
import { createFacts } from '../../lib/worker/facts';
import { memory } from '../store/memory';

const KEY = 'facts:copper-1';
const STAYING = { accountId: '7', dateOrder: 'day-first' };
const FIELDS = { definitions: '[{"name":"Secret field"}]' };
const ALL = { ...STAYING, ...FIELDS };
const PASSPHRASE = 'seven grey herons';

let local = memory();
let session = memory();
let isOff = false;
let keyring: Keyring;
let facts: FactStore;

/** A worker of its own: it knows what lies in storage. */
function startWorker(): void {
  keyring = createKeyring(local, session, 10);
  facts = createFacts({ local, session, isOff: async () => isOff, seal: createFactSeal(keyring) });
}

function restartBrowser(): void {
  session = memory();
  startWorker();
}

beforeEach(() => {
  local = memory();
  session = memory();
  isOff = false;
  startWorker();
});

const known = () => facts.read('copper-1');
const learn = (more: Record<string, string>) => facts.learn('copper-1', more);
const onDisk = () => JSON.stringify([...local.items]);
const inMemory = () => JSON.stringify([...session.items]);

async function turn(off: boolean): Promise<void> {
  isOff = off;
  await facts.settle();
}

async function setPassphrase(): Promise<void> {
  await keyring.create(PASSPHRASE, null);
  await facts.settle();
  await keyring.setPhase('on');
}

async function lock(): Promise<void> {
  await keyring.close();
  await facts.settle();
}

async function unlock(): Promise<void> {
  await keyring.open(PASSPHRASE);
  await facts.settle();
}

describe('what was found out about an account', () => {
  it('lies on the disk, each fact beside the others', async () => {
    await Promise.all([learn(STAYING), learn(FIELDS)]);
    expect(local.items.get(KEY)).toEqual(ALL);
    expect(await known()).toEqual(ALL);
    expect(session.items.size).toBe(0);
  });

  it('is forgotten wherever it lies', async () => {
    await turn(true);
    await learn(ALL);
    await facts.forget('copper-1');
    expect([local.items.size, session.items.size]).toEqual([0, 0]);
  });
});

describe('without the mirror', () => {
  it('it leaves the disk, but for whose account it is and how its dates are read', async () => {
    await learn(ALL);
    await turn(true);
    expect(local.items.get(KEY)).toEqual(STAYING);
    expect(await known()).toEqual(ALL);
  });

  it('it does not come to the disk', async () => {
    await turn(true);
    await learn(ALL);
    await learn({ customFields: 'more' });
    expect(local.items.get(KEY)).toEqual(STAYING);
    expect(await known()).toEqual({ ...ALL, customFields: 'more' });
  });

  it('it comes back with it', async () => {
    await turn(true);
    await learn(ALL);
    await turn(false);
    expect(local.items.get(KEY)).toEqual(ALL);
    expect(session.items.size).toBe(0);
  });

  it('its latest word counts where moving it was interrupted', async () => {
    await local.set(KEY, { definitions: 'old' });
    await session.set(KEY, { definitions: 'new' });
    isOff = true;
    expect(await known()).toEqual({ definitions: 'new' });
    await facts.settle();
    expect(await known()).toEqual({ definitions: 'new' });
    expect(onDisk()).not.toContain('definitions');
  });
});

describe('with a passphrase', () => {
  it('it is sealed where it lies, but for whose account it is and how its dates are read', async () => {
    await learn(ALL);
    await setPassphrase();
    expect(local.items.get(KEY)).toEqual({ ...STAYING, sealed: expect.any(String) as string });
    expect(onDisk()).not.toContain('Secret field');
    expect(await known()).toEqual(ALL);
  });

  it('what is learnt after it comes sealed, beside the rest', async () => {
    await setPassphrase();
    await learn(STAYING);
    await learn(FIELDS);
    await learn({ customFields: 'Secret field, too' });
    expect(onDisk()).not.toContain('Secret');
    startWorker();
    expect(await known()).toEqual({ ...ALL, customFields: 'Secret field, too' });
  });

  it('it is known again after the browser’s restart, once that is entered', async () => {
    await learn(ALL);
    await setPassphrase();
    restartBrowser();
    await facts.settle();
    expect(await known()).toEqual(STAYING);
    await unlock();
    expect(await known()).toEqual(ALL);
  });

  it('while it is locked what is sealed stays, and only what may lie open comes to it', async () => {
    await learn({ ...FIELDS, accountId: '7' });
    await setPassphrase();
    await lock();
    await learn({ dateOrder: 'day-first', customFields: 'Secret field, too' });
    expect(onDisk() + inMemory()).not.toContain('Secret');
    await unlock();
    expect(await known()).toEqual(ALL);
  });

  it('it lies open again without it', async () => {
    await learn(ALL);
    await setPassphrase();
    await keyring.setPhase('ending');
    await facts.settle();
    await keyring.discard();
    expect(local.items.get(KEY)).toEqual(ALL);
  });

  it('forgotten, what it sealed is given up', async () => {
    await learn(ALL);
    await setPassphrase();
    restartBrowser();
    await keyring.setPhase('ending');
    await facts.settle();
    await keyring.discard();
    expect(local.items.get(KEY)).toEqual(STAYING);
  });

  it('nothing readable is left of what was interrupted before anybody could seal it', async () => {
    await learn(ALL);
    await keyring.create(PASSPHRASE, null);
    restartBrowser();
    await facts.settle();
    expect(local.items.get(KEY)).toEqual(STAYING);
  });

  it('another connection’s seal is worth nothing', async () => {
    await setPassphrase();
    await learn(ALL);
    await local.set('facts:copper-2', await local.get(KEY));
    expect(await facts.read('copper-2')).toEqual(STAYING);
  });

  it('a damaged seal is as good as none', async () => {
    await setPassphrase();
    await local.set(KEY, { ...STAYING, sealed: 'no.seal' });
    expect(await known()).toEqual(STAYING);
    await learn(FIELDS);
    expect(await known()).toEqual(ALL);
  });
});

describe('with a passphrase and without the mirror', () => {
  beforeEach(async () => {
    await learn(ALL);
    await setPassphrase();
  });

  it('it lies in memory, and nothing of it on the disk', async () => {
    await turn(true);
    expect(local.items.get(KEY)).toEqual(STAYING);
    expect(await known()).toEqual(ALL);
  });

  it('it is gone from memory once locked, and does not come there', async () => {
    await turn(true);
    await lock();
    expect(inMemory()).not.toContain('Secret');
    await learn(FIELDS);
    expect(onDisk() + inMemory()).not.toContain('Secret');
  });

  it('it is sealed when the mirror comes back', async () => {
    await turn(true);
    await turn(false);
    expect(onDisk() + inMemory()).not.toContain('Secret');
    expect(await known()).toEqual(ALL);
  });

  it('it stays in memory when the passphrase goes', async () => {
    await turn(true);
    await keyring.discard();
    await facts.settle();
    expect(local.items.get(KEY)).toEqual(STAYING);
    expect(await known()).toEqual(ALL);
  });
});

it('what lies as it is to is not written again', async () => {
  await learn(ALL);
  await setPassphrase();
  const before = onDisk();
  await facts.settle();
  expect(onDisk()).toBe(before);
});
