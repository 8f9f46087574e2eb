import { z } from 'zod';

/**
 * What Copper's API really sends, as far as Dealside reads it. Members may be missing (answers of 2017 lack
 * `monetary_unit` and `date_stage_changed`) or null; unknown ones are dropped. A member of a wrong type makes the
 * whole record unreadable: read as "empty" it would look like a colleague's deletion.
 */

/** Ids are numbers in every recorded answer, though the reference calls some of them strings. */
export const id = z.union([z.number().int(), z.string().regex(/^\d+$/)]).transform(String);
export const optionalId = id.nullish().transform((value) => value ?? null);
export const text = z
  .string()
  .nullish()
  .transform((value) => value || null);
export const number = z
  .number()
  .nullish()
  .transform((value) => value ?? null);
const tags = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);

/** What a custom field holds depends on its definition; it may be any JSON. */
const customFields = z
  .array(z.object({ custom_field_definition_id: id, value: z.unknown() }))
  .nullish()
  .transform((value) => value ?? []);

/** `[{"lead_id":11393303,"converted_timestamp":1496694264}]` in recorded answers, mostly empty: the first lead's id. */
const leads = z
  .array(z.unknown())
  .nullish()
  .transform((list) => z.object({ lead_id: id }).safeParse(list?.[0]).data?.lead_id ?? null);

export const wireOpportunity = z.object({
  id,
  name: z.string(),
  assignee_id: optionalId,
  close_date: text,
  company_id: optionalId,
  company_name: text,
  customer_source_id: optionalId,
  /** In accounts with several currencies: the value in the account's own. */
  converted_unit: text,
  converted_value: number,
  details: text,
  loss_reason_id: optionalId,
  monetary_unit: text,
  monetary_value: number,
  pipeline_id: optionalId,
  /** The two are in today's reference and in no recorded answer. */
  pipeline_is_revenue: flag,
  pipeline_stage_id: optionalId,
  /** "opportunity", "project" or "item". */
  pipeline_type: text,
  primary_contact_id: optionalId,
  /** "None", "Low", "Medium", "High"; null on opportunities made from a lead. */
  priority: text,
  status: text,
  tags,
  win_probability: number,
  interaction_count: number,
  leads_converted_from: leads,
  custom_fields: customFields,
  /** Unix seconds, as all dates but `close_date`. */
  date_stage_changed: number,
  date_last_contacted: number,
  date_lead_created: number,
  date_created: number,
  date_modified: number,
});
export type WireOpportunity = z.output<typeof wireOpportunity>;

export const wirePerson = z.object({
  id,
  name: text,
  company_id: optionalId,
  company_name: text,
  title: text,
  emails: z
    .array(z.object({ email: z.string() }))
    .nullish()
    .transform((value) => value ?? []),
  date_modified: number,
});
export type WirePerson = z.output<typeof wirePerson>;

export const wireCompany = z.object({ id, name: text, email_domain: text, date_modified: number });
export type WireCompany = z.output<typeof wireCompany>;

export const wireChoice = z.object({ id, name: z.string() });
export const wireUser = z.object({ id, name: text, email: text });
export const wireAccount = z.object({ id });
export const wireRelated = z.array(z.object({ id, type: z.string() }));
/** Deletions answer with the id; nothing of it is needed. */
export const wireNothing = z.unknown();

/** A list as it came: what could be read of it, and how long it was, which paging goes by. */
export interface WireList<Item> {
  items: Item[];
  length: number;
}

/**
 * A list that survives a bad record: the others are what the rep came for. Where not one of them can be read, the
 * answer is not what we take it for, and fails with the first reason.
 */
export function tolerantList<Item>(schema: z.ZodType<Item>): z.ZodType<WireList<Item>> {
  return z.array(z.unknown()).transform((records, context) => {
    const results = records.map((record) => schema.safeParse(record));
    const items = results.flatMap((result) => (result.success ? [result.data] : []));
    const failed = results.find((result) => !result.success);
    if (failed && items.length === 0) {
      for (const { path, message } of failed.error?.issues ?? []) context.addIssue({ code: 'custom', path, message });
    }
    return { items, length: records.length };
  });
}
