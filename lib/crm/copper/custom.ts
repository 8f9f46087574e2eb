import type { CustomKey, CustomType, CustomValue } from '../../domain/custom-field';
import { customId, customKey } from '../../domain/custom-field';
import { CrmError } from '../../domain/failure';
import type { DateFormat } from './dates';
import type { DayClock } from './days';
import { type Definitions, typeOf } from './definitions';
import { toWireId } from './ids';
import type { WireOpportunity } from './wire';

/** What values are read and written by. */
export interface CustomContext {
  definitions: Definitions;
  days: DayClock;
  dates: Pick<DateFormat, 'parse'>;
  /** Targets of `Connect` fields by definition, where they were asked for. */
  links?: ReadonlyMap<string, string[]> | undefined;
}

/** A record's custom fields, each under its key. What does not fit its definition, or has none, comes as it is. */
export function readCustom(
  fields: WireOpportunity['custom_fields'],
  context: CustomContext,
): Record<CustomKey, CustomValue> {
  const values: Record<CustomKey, CustomValue> = {};
  for (const { custom_field_definition_id: id, value } of fields) {
    values[customKey(id)] = readValue(id, value, context);
  }
  for (const [id, targets] of context.links ?? []) values[customKey(id)] = targets;
  return values;
}

function readValue(id: string, value: unknown, context: CustomContext): CustomValue {
  const definition = context.definitions.get(id);
  if (!definition) return plain(value);
  const type = typeOf(definition);
  if (type === 'raw') return value === null || value === undefined ? null : JSON.stringify(value);
  return (isListType(type) ? readList(value) : readSingle(type, value, context)) ?? plain(value);
}

function isListType(type: CustomType): boolean {
  return type === 'choices' || type === 'links';
}

/** Options as ids. An unset list is `[]` today, and was null in 2017. */
function readList(value: unknown): string[] | undefined {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) && value.every(isId) ? value.map(String) : undefined;
}

function readSingle(type: CustomType, value: unknown, { days, dates }: CustomContext): CustomValue | undefined {
  if (value === null || value === undefined || value === '') return null;
  switch (type) {
    case 'choice':
      return isId(value) ? String(value) : undefined;
    case 'date':
      // Its best practices speak of "mm/dd/yyyy"; every recorded value is a timestamp.
      if (typeof value === 'number') return days.read(value) ?? undefined;
      return typeof value === 'string' ? (dates.parse(value) ?? undefined) : undefined;
    case 'number':
    case 'money':
    case 'percent':
      return typeof value === 'number' ? value : undefined;
    case 'checkbox':
      return typeof value === 'boolean' ? value : undefined;
    default:
      return typeof value === 'string' ? value : undefined;
  }
}

function isId(value: unknown): value is string | number {
  return Number.isSafeInteger(value) || (typeof value === 'string' && /^\d+$/.test(value));
}

/** A value by its JSON shape alone; what fits none is its JSON text. */
function plain(value: unknown): CustomValue {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  const isFlat = Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number');
  return isFlat ? value.map(String) : JSON.stringify(value);
}

/** One member of a write's `custom_fields`; `null` empties. Throws `invalid`. */
export function writeCustom(key: CustomKey, value: CustomValue, context: CustomContext) {
  const id = customId(key);
  const definition = context.definitions.get(id);
  const type = definition ? typeOf(definition) : 'raw';
  const isUnset = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  return {
    custom_field_definition_id: toWireId(id, key),
    value: isUnset ? emptyOf(type) : writeValue(type, value, key, context),
  };
}

/** As Copper itself shows an unset field. */
function emptyOf(type: CustomType): unknown {
  if (type === 'checkbox') return false;
  return isListType(type) ? [] : null;
}

function writeValue(type: CustomType, value: CustomValue, key: CustomKey, { days }: CustomContext): unknown {
  switch (type) {
    case 'choice':
      return toWireId(String(value), key);
    case 'choices':
      return Array.isArray(value)
        ? value.map((id) => toWireId(id, key))
        : refuse(key, 'This field holds a list of options');
    case 'date':
      return days.write(String(value)) ?? refuse(key, 'There is no such date');
    case 'number':
    case 'money':
    case 'percent':
      return typeof value === 'number' ? value : refuse(key, 'This field holds a number');
    case 'checkbox':
      return typeof value === 'boolean' ? value : refuse(key, 'This field is either on or off');
    case 'raw':
      return value;
    default:
      return typeof value === 'string' ? value : refuse(key, 'This field holds text');
  }
}

function refuse(key: CustomKey, reason: string): never {
  throw new CrmError({ kind: 'invalid', reason, field: key });
}
