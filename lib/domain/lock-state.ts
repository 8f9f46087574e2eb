/** Without a passphrase it is `off`. */
export type LockStatus = 'off' | 'unlocked' | 'locked';

/** What anyone may know of the lock. */
export interface LockState {
  state: LockStatus;
  /** Minutes without the rep after which it locks; `null` for only when the browser closes. */
  idleMinutes: number | null;
}

/** Characters a passphrase has at least. */
export const MIN_PASSPHRASE = 8;
/** Characters a passphrase has at most. */
export const MAX_PASSPHRASE = 1000;

/** What a rep can choose from. */
export const IDLE_CHOICES: readonly (number | null)[] = [5, 15, 60, null];
