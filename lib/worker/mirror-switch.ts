import { createTurn } from '../domain/lanes';
import type { Database } from '../store/database';
import { wipeMirror } from '../store/forget';
import { MIRROR } from '../store/rows';
import type { FactStore } from './facts';
import type { MirrorSetting } from './mirror-setting';

interface SwitchContext {
  setting: MirrorSetting;
  facts: Pick<FactStore, 'settle'>;
  /** The worker's database in IndexedDB. */
  disk: Database;
  /** The same as everybody else uses it: while the setting is off, what the CRMs told lies in memory. */
  db: Database;
  isLocked(): Promise<boolean>;
}

/** Whether what the CRMs told lies on the disk. */
export interface MirrorSwitch {
  /** Drops it where it lies: what is asked for again lies then as the setting wants it. */
  set(isOn: boolean): Promise<void>;
  /** Ends what was interrupted, and forgets what is in memory while it is locked. At each start and change of the lock. */
  settle(): Promise<void>;
}

/** A switch that may be interrupted anywhere: it is off first and on last, and `settle` goes on. */
export function createMirrorSwitch({ setting, facts, disk, db, isLocked }: SwitchContext): MirrorSwitch {
  const inTurn = createTurn();

  /** Within a change of `db`: no other is under way then that still takes the disk for its place. */
  async function leaveDisk(): Promise<void> {
    await db.change(async () => {
      await setting.set(false);
      await wipeMirror(disk);
    });
    await facts.settle();
  }

  async function comeBack(): Promise<void> {
    await db.change(async (tx) => {
      for (const store of MIRROR) tx.clear(store);
      await setting.set(true);
    });
    // Where the disk is full they stay in memory, and are read from there.
    await facts.settle().catch(() => undefined);
  }

  return {
    set: (isOn) =>
      inTurn(async () => {
        if (isOn !== (await setting.isOff())) return;
        if (isOn) return comeBack();
        await leaveDisk();
        // What a worker that died on its way back has left there is of a time before.
        await wipeMirror(db);
      }),
    settle: () =>
      inTurn(async () => {
        if (!(await setting.isOff())) return facts.settle();
        if (await isLocked()) await wipeMirror(db);
        await leaveDisk();
      }),
  };
}
