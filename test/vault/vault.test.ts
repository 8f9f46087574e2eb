import { describe, expect, it } from 'vitest';
import { CrmError } from '../../lib/domain/failure';
import type { KeyValue } from '../../lib/store/key-value';
import { createVault } from '../../lib/vault/vault';
import { memory } from '../store/memory';
import { begin, PASSPHRASE, written } from './world';

const KEY = { apiKey: 'sk-0123456789', email: 'jo@northwind.example' };
const OTHER = { apiKey: 'sk-abcdefghij' };

const locked = { failure: { kind: 'locked' } };
const lost = { failure: { kind: 'unauthorized' } };

/** Two connected CRMs and this device, none of them sealed. */
async function connected() {
  const browser = begin();
  const started = browser.startWorker();
  await browser.connect('one', 'two', 'local');
  await started.vault.write('one', KEY);
  await started.vault.write('two', OTHER);
  await started.vault.write('local', {});
  const secrets = () => ['sk-0123456789', 'sk-abcdefghij'].filter((key) => written(browser.disk.items).includes(key));
  return { browser, ...started, secrets };
}

describe('credentials', () => {
  it('lie as they are without a passphrase', async () => {
    const { vault, browser } = await connected();
    expect(browser.disk.items.get('vault:one')).toEqual(KEY);
    expect(await vault.read('one')).toEqual(KEY);
    expect(await vault.read('three')).toBeUndefined();
  });

  it('lie sealed with one, those written before and those after', async () => {
    const { vault, lock, browser, secrets } = await connected();
    await lock.turnOn(PASSPHRASE, null);
    expect(secrets()).toEqual([]);
    expect(await vault.read('one')).toEqual(KEY);
    await vault.write('two', { apiKey: 'sk-renewed-1' });
    expect(written(browser.disk.items)).not.toContain('sk-renewed-1');
    expect(await vault.read('two')).toEqual({ apiKey: 'sk-renewed-1' });
  });

  it('can be neither read nor written while it is locked, but be forgotten', async () => {
    const { browser, lock } = await connected();
    await lock.turnOn(PASSPHRASE, null);
    const { vault } = browser.restartBrowser();
    const before = browser.disk.items.get('vault:one');
    await expect(vault.read('one')).rejects.toMatchObject(locked);
    await expect(vault.write('one', OTHER)).rejects.toMatchObject(locked);
    expect(browser.disk.items.get('vault:one')).toEqual(before);
    await vault.forget('one');
    expect(await vault.read('one')).toBeUndefined();
  });

  it('lie open again once it is turned off', async () => {
    const { browser, lock, vault } = await connected();
    await lock.turnOn(PASSPHRASE, null);
    await lock.turnOff(PASSPHRASE);
    expect(browser.disk.items.get('vault:one')).toEqual(KEY);
    expect(await vault.read('two')).toEqual(OTHER);
    expect(browser.events.filter((event) => event === 'wiped')).toHaveLength(2);
  });

  it('of another connection are not taken for its own', async () => {
    const { browser, lock, vault } = await connected();
    await lock.turnOn(PASSPHRASE, null);
    browser.disk.items.set('vault:two', browser.disk.items.get('vault:one'));
    await expect(vault.read('two')).rejects.toMatchObject(lost);
    expect(await vault.read('one')).toEqual(KEY);
  });

  it('of this device are none: they stay where they are', async () => {
    const { browser, lock } = await connected();
    await lock.turnOn(PASSPHRASE, null);
    const { vault, lock: later } = browser.restartBrowser();
    expect(await vault.read('local')).toEqual({});
    await later.forget();
    expect(await vault.read('local')).toEqual({});
  });

  it('renewed in the middle of it all are not replaced by older ones', async () => {
    const { browser, lock: on } = await connected();
    await on.turnOn(PASSPHRASE, null);
    let renewing: Promise<void> | undefined;
    const { lock, vault } = browser.startWorker({
      local: {
        ...browser.disk,
        async get<Value>(key: string) {
          const older = await browser.disk.get<Value>(key);
          if (key === 'vault:one' && !renewing) {
            renewing = vault.write('one', { apiKey: 'sk-renewed-1' });
            // All the time it takes, where nothing keeps it waiting.
            await new Promise((resolve) => setImmediate(resolve));
          }
          return older;
        },
      },
    });
    await lock.turnOff(PASSPHRASE);
    await renewing;
    expect(await vault.read('one')).toEqual({ apiKey: 'sk-renewed-1' });
  });
});

describe('forgetting', () => {
  it('gives up every key: each connection is to be connected again', async () => {
    const { browser, lock, secrets } = await connected();
    await lock.turnOn(PASSPHRASE, null);
    const { vault, lock: later } = browser.restartBrowser();
    await later.forget();
    await expect(vault.read('one')).rejects.toMatchObject(lost);
    expect(secrets()).toEqual([]);
    expect(written(browser.disk.items)).not.toContain('sealed');
    await vault.write('one', OTHER);
    expect(await vault.read('one')).toEqual(OTHER);
    await later.turnOn('eight grey herons', null);
    await expect(vault.read('two')).rejects.toMatchObject(lost);
    expect(await vault.read('one')).toEqual(OTHER);
  });

  it('leaves no way to what is sealed, and no error but that it is to be connected again', async () => {
    const { browser, lock, vault } = await connected();
    await lock.turnOn(PASSPHRASE, null);
    const sealed = browser.disk.items.get('vault:one');
    await lock.forget();
    browser.disk.items.set('vault:one', sealed);
    await expect(vault.read('one')).rejects.toMatchObject(lost);
    await lock.turnOn(PASSPHRASE, null);
    await expect(vault.read('one')).rejects.toMatchObject(lost);
    await lock.turnOff(PASSPHRASE);
    await expect(createVault(browser.disk).read('one')).rejects.toMatchObject(lost);
  });
});

/** A disk that fails at the `n`th write, as a browser that is closed then. */
function failingAt(disk: KeyValue, n: number): KeyValue {
  let writes = 0;
  const count = () => {
    writes += 1;
    if (writes >= n) throw new CrmError({ kind: 'storage', problem: 'full' });
  };
  return {
    ...disk,
    set: async (key, value) => {
      count();
      await disk.set(key, value);
    },
    remove: async (...keys) => {
      count();
      await disk.remove(...keys);
    },
  };
}

describe('interrupted anywhere', () => {
  const moments = [1, 2, 3, 4, 5];

  it.each(moments)('turning it on loses nothing, and is ended by the passphrase (write %i)', async (n) => {
    const { browser, secrets } = await connected();
    const interrupted = browser.startWorker({ local: failingAt(browser.disk, n) });
    const isDone = await interrupted.lock.turnOn(PASSPHRASE, null).then(
      () => true,
      () => false,
    );
    expect(isDone).toBe(n > 4);
    browser.events.length = 0;
    const { lock, vault } = browser.restartBrowser();
    const isOn = (await lock.state()) === 'locked';
    expect(isOn).toBe(n > 1);
    if (isOn) await lock.unlock(PASSPHRASE);
    expect(await vault.read('one')).toEqual(KEY);
    expect(await vault.read('two')).toEqual(OTHER);
    expect(secrets()).toEqual(isOn ? [] : ['sk-0123456789', 'sk-abcdefghij']);
    // What the CRMs answered before lies open until then.
    expect(browser.events.includes('wiped')).toBe(isOn && !isDone);
  });

  it.each(moments)('turning it off loses nothing, and is ended by the passphrase (write %i)', async (n) => {
    const { browser, lock: on } = await connected();
    await on.turnOn(PASSPHRASE, null);
    const interrupted = browser.startWorker({ local: failingAt(browser.disk, n) });
    await interrupted.lock.turnOff(PASSPHRASE).catch(() => undefined);
    const { lock, vault } = browser.restartBrowser();
    await lock.unlock(PASSPHRASE);
    expect(await vault.read('one')).toEqual(KEY);
    expect(await vault.read('two')).toEqual(OTHER);
    expect(await lock.state()).toBe(n > 1 ? 'off' : 'unlocked');
  });

  it.each(moments)('by the death of the worker alone it ends by itself (write %i)', async (n) => {
    const { browser, lock: on, secrets } = await connected();
    await on.turnOn(PASSPHRASE, null);
    await browser
      .startWorker({ local: failingAt(browser.disk, n) })
      .lock.turnOff(PASSPHRASE)
      .catch(() => undefined);
    const { lock } = browser.startWorker();
    await lock.lockIfIdle();
    expect(await lock.state()).toBe(n > 1 ? 'off' : 'unlocked');
    expect(secrets()).toHaveLength(n > 1 ? 2 : 0);
  });

  it.each(moments)('forgetting can be done again (write %i)', async (n) => {
    const { browser, lock: on } = await connected();
    await on.turnOn(PASSPHRASE, null);
    browser.restartBrowser();
    const interrupted = browser.startWorker({ local: failingAt(browser.disk, n) });
    await interrupted.lock.forget().catch(() => undefined);
    const { lock, vault } = browser.restartBrowser();
    expect(await lock.state()).toBe(n > 4 ? 'off' : 'locked');
    await lock.forget();
    expect(await lock.state()).toBe('off');
    await expect(vault.read('one')).rejects.toMatchObject(lost);
  });
});

it('needs no lock at all', async () => {
  const vault = createVault(memory());
  await vault.write('one', KEY);
  await vault.settle();
  expect(await vault.read('one')).toEqual(KEY);
});
