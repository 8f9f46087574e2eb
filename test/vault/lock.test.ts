import { describe, expect, it } from 'vitest';
import { ITERATIONS } from '../../lib/vault/passphrase';
import { memory } from '../store/memory';
import { begin, MINUTE, PASSPHRASE, written } from './world';

const wrong = { failure: { kind: 'wrong-passphrase' } };
const locked = { failure: { kind: 'locked' } };

describe('a passphrase', () => {
  it('seals what only the keys open, each time differently', async () => {
    const { lock, keyring } = begin().startWorker();
    expect(await keyring.isOn()).toBe(false);
    await lock.turnOn(PASSPHRASE, null);
    expect(await keyring.isOn()).toBe(true);
    const value = { title: 'Lab robots ⚗', amount: 12.5, tags: ['a', null] };
    const [one, other] = [await keyring.seal(value), await keyring.seal(value)];
    expect(one.iv).not.toEqual(other.iv);
    expect(Buffer.from(one.data).toString('latin1')).not.toContain('Lab');
    expect(await keyring.unseal(one)).toEqual(value);
  });

  it('is enough to open what was sealed before the browser was closed, and nothing else is', async () => {
    const browser = begin();
    const { lock, keyring } = browser.startWorker();
    await lock.turnOn(PASSPHRASE, null);
    const sealed = await keyring.seal('x');
    const name = await keyring.name('mara@tessella.example');

    const later = browser.restartBrowser();
    expect(await later.lock.state()).toBe('locked');
    await expect(later.keyring.unseal(sealed)).rejects.toMatchObject(locked);
    await expect(later.keyring.seal('y')).rejects.toMatchObject(locked);
    await expect(later.keyring.name('z')).rejects.toMatchObject(locked);
    await expect(later.lock.unlock('seven grey heron')).rejects.toMatchObject(wrong);
    expect(await later.lock.state()).toBe('locked');
    await later.lock.unlock(PASSPHRASE);
    expect(await later.keyring.unseal(sealed)).toBe('x');
    expect(await later.keyring.name('mara@tessella.example')).toBe(name);
  });

  it('survives the death of the worker', async () => {
    const browser = begin();
    const { lock, keyring } = browser.startWorker();
    await lock.turnOn(PASSPHRASE, 5);
    const sealed = await keyring.seal('x');
    expect(await browser.startWorker().keyring.unseal(sealed)).toBe('x');
  });

  it('never lies on the disk, nor do the keys', async () => {
    const browser = begin();
    const { lock } = browser.startWorker();
    await lock.turnOn(PASSPHRASE, 5);
    const secret = browser.memory().get('lock-key') as string;
    expect(atob(secret)).toHaveLength(64);
    expect(written(browser.disk.items)).not.toContain(PASSPHRASE);
    expect(written(browser.disk.items)).not.toContain(secret.slice(0, 20));
    expect(written(browser.memory())).not.toContain(PASSPHRASE);
  });

  it('is derived with the iterations that are asked for today, which takes its time', async () => {
    const browser = begin();
    await browser.startWorker().lock.turnOn(PASSPHRASE, null);
    const today = browser.restartBrowser({ iterations: ITERATIONS });
    await today.lock.unlock(PASSPHRASE);
    expect(browser.disk.items.get('lock')).toMatchObject({ wrapped: { iterations: 600_000 } });
    const next = browser.restartBrowser();
    await next.lock.unlock(PASSPHRASE);
    expect(await next.lock.state()).toBe('unlocked');
    expect(browser.disk.items.get('lock')).toMatchObject({ wrapped: { iterations: 600_000 } });
  });

  it('is the same however a keyboard composes it', async () => {
    const browser = begin();
    await browser.startWorker().lock.turnOn('sieben Fl\u00fcsse', null);
    const { lock } = browser.restartBrowser();
    await lock.unlock('sieben Flu\u0308sse');
    expect(await lock.state()).toBe('unlocked');
  });

  it('can be changed, with the old one', async () => {
    const browser = begin();
    const { lock, keyring } = browser.startWorker();
    await lock.turnOn(PASSPHRASE, null);
    const sealed = await keyring.seal('x');
    const salt = () => (browser.disk.items.get('lock') as { wrapped: { salt: string } }).wrapped.salt;
    const before = salt();
    await expect(lock.change('no such herons', 'eight grey herons')).rejects.toMatchObject(wrong);
    expect(salt()).toBe(before);
    await lock.change(PASSPHRASE, 'eight grey herons');
    expect(salt()).not.toBe(before);
    const later = browser.restartBrowser();
    await expect(later.lock.unlock(PASSPHRASE)).rejects.toMatchObject(wrong);
    await later.lock.unlock('eight grey herons');
    expect(await later.keyring.unseal(sealed)).toBe('x');
  });

  it('cannot be set over another', async () => {
    const { lock } = begin().startWorker();
    await lock.turnOn(PASSPHRASE, null);
    await expect(lock.turnOn('eight grey herons', null)).rejects.toMatchObject({ failure: { kind: 'invalid' } });
    await lock.unlock(PASSPHRASE);
  });

  it('is turned off with itself only', async () => {
    const { lock, keyring } = begin().startWorker();
    await lock.turnOn(PASSPHRASE, null);
    await expect(lock.turnOff('no such herons')).rejects.toMatchObject(wrong);
    expect(await lock.state()).toBe('unlocked');
    await lock.turnOff(PASSPHRASE);
    expect(await lock.state()).toBe('off');
    expect(await keyring.isOn()).toBe(false);
  });
});

describe('what is damaged', () => {
  it('or sealed with other keys is told as such', async () => {
    const { keyring, lock } = begin().startWorker();
    await lock.turnOn(PASSPHRASE, null);
    const { iv, data } = await keyring.seal({ a: 1 });
    new Uint8Array(data)[0]! ^= 1;
    await expect(keyring.unseal({ iv, data })).rejects.toMatchObject({ failure: { kind: 'storage' } });
  });

  it.each(['no base64 §', ''])(
    'in the record of the lock itself (%j) is a wrong passphrase, and can be forgotten',
    async (data) => {
      const browser = begin();
      await browser.startWorker().lock.turnOn(PASSPHRASE, null);
      const record = browser.disk.items.get('lock') as { wrapped: object };
      browser.disk.items.set('lock', { ...record, wrapped: { ...record.wrapped, data } });
      const { lock } = browser.restartBrowser();
      await expect(lock.unlock(PASSPHRASE)).rejects.toMatchObject(wrong);
      await lock.forget();
      expect(await lock.state()).toBe('off');
    },
  );

  it('says nothing of the passphrase', async () => {
    const { lock } = begin().startWorker();
    await lock.turnOn(PASSPHRASE, null);
    const error = await lock.unlock('my other secret').catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('my other secret');
  });
});

describe('locking', () => {
  it('takes the keys away at once', async () => {
    const browser = begin();
    const { lock, keyring } = browser.startWorker();
    await lock.turnOn(PASSPHRASE, null);
    const sealed = await keyring.seal('x');
    await lock.lock();
    await expect(keyring.unseal(sealed)).rejects.toMatchObject(locked);
    expect(browser.memory().has('lock-key')).toBe(false);
    expect(await lock.state()).toBe('locked');
  });

  it('is told to those who draw and those who hold keys, with what the pages read', async () => {
    const browser = begin();
    const { lock } = browser.startWorker();
    await lock.lockIfIdle();
    expect(browser.memory().get('lock-state')).toEqual({ state: 'off', idleMinutes: null });
    await lock.turnOn(PASSPHRASE, 15);
    expect(browser.memory().get('lock-state')).toEqual({ state: 'unlocked', idleMinutes: 15 });
    await lock.lock();
    expect(browser.memory().get('lock-state')).toEqual({ state: 'locked', idleMinutes: 15 });
    await lock.unlock(PASSPHRASE);
    await lock.turnOff(PASSPHRASE);
    expect(browser.memory().get('lock-state')).toEqual({ state: 'off', idleMinutes: null });
    const changes = browser.events.filter((event) => event !== 'wiped');
    expect(changes).toEqual(['changed: unlocked', 'changed: locked', 'changed: unlocked', 'changed: off']);
  });

  it('is told anew when the browser starts', async () => {
    const browser = begin();
    await browser.startWorker().lock.turnOn(PASSPHRASE, 15);
    await browser.restartBrowser().lock.lockIfIdle();
    expect(browser.memory().get('lock-state')).toEqual({ state: 'locked', idleMinutes: 15 });
  });
});

describe('the rep away', () => {
  async function leave(idleMinutes: number | null) {
    const browser = begin();
    const { lock } = browser.startWorker();
    await lock.turnOn(PASSPHRASE, idleMinutes);
    const pass = (minutes: number) => (browser.time.now += minutes * MINUTE);
    return { browser, lock, pass };
  }

  it('for as long as chosen is locked out, also by a worker that starts then', async () => {
    const { browser, lock, pass } = await leave(5);
    expect(browser.wakeUps).toEqual([browser.time.now + 5 * MINUTE]);
    pass(4.9);
    await lock.lockIfIdle();
    expect(await lock.state()).toBe('unlocked');
    pass(0.1);
    await browser.startWorker().lock.lockIfIdle();
    expect(await lock.state()).toBe('locked');
    expect(browser.events.at(-1)).toBe('changed: locked');
  });

  it('not so long is not, and a later time is set', async () => {
    const { browser, lock, pass } = await leave(5);
    pass(4);
    await lock.touch();
    pass(4);
    // What was set before is gone with the alarm that fired.
    browser.wakeUps.length = 0;
    await lock.lockIfIdle();
    expect(await lock.state()).toBe('unlocked');
    expect(browser.wakeUps).toEqual([browser.time.now + MINUTE]);
  });

  it('too long is locked out even where the alarm comes after the first thing done', async () => {
    const { lock, pass } = await leave(5);
    pass(500);
    await lock.touch();
    expect(await lock.state()).toBe('locked');
  });

  it('is not locked out where only the browser locks', async () => {
    const { browser, lock, pass } = await leave(null);
    pass(100_000);
    await lock.lockIfIdle();
    expect(await lock.state()).toBe('unlocked');
    expect(browser.wakeUps).toEqual([]);
  });

  it('counts from the unlocking, not from before', async () => {
    const { lock, pass } = await leave(5);
    pass(10);
    await lock.lockIfIdle();
    await lock.unlock(PASSPHRASE);
    pass(4);
    await lock.lockIfIdle();
    expect(await lock.state()).toBe('unlocked');
  });

  it('counts from the choice of another time', async () => {
    const { browser, lock, pass } = await leave(null);
    pass(60);
    await lock.setIdleMinutes(5);
    expect(browser.memory().get('lock-state')).toEqual({ state: 'unlocked', idleMinutes: 5 });
    pass(4);
    await lock.lockIfIdle();
    expect(await lock.state()).toBe('unlocked');
    pass(1);
    await lock.lockIfIdle();
    expect(await lock.state()).toBe('locked');
  });

  it('cannot have the time put off by somebody else', async () => {
    const { lock } = await leave(5);
    await lock.lock();
    await expect(lock.setIdleMinutes(null)).rejects.toMatchObject(locked);
    expect(await lock.settings()).toEqual({ state: 'locked', idleMinutes: 5 });
  });
});

describe('forgetting', () => {
  it('needs no passphrase, and leaves none', async () => {
    const browser = begin();
    await browser.startWorker().lock.turnOn(PASSPHRASE, 5);
    const { lock } = browser.restartBrowser();
    browser.events.length = 0;
    await lock.forget();
    expect(browser.events).toEqual(['wiped', 'changed: off']);
    expect(browser.disk.items.has('lock')).toBe(false);
    await lock.turnOn('eight grey herons', null);
    expect(await lock.state()).toBe('unlocked');
  });

  it('asks nobody for a passphrase where something sealed is left', async () => {
    const { lock, keyring } = begin().startWorker();
    await lock.turnOn(PASSPHRASE, null);
    const sealed = await keyring.seal('x');
    await lock.forget();
    await expect(keyring.unseal(sealed)).rejects.toMatchObject({ failure: { kind: 'storage' } });
  });

  it('seals nothing more with keys that go, while it drops what they sealed', async () => {
    const browser = begin();
    await browser.startWorker().lock.turnOn(PASSPHRASE, null);
    const isSealing: boolean[] = [];
    const { lock, keyring } = browser.startWorker({
      wipeMirror: async () => void isSealing.push(await keyring.isOn()),
    });
    await lock.forget();
    expect(isSealing).toEqual([false]);
  });
});

it('works without anything stored', async () => {
  const { lock } = begin(memory()).startWorker();
  await lock.touch();
  await lock.lock();
  await lock.unlock('whatever it is');
  await lock.turnOff('whatever it is');
  await lock.setIdleMinutes(5);
  expect(await lock.settings()).toEqual({ state: 'off', idleMinutes: null });
});
