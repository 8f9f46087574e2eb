import { z } from 'zod';
import { type WireAccount, wireAccount, type WireStage, wireStage, type WireUser, wireUser } from './wire';

/** Records that came along with others through `include`. */
export interface Included {
  accounts: WireAccount[];
  stages: WireStage[];
  users: WireUser[];
}

/** One record as it came. */
export interface OneDocument<Item> {
  item: Item;
  included: Included;
}

/** A part of a list as it came. */
export interface ListDocument<Item> {
  items: Item[];
  /** False where the answer has no list at all, which is then taken for an empty one. */
  isList: boolean;
  included: Included;
  /** Where the next part is, as the answer says; `null` after the last. To be checked before it is followed. */
  next: string | null;
  /** How many there are in all; `null` where that was not counted to the end. */
  count: number | null;
}

/** The three types we ask for; the rest, and what can't be read, only costs a name. */
const included = z
  .array(z.unknown())
  .nullish()
  .transform((records): Included => {
    const typed = (type: string) => (records ?? []).filter((record) => typeOf(record) === type);
    return {
      accounts: readable(wireAccount, typed('account')),
      stages: readable(wireStage, typed('opportunityStage')),
      users: readable(wireUser, typed('user')),
    };
  });

function typeOf(record: unknown): unknown {
  return typeof record === 'object' && record !== null && 'type' in record ? record.type : undefined;
}

function readable<Item>(schema: z.ZodType<Item>, records: readonly unknown[]): Item[] {
  return records.flatMap((record) => {
    const result = schema.safeParse(record);
    return result.success ? [result.data] : [];
  });
}

/** The document of one record. */
export function oneOf<Item>(schema: z.ZodType<Item>): z.ZodType<OneDocument<Item>> {
  return z.object({ data: schema, included }).transform(({ data, ...rest }) => ({ item: data, ...rest }));
}

/**
 * The document of a list, which survives a bad record: the others are what the rep came for. Where not one of them
 * can be read, the answer is not what we take it for, and fails with the first reason. No list is an empty one.
 */
export function listOf<Item>(schema: z.ZodType<Item>): z.ZodType<ListDocument<Item>> {
  const data = z
    .array(z.unknown())
    .nullable()
    .transform((list, context) => {
      const records = list ?? [];
      const items = readable(schema, records);
      const failed = items.length === 0 && records.length > 0 ? schema.safeParse(records[0]) : undefined;
      for (const { path, message } of failed?.error?.issues ?? [])
        context.addIssue({ code: 'custom', path: [...path], message });
      return { items, isList: list !== null };
    });
  return z
    .object({
      data,
      included,
      links: z.object({ next: z.string().nullish() }).nullish(),
      // Counts that took too long come as -1, or truncated.
      meta: z.object({ count: z.number().nullish(), count_truncated: z.boolean().nullish() }).nullish(),
    })
    .transform(({ data: read, links, meta, ...rest }) => {
      const count = meta?.count_truncated ? null : (meta?.count ?? null);
      return { ...read, ...rest, next: links?.next ?? null, count: count !== null && count >= 0 ? count : null };
    });
}
