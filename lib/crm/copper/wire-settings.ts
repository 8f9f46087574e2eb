import { z } from 'zod';
import { id, number, optionalId, text } from './wire';

/** What an account has set up, and what hangs on its records: as sent, as far as Dealside reads it. */

const wireStage = z.object({ id, name: z.string(), win_probability: number });

/** `is_revenue` is missing in accounts from before there were other pipelines than those for sales. */
export const wirePipeline = z.object({
  id,
  name: z.string(),
  is_revenue: z
    .boolean()
    .nullish()
    .transform((value) => value ?? true),
  stages: z
    .array(wireStage)
    .nullish()
    .transform((value) => value ?? []),
});
export type WirePipeline = z.output<typeof wirePipeline>;

/** A stage on its own names its pipeline. */
export const wireLooseStage = wireStage.extend({ pipeline_id: id });
export type WireLooseStage = z.output<typeof wireLooseStage>;

export const wireTag = z.object({ name: z.string() });

/** `data_type` is one of eleven words today. `options` come in no order: `rank` is theirs. */
export const wireDefinition = z.object({
  id,
  name: z.string(),
  data_type: z.string(),
  available_on: z
    .array(z.string())
    .nullish()
    .transform((value) => value ?? []),
  /** Missing in answers of 2017 and 2018. */
  is_filterable: z
    .boolean()
    .nullish()
    .transform((value) => value ?? true),
  options: z
    .array(z.object({ id, name: z.string(), rank: number }))
    .nullish()
    .transform((value) => value ?? []),
  currency: text,
  /** The other side of a `Connect` field; a field that points to users has none. */
  connected_id: optionalId,
});
export type WireDefinition = z.output<typeof wireDefinition>;

/** "people", "opportunity", "lead", "company" (once "organization"), "project" or "user". */
const wireEnd = z.object({ id, entity_type: z.string().regex(/^[a-z_]+$/), name: text });

/** One connection of a `Connect` field. */
export const wireLink = z.object({ id, source: wireEnd, target: wireEnd });
export type WireLink = z.output<typeof wireLink>;

export const wireActivity = z.object({
  id,
  type: z.object({ id, category: text }),
  user_id: optionalId,
  details: text,
  activity_date: number,
  date_created: number,
});
export type WireActivity = z.output<typeof wireActivity>;
