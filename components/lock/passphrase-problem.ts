import type { Failure } from '../../lib/domain/failure';
import { explain } from '../../lib/domain/failure';
import { MAX_PASSPHRASE, MIN_PASSPHRASE } from '../../lib/domain/lock-state';

/** A failure of Dealside's own, as one text. */
export function tell(failure: Failure): string {
  const { sentence, remedy } = explain(failure, 'Dealside');
  return `${sentence} ${remedy}`;
}

/** Why `typed` can't be the passphrase; `null` where it may be. */
export function findProblem(typed: string): string | null {
  return typed === '' ? 'Enter your passphrase.' : null;
}

/** Why `typed` can't become the passphrase; `null` where it can. */
export function findProblemOfNew(typed: string): string | null {
  if (typed.length < MIN_PASSPHRASE) return `Take at least ${MIN_PASSPHRASE} characters.`;
  return typed.length > MAX_PASSPHRASE ? `Take at most ${MAX_PASSPHRASE} characters.` : null;
}

/** Why `again` does not confirm `typed`; `null` where it does. */
export function findDifference(typed: string, again: string): string | null {
  return typed === again ? null : 'The two are not the same.';
}
