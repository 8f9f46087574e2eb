import { createModel, signal } from '@preact/signals';
import type { Failure } from '../domain/failure';
import { toFailure } from '../domain/failure';
import type { LockState } from '../domain/lock-state';
import type { Send } from '../messaging/client';

/** The browser as the lock's settings see it. */
export interface LockWorld {
  send: Send;
  /** What the worker published; `undefined` before it has. */
  readLock(): Promise<LockState | undefined>;
}

/** The lock's state and intents. Passphrases pass through, and are kept nowhere. */
export const LockModel = createModel((world: LockWorld) => {
  const state = signal<LockState | null>(null);

  async function refresh(): Promise<void> {
    state.value = (await world.readLock()) ?? null;
  }

  /** What went wrong, or `null`. Refreshed in either case: what was half done is shown, too. */
  async function run(work: Promise<unknown>): Promise<Failure | null> {
    const failure = await work.then(() => null, toFailure);
    await refresh();
    return failure;
  }

  return {
    state,
    refresh,
    turnOn: (passphrase: string, idleMinutes: number | null) =>
      run(world.send('lock.turnOn', { passphrase, idleMinutes })),
    turnOff: (passphrase: string) => run(world.send('lock.turnOff', { passphrase })),
    change: (passphrase: string, next: string) => run(world.send('lock.change', { passphrase, next })),
    unlock: (passphrase: string) => run(world.send('lock.unlock', { passphrase })),
    lockNow: () => run(world.send('lock.now', {})),
    forget: () => run(world.send('lock.forget', {})),
    setIdleMinutes: (idleMinutes: number | null) => run(world.send('lock.setIdle', { idleMinutes })),
  };
});
