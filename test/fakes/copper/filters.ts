import { type Check, filterId, id, listOf, number, objectOf, oneOf, text } from './attributes';

/** One search parameter: what it may be, and whether a record passes it. */
export interface Filter<Record> {
  check: Check;
  passes(record: Record, value: unknown): boolean;
}

export type Filters<Record> = { [parameter: string]: Filter<Record> };

type Read<Record> = (record: Record) => unknown;

/** Passes records whose id is listed. */
export function byId<Record>(read: Read<Record>): Filter<Record> {
  return { check: listOf(id), passes: (record, ids) => list(ids).includes(read(record)) };
}

/** As `byId`, with `-2` for "none"; where `emptyMeansNone`, an empty list asks for the same. */
export function byOptionalId<Record>(read: Read<Record>, { emptyMeansNone = false } = {}): Filter<Record> {
  return {
    check: listOf(filterId),
    passes(record, ids) {
      const value = read(record);
      const wanted = list(ids);
      return wanted.includes(value ?? -2) || (emptyMeansNone && wanted.length === 0 && value === null);
    },
  };
}

/** Passes records that are linked to one of the listed ones. */
export function byLinkedId<Record>(read: (record: Record) => readonly number[]): Filter<Record> {
  return { check: listOf(id), passes: (record, ids) => read(record).some((linked) => list(ids).includes(linked)) };
}

export function byText<Record>(
  read: (record: Record) => string | null | undefined,
  { isExact = true } = {},
): Filter<Record> {
  return {
    check: text,
    passes(record, wanted) {
      const value = (read(record) ?? '').toLowerCase();
      const words = String(wanted).toLowerCase();
      return isExact ? value === words : value.includes(words);
    },
  };
}

/** Any of the tags; none given asks for records without tags. The newer form names ANY or ALL. */
export function byTags<Record extends { tags: string[] }>(forms: 'list' | 'object' | 'both' = 'both'): Filter<Record> {
  const modern = objectOf({ option: oneOf('ANY', 'ALL'), value: listOf(text) });
  return {
    check: (value, human) =>
      Array.isArray(value)
        ? (listOf(text)(value, human) ?? (forms === 'object' ? 'must be an object' : undefined))
        : (modern(value, human) ?? (forms === 'list' ? 'must be an array' : undefined)),
    passes({ tags }, value) {
      const { option = 'ANY', value: wanted } = Array.isArray(value)
        ? { value }
        : (value as { option: string; value: string[] });
      if (wanted.length === 0) return tags.length === 0;
      return option === 'ALL'
        ? wanted.every((tag: string) => tags.includes(tag))
        : wanted.some((tag: string) => tags.includes(tag));
    },
  };
}

/** `minimum_x` and `maximum_x`, both inclusive; a record without the value passes neither. */
export function byRange<Record>(name: string, read: Read<Record>): Filters<Record> {
  const value = (record: Record) => (read(record) ?? NaN) as number;
  return {
    [`minimum_${name}`]: { check: number, passes: (record, limit) => value(record) >= Number(limit) },
    [`maximum_${name}`]: { check: number, passes: (record, limit) => value(record) <= Number(limit) },
  };
}

/** 1: followed, 2: not followed. */
export function byFollowed<Record extends { id: number }>(followed: ReadonlySet<number>): Filter<Record> {
  return { check: oneOf(1, 2), passes: (record, wanted) => followed.has(record.id) === (wanted === 1) };
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
