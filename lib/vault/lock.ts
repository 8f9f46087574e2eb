import { CrmError } from '../domain/failure';
import type { LockState, LockStatus } from '../domain/lock-state';
import { LOCK_STATE_KEY } from '../domain/storage-keys';
import type { KeyValue } from '../store/key-value';
import { createTurn } from '../domain/lanes';
import type { Keyring } from './keyring';
import type { Vault } from './vault';

/**
 * The rep's passphrase: with it, credentials and what the CRMs answered lie sealed. Rejects with `CrmError`
 * `wrong-passphrase`; nothing has changed then.
 */
export interface Lock {
  state(): Promise<LockStatus>;
  settings(): Promise<LockState>;
  /** Rejects with `CrmError` `invalid` where there is a passphrase already. */
  turnOn(passphrase: string, idleMinutes: number | null): Promise<void>;
  turnOff(passphrase: string): Promise<void>;
  change(old: string, next: string): Promise<void>;
  unlock(passphrase: string): Promise<void>;
  lock(): Promise<void>;
  /** Without the passphrase there is no way to the keys: gives up what they sealed. */
  forget(): Promise<void>;
  /** The rep is there: the time until it locks begins anew, unless it is over. */
  touch(): Promise<void>;
  /** Rejects with `CrmError` `locked`: what was left to lock soon is not to stay open from now on. */
  setIdleMinutes(minutes: number | null): Promise<void>;
  /** Locks where the rep has been away for too long. At each start, alarm and message; ends what was interrupted. */
  lockIfIdle(): Promise<void>;
}

export interface LockContext {
  keyring: Keyring;
  vault: Pick<Vault, 'settle' | 'forgetAll'>;
  session: KeyValue;
  /** Has `lockIfIdle` called at `at` (epoch milliseconds); of several times the earliest counts. */
  wakeAt(at: number): void;
  now(): number;
  /** Drops what the CRMs answered: it is asked for again, and lies then as the lock wants it. */
  wipeMirror(): Promise<void>;
  /** After every change: opened CRMs are to be closed, and the panels to be drawn anew. */
  changed(): Promise<void>;
}

/** `storage.session` key of when the rep was there last, in epoch milliseconds. */
const SEEN = 'lock-seen';
const MINUTE = 60_000;

/** A lock over a keyring. Everything it knows is in storage, in an order that may be interrupted anywhere. */
export function createLock({ keyring, vault, session, wakeAt, now, wipeMirror, changed }: LockContext): Lock {
  // Of two changes at once, neither may be in the middle of the other.
  const inTurn = createTurn();

  async function settings(): Promise<LockState> {
    return { state: await keyring.state(), idleMinutes: await keyring.idleMinutes() };
  }

  async function publish(): Promise<void> {
    await session.set(LOCK_STATE_KEY, await settings());
  }

  async function whileChanging(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } finally {
      // Half done is a change too.
      await publish();
      await changed();
    }
  }

  /** Epoch milliseconds; `null` where it locks only with the browser, or there is nothing to lock. */
  async function lockTime(): Promise<number | null> {
    const { state, idleMinutes } = await settings();
    if (state !== 'unlocked' || idleMinutes === null) return null;
    return ((await session.get<number>(SEEN)) ?? -Infinity) + idleMinutes * MINUTE;
  }

  async function watch(): Promise<void> {
    const at = await lockTime();
    if (at !== null) wakeAt(at);
  }

  async function see(): Promise<void> {
    await session.set(SEEN, now());
    await watch();
  }

  /** Brings everything into the form the lock wants, and the change to its end. Needs the keys. */
  async function settle(): Promise<void> {
    await vault.settle();
    const phase = await keyring.phase();
    if (phase === null || phase === 'on') return;
    await wipeMirror();
    if (phase === 'starting') await keyring.setPhase('on');
    else await keyring.discard();
  }

  async function resume(): Promise<void> {
    const at = await lockTime();
    if (at !== null && at <= now()) return whileChanging(keyring.close);
    if (at !== null) wakeAt(at);
    const state = await keyring.state();
    if (state === 'unlocked' && (await keyring.phase()) !== 'on') return whileChanging(settle);
    const published = await session.get<LockState>(LOCK_STATE_KEY);
    if (published?.state !== state) await publish();
  }

  return {
    state: keyring.state,
    settings,
    turnOn: (passphrase, idleMinutes) =>
      inTurn(async () => {
        if ((await keyring.state()) !== 'off') {
          throw new CrmError({ kind: 'invalid', reason: 'A passphrase is set already.', field: null });
        }
        await whileChanging(async () => {
          await keyring.create(passphrase, idleMinutes);
          await see();
          await settle();
        });
      }),
    turnOff: (passphrase) =>
      inTurn(async () => {
        await keyring.open(passphrase);
        await whileChanging(async () => {
          await keyring.setPhase('ending');
          await settle();
        });
      }),
    change: (old, next) => inTurn(() => keyring.rewrap(old, next)),
    unlock: (passphrase) =>
      inTurn(async () => {
        await session.set(SEEN, now());
        await keyring.open(passphrase);
        await whileChanging(async () => {
          await watch();
          await settle();
        });
      }),
    lock: () => inTurn(() => whileChanging(keyring.close)),
    forget: () =>
      inTurn(() =>
        whileChanging(async () => {
          // Nothing is to be sealed any more with keys that go.
          await keyring.setPhase('ending');
          // The passphrase's own record last: interrupted before, it can be forgotten again.
          await vault.forgetAll();
          await wipeMirror();
          await keyring.discard();
        }),
      ),
    touch: () =>
      inTurn(async () => {
        await resume();
        if ((await lockTime()) !== null) await see();
      }),
    setIdleMinutes: (minutes) =>
      inTurn(async () => {
        if ((await keyring.state()) === 'locked') throw new CrmError({ kind: 'locked' });
        await keyring.setIdleMinutes(minutes);
        await see();
        await publish();
      }),
    lockIfIdle: () => inTurn(resume),
  };
}
