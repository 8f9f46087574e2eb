import { CrmError } from '../domain/failure';

export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/** Whatever IndexedDB threw, as a failure that can be shown. */
export function toStorageError(error: unknown): CrmError {
  if (error instanceof CrmError) return error;
  return new CrmError({ kind: 'storage', problem: isFull(error) ? 'full' : 'broken' });
}

/** Another window holds on to an older version. */
export function blocked(): CrmError {
  return new CrmError({ kind: 'storage', problem: 'blocked' });
}
