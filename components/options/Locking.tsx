import { useEffect, useRef } from 'preact/hooks';
import type { Failure } from '../../lib/domain/failure';
import type { LockState, LockStatus } from '../../lib/domain/lock-state';
import { UnlockForm } from '../lock/UnlockForm';
import { LockSettings } from './LockSettings';
import { SetPassphrase } from './SetPassphrase';

/** What can be asked of the lock. Each resolves to what went wrong, or `null`. */
export interface LockActions {
  /** `idleMinutes`: without the rep; `null` for only when the browser closes. */
  turnOn: (passphrase: string, idleMinutes: number | null) => Promise<Failure | null>;
  turnOff: (passphrase: string) => Promise<Failure | null>;
  change: (passphrase: string, next: string) => Promise<Failure | null>;
  unlock: (passphrase: string) => Promise<Failure | null>;
  lockNow: () => Promise<Failure | null>;
  forget: () => Promise<Failure | null>;
  setIdleMinutes: (minutes: number | null) => Promise<Failure | null>;
}

interface LockingProps {
  /** `null` until the worker has told. */
  lock: LockState | null;
  actions: LockActions;
}

const SAID: Record<LockStatus, string> = {
  off: 'No passphrase is set.',
  unlocked: 'A passphrase is set, and Dealside is unlocked.',
  locked: 'Dealside is locked.',
};

/** The passphrase: what it is for, and all there is to do with it. */
export function Locking({ lock, actions }: LockingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const known = useRef<LockStatus | null>(null);
  useEffect(() => {
    // What had the focus went with the state it belonged to.
    const isLost = document.activeElement === document.body || document.activeElement === null;
    if (lock && known.current && known.current !== lock.state && isLost) heading.current?.focus();
    known.current = lock?.state ?? null;
  }, [lock]);
  return (
    <section class="block" aria-labelledby="lock-heading">
      <h2 id="lock-heading" ref={heading} tabIndex={-1}>
        Lock
      </h2>
      <div class="lock-facts">
        <p class="soft">
          With a passphrase, the keys of your CRMs and what they answered lie encrypted in this browser’s storage. You
          enter it when the browser has started, and when you have been away.
        </p>
        <p class="soft">
          Not encrypted: names, hosts and numbers of your accounts, how they write dates, and your settings; changes on
          their way to a CRM and those of the last day, with their values, whom they are for and what the CRM said to
          them; which opportunity belongs to which email and address; and what is kept on this device. Of encrypted
          records can be told how many there are, their length and ids, when they were read, the day they changed, and
          which have a word, contact or company in common.
        </p>
        <p class="soft">
          Nobody can recover a forgotten passphrase: you go on without it, and connect your CRMs again.
        </p>
      </div>
      <p role="status" class="lock-status">
        {lock && SAID[lock.state]}
      </p>
      {lock?.state === 'off' && <SetPassphrase onSet={actions.turnOn} />}
      {lock?.state === 'unlocked' && <LockSettings idleMinutes={lock.idleMinutes} actions={actions} />}
      {lock?.state === 'locked' && <UnlockForm onUnlock={actions.unlock} onForget={actions.forget} />}
    </section>
  );
}
