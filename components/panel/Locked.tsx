import type { Failure } from '../../lib/domain/failure';
import { UnlockForm } from '../lock/UnlockForm';

interface LockedProps {
  /** What went wrong, or `null` once unlocked. */
  onUnlock: (passphrase: string) => Promise<Failure | null>;
  /** What went wrong, or `null` once the passphrase and the keys are given up. */
  onForget: () => Promise<Failure | null>;
}

/** In place of the whole panel until the passphrase is entered. */
export function Locked({ onUnlock, onForget }: LockedProps) {
  return (
    <main class="locked">
      <h1>Dealside is locked</h1>
      <p class="soft">Enter your passphrase to see your opportunities.</p>
      <UnlockForm onUnlock={onUnlock} onForget={onForget} takesFocus />
    </main>
  );
}
