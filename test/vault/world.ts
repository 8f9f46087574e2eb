import type { Connection } from '../../lib/domain/connection';
import type { KeyValue } from '../../lib/store/key-value';
import { createKeyring } from '../../lib/vault/keyring';
import { createLock } from '../../lib/vault/lock';
import { createVault } from '../../lib/vault/vault';
import { memory } from '../store/memory';
import { CONNECTION } from '../store/scripted-crm';

export const PASSPHRASE = 'seven grey herons';
export const MINUTE = 60_000;

/** What a real passphrase takes a third of a second for; the derivation is the same with few rounds. */
const FEW = 10;

interface Start {
  local?: KeyValue;
  iterations?: number;
  wipeMirror?: () => Promise<void>;
}

/** A browser with a disk that outlives it, and workers that come and go in it. */
export function begin(disk = memory()) {
  let session = memory();
  const time = { now: 1_000_000 };
  const events: string[] = [];
  const wakeUps: number[] = [];

  function startWorker({ local = disk, iterations = FEW, wipeMirror }: Start = {}) {
    const keyring = createKeyring(local, session, iterations);
    const vault = createVault(local, keyring);
    const lock = createLock({
      keyring,
      vault,
      session,
      now: () => time.now,
      wakeAt: (at) => void wakeUps.push(at),
      wipeMirror: wipeMirror ?? (async () => void events.push('wiped')),
      changed: async () => void events.push(`changed: ${await keyring.state()}`),
    });
    return { keyring, vault, lock };
  }

  return {
    disk,
    time,
    events,
    wakeUps,
    memory: () => session.items,
    startWorker,
    restartBrowser(options?: Start) {
      session = memory();
      return startWorker(options);
    },
    /** As the worker stores them; the vault finds its entries by them. */
    async connect(...ids: string[]) {
      await disk.set(
        'connections',
        ids.map((id): Connection => ({ ...CONNECTION, id })),
      );
    },
  };
}

/** Everything in a storage area, as text. */
export const written = (items: Map<string, unknown>) => JSON.stringify([...items]);
