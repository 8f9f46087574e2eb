import { z } from 'zod';
import { numeric } from '../numeric';

/**
 * What Apideck's CRM API sends, as far as Dealside reads it (OpenAPI document `crm.yml`, version 10.34.0). Members may
 * be missing or null, for each connector fills in what its CRM has; unknown ones are dropped. A member of a wrong type
 * makes the whole record unreadable: read as "empty" it would look like a colleague's deletion.
 */

/** Strings by the document; a number can only be meant as one. */
const id = z.union([z.string().min(1), z.number().transform(String)]);
/** Connectors pass on what their CRM sends, and some have numbers where the document says text. */
const words = z.union([z.string(), z.number().transform(String)]);
const text = words.nullish().transform((value) => value || null);
/** One of the document's codes says that there is none to tell. */
const currency = text.transform((code) => (code === 'UNKNOWN_CURRENCY' ? null : code));
const optionalId = z.union([z.string(), z.number().transform(String)]).nullish();
const reference = optionalId.transform((value) => value || null);
/** A list without its gaps: one of them must not hide the whole record. */
const listed = <Item>(item: z.ZodType<Item>) =>
  z
    .array(item)
    .nullish()
    .transform((value) => (value ?? []).filter((one) => one !== null));
const references = listed(reference);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);

/** A custom field's value on a record: it goes back when another one is changed. */
export const wireCustomField = z.object({ id: text, name: text, description: text, value: z.unknown().optional() });
export type WireCustomField = z.output<typeof wireCustomField>;

export const wireOpportunity = z.object({
  id,
  /** HubSpot's deals may have none. */
  title: words.nullish().transform((value) => value ?? ''),
  primary_contact_id: reference,
  contact_id: reference,
  contact_ids: references,
  description: text,
  type: text,
  monetary_amount: numeric,
  currency,
  win_probability: numeric,
  expected_revenue: numeric,
  close_date: text,
  loss_reason_id: reference,
  loss_reason: text,
  won_reason_id: reference,
  won_reason: text,
  pipeline_id: reference,
  pipeline_stage_id: reference,
  source_id: reference,
  lead_id: reference,
  lead_source: text,
  company_id: reference,
  company_name: text,
  owner_id: reference,
  priority: text,
  status: text,
  status_id: reference,
  tags: listed(text),
  interaction_count: numeric,
  custom_fields: listed(wireCustomField.nullable()),
  /** Writable, and means the same as the read-only one below: whichever is set counts. */
  stage_last_changed_at: text,
  date_stage_changed: text,
  last_activity_at: text,
  date_last_contacted: text,
  date_lead_created: text,
  deleted: flag,
  /** Empty ones may come as a list. */
  custom_mappings: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).nullish(),
  created_by: reference,
  updated_by: reference,
  created_at: text,
  updated_at: text,
});
export type WireOpportunity = z.output<typeof wireOpportunity>;

const emails = listed(z.object({ email: text }).nullable()).transform((items) =>
  items.flatMap(({ email }) => email ?? []),
);

export const wireContact = z.object({
  id,
  name: text,
  first_name: text,
  last_name: text,
  title: text,
  company_id: reference,
  company_name: text,
  emails,
  /** Left out by connectors that would have to ask for them. */
  opportunity_ids: references,
  created_at: text,
  updated_at: text,
});
export type WireContact = z.output<typeof wireContact>;

export const wireCompany = z.object({
  id,
  name: text,
  websites: listed(z.object({ url: text }).nullable()).transform((items) => items.flatMap(({ url }) => url ?? [])),
  emails,
  deleted: flag,
  created_at: text,
  updated_at: text,
});
export type WireCompany = z.output<typeof wireCompany>;

const wireStage = z.object({
  id: reference,
  name: text,
  value: text,
  win_probability: numeric,
  display_order: numeric,
  archived: flag,
});
export type WireStage = z.output<typeof wireStage>;

export const wirePipeline = z.object({
  id,
  name: text,
  currency,
  archived: flag,
  active: flag,
  display_order: numeric,
  stages: listed(wireStage.nullable()),
});
export type WirePipeline = z.output<typeof wirePipeline>;

export const wireUser = z.object({ id, name: text, first_name: text, last_name: text, username: text, emails });
export type WireUser = z.output<typeof wireUser>;

/** Of a note only that there are notes is of use. */
export const wireNote = z.unknown();

/** POST and PATCH answer with the id and nothing else. */
export const wireWritten = z.object({ data: z.object({ id }) });
/** Deletions too; nothing of it is needed. */
export const wireNothing = z.unknown();

/** A single record in its envelope. */
export function oneOf<Item>(schema: z.ZodType<Item>): z.ZodType<Item> {
  return z.object({ data: schema }).transform(({ data }) => data);
}

/** The most Apideck gives at once. */
export const FULL_PART = 200;

/** A part of a list. */
export interface WireList<Item> {
  items: Item[];
  /** Where the next part begins; `null` after the last. */
  next: string | null;
  /** False where a full part says nothing of another one: whether that was all is not told then. */
  isEndTold: boolean;
  /** The connector that answered: "copper", "hubspot". */
  service: string | null;
}

/**
 * A list that survives a bad record: the others are what the rep came for. Where not one of them can be read, the
 * answer is not what we take it for, and fails with the first reason.
 */
export function listOf<Item>(schema: z.ZodType<Item>): z.ZodType<WireList<Item>> {
  const cursors = z.object({ next: text }).nullish();
  const envelope = z.object({
    // An empty list may come as null; without the member it is no list.
    data: z
      .array(z.unknown())
      .nullable()
      .transform((value) => value ?? []),
    meta: z.object({ cursors }).nullish(),
    service: text,
  });
  return envelope.transform(({ data, meta, service }, context) => {
    const results = data.map((record) => schema.safeParse(record));
    const items = results.flatMap((result) => (result.success ? [result.data] : []));
    const failed = results.find((result) => !result.success);
    if (failed && items.length === 0) {
      for (const { path, message } of failed.error?.issues ?? []) {
        context.addIssue({ code: 'custom', path: ['data', ...path], message });
      }
    }
    const next = meta?.cursors?.next ?? null;
    return { items, next, isEndTold: Boolean(meta?.cursors) || data.length < FULL_PART, service };
  });
}
