import { CrmError } from '../../domain/failure';
import type { Field } from '../../domain/opportunity';

/** Copper's ids are positive integers; anything else is refused before it becomes a part of a path. */
export function toWireId(id: string, field: Field | null = null): number {
  const value = /^[1-9]\d*$/.test(id) ? Number(id) : NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new CrmError({ kind: 'invalid', reason: 'Copper has no record with such an id', field });
}
