import { CrmError } from '../domain/failure';
import type { LockStatus } from '../domain/lock-state';
import type { KeyValue } from '../store/key-value';
import type { Sealer } from '../store/seals';
import { fromBase64, toBase64 } from './base64';
import type { Keys } from './keys';
import { importKeys, nameWith, newSecret, sealWith, unsealWith } from './keys';
import type { Wrapped } from './passphrase';
import { ITERATIONS, unwrap, wrap } from './passphrase';

/**
 * How far the lock has come. While `starting`, something may still lie open; while `ending`, something may still be
 * sealed, and nothing is sealed any more.
 */
export type Phase = 'starting' | 'on' | 'ending';

/** What lies in `storage.local`, for the next start of the browser. */
interface LockRecord {
  phase: Phase;
  wrapped: Wrapped;
  /** Minutes without the rep after which it locks; `null` for only when the browser closes. */
  idleMinutes: number | null;
}

/** The keys: wrapped under the passphrase on disk, and, while unlocked, in memory only. */
export interface Keyring extends Sealer {
  state(): Promise<LockStatus>;
  /** `null` without a passphrase. */
  phase(): Promise<Phase | null>;
  idleMinutes(): Promise<number | null>;
  /** Makes new keys and leaves them unlocked, `starting`. */
  create(passphrase: string, idleMinutes: number | null): Promise<void>;
  /** Unlocks. Rejects with `CrmError` `wrong-passphrase`. */
  open(passphrase: string): Promise<void>;
  /** The same keys under another passphrase. Rejects with `CrmError` `wrong-passphrase`. */
  rewrap(old: string, next: string): Promise<void>;
  setPhase(phase: Phase): Promise<void>;
  setIdleMinutes(minutes: number | null): Promise<void>;
  /** Locks. */
  close(): Promise<void>;
  /** Removes the keys for good: what they sealed stays sealed. */
  discard(): Promise<void>;
}

const RECORD = 'lock';
/** In `storage.session`, which is memory: it outlives the worker, and not the browser. */
const SECRET = 'lock-key';

/** Keys over the browser's storage, for one worker: what is on disk is read once. */
export function createKeyring(local: KeyValue, session: KeyValue, iterations = ITERATIONS): Keyring {
  let record: Promise<LockRecord | undefined> | undefined;
  let keys: Promise<Keys> | undefined;

  function read(): Promise<LockRecord | undefined> {
    record ??= local.get<LockRecord>(RECORD).catch((error: unknown) => {
      record = undefined;
      throw error;
    });
    return record;
  }

  async function update(changes: Partial<LockRecord>): Promise<void> {
    const known = await read();
    if (known) await save({ ...known, ...changes });
  }

  async function save(next: LockRecord): Promise<void> {
    await local.set(RECORD, next);
    record = Promise.resolve(next);
  }

  async function loadKeys(): Promise<Keys> {
    const secret = await session.get<string>(SECRET);
    // Where there is no passphrase to enter, what is sealed stays so: nobody is to be asked for one.
    if (!secret) throw new CrmError((await read()) ? { kind: 'locked' } : { kind: 'storage', problem: 'broken' });
    return importKeys(fromBase64(secret));
  }

  async function currentKeys(): Promise<Keys> {
    const mine = (keys ??= loadKeys());
    try {
      return await mine;
    } catch (error) {
      if (keys === mine) keys = undefined;
      throw error;
    }
  }

  async function keep(secret: Uint8Array): Promise<void> {
    await session.set(SECRET, toBase64(secret));
    keys = undefined;
  }

  async function close(): Promise<void> {
    await session.remove(SECRET);
    // After it, not before: who asks in between would bring them back.
    keys = undefined;
  }

  async function open(passphrase: string): Promise<void> {
    const known = await read();
    if (!known) return;
    const secret = await unwrap(known.wrapped, passphrase);
    if (known.wrapped.iterations < iterations) {
      await update({ wrapped: await wrap(secret, passphrase, iterations) });
    }
    await keep(secret);
  }

  return {
    isOn: async () => ['starting', 'on'].includes((await read())?.phase ?? ''),
    seal: async (value) => sealWith(await currentKeys(), value),
    unseal: async (sealed) => unsealWith(await currentKeys(), sealed),
    name: async (text) => nameWith(await currentKeys(), text),
    async state() {
      if (!(await read())) return 'off';
      return (await session.get(SECRET)) === undefined ? 'locked' : 'unlocked';
    },
    phase: async () => (await read())?.phase ?? null,
    idleMinutes: async () => (await read())?.idleMinutes ?? null,
    async create(passphrase, idleMinutes) {
      const secret = newSecret();
      const wrapped = await wrap(secret, passphrase, iterations);
      // First: once it is on, everything is sealed, and that needs the keys.
      await keep(secret);
      await save({ phase: 'starting', wrapped, idleMinutes });
    },
    open,
    async rewrap(old, next) {
      const known = await read();
      if (!known) return;
      await update({ wrapped: await wrap(await unwrap(known.wrapped, old), next, iterations) });
    },
    setPhase: (phase) => update({ phase }),
    setIdleMinutes: (idleMinutes) => update({ idleMinutes }),
    close,
    async discard() {
      await local.remove(RECORD);
      record = Promise.resolve(undefined);
      await close();
    },
  };
}
