import { CrmError } from '../domain/failure';

/**
 * For a later call of a write, once an earlier one was applied: throws what it failed with, marked so that it does not
 * pass for "nothing was applied".
 */
export function throwPartly(error: unknown): never {
  throw error instanceof CrmError ? new CrmError({ ...error.failure, isPartly: true }) : error;
}
