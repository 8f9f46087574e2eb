import { z } from 'zod';
import { numeric } from '../numeric';

/**
 * What Outreach's API really sends (JSON:API 1.0 with integer ids), as far as Dealside reads it. Members may be
 * missing or null; unknown ones are dropped. A member of a wrong type makes the whole record unreadable: read as
 * "empty" it would look like a colleague's deletion.
 */

const id = z.union([z.number().int().positive(), z.string().regex(/^[1-9]\d*$/)]).transform(String);
const text = z
  .string()
  .nullish()
  .transform((value) => value || null);
/** A list without its gaps: one of them must not hide the whole record. */
const withoutGaps = <Item>(items: readonly (Item | null)[]) => items.filter((one) => one !== null);
const texts = z
  .array(z.string().nullable())
  .nullish()
  .transform((value) => withoutGaps(value ?? []));

/** A relation to one record: its id. It may hold links only, and is then as unknown as a missing one. */
const toOne = z
  .object({ data: z.object({ id }).nullish() })
  .nullish()
  .transform((value) => value?.data?.id ?? null);
/** A relation to several: their ids, or `null` where it holds links only (recorded: `prospects` of opportunities). */
const toMany = z
  .object({ data: z.array(z.object({ id }).nullable()).nullish() })
  .nullish()
  .transform((value) => (value?.data ? withoutGaps(value.data).map((one) => one.id) : null));

/** `custom1` to `custom150`; all texts, numbers and flags kept as such in case they come as what they mean. */
const CUSTOM = /^custom([1-9]|[1-9]\d|1[0-4]\d|150)$/;
const customText = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** True for the name of one of the 150 custom attributes. */
export function isCustomAttribute(name: string): boolean {
  return CUSTOM.test(name);
}

function customOf(attributes: Record<string, unknown>): Record<string, string> {
  const filled = Object.entries(attributes).flatMap(([name, value]) => {
    const parsed = isCustomAttribute(name) ? customText.safeParse(value) : undefined;
    return parsed?.success && parsed.data !== '' ? [[name, parsed.data] as const] : [];
  });
  return Object.fromEntries(filled);
}

const opportunityAttributes = z
  .looseObject({
    name: text,
    /** Whole units; fractions are in `amountPrecise`, a text. */
    amount: numeric,
    amountPrecise: z
      .union([z.string(), z.number()])
      .nullish()
      .transform((value) => (value === null || value === undefined || value === '' ? null : String(value))),
    closeDate: text,
    createdAt: text,
    currencyType: text,
    customId: text,
    description: text,
    externalCreatedAt: text,
    externalUpdatedAt: text,
    forecastCategory: text,
    leadSource: text,
    lostReason: text,
    mapLink: text,
    mapNextSteps: text,
    mapStatus: text,
    nextStep: text,
    opportunityType: text,
    probability: numeric,
    prospectingRepId: text,
    recordType: text,
    sharingTeamId: text,
    tags: texts,
    touchedAt: text,
    trashedAt: text,
    updatedAt: text,
  })
  .transform((attributes) => ({ ...attributes, custom: customOf(attributes) }));

/** With `?provideAuthorizationMeta` and `?provideDataConnections`; the shape of the latter is nowhere documented. */
const meta = z
  .object({
    canWrite: z.boolean().nullish().catch(null),
    canDelete: z.boolean().nullish().catch(null),
    dataConnections: z.unknown().optional(),
  })
  .nullish();

export const wireOpportunity = z.object({
  id,
  attributes: opportunityAttributes,
  relationships: z
    .object({
      account: toOne,
      opportunityStage: toOne,
      /** The same stage under its older name, read-only. */
      stage: toOne,
      owner: toOne,
      primaryProspect: toOne,
      prospects: toMany,
      creator: toOne,
      updater: toOne,
      assignedUsers: toMany,
      assignedTeams: toMany,
    })
    .partial()
    .nullish()
    .transform((value) => value ?? {}),
  meta,
});
export type WireOpportunity = z.output<typeof wireOpportunity>;

export const wireProspect = z.object({
  id,
  attributes: z.object({
    name: text,
    firstName: text,
    lastName: text,
    title: text,
    emails: texts,
    trashedAt: text,
    updatedAt: text,
  }),
  relationships: z
    .object({ account: toOne, opportunities: toMany })
    .partial()
    .nullish()
    .transform((value) => value ?? {}),
});
export type WireProspect = z.output<typeof wireProspect>;

export const wireAccount = z.object({ id, attributes: z.object({ name: text, domain: text, updatedAt: text }) });
export type WireAccount = z.output<typeof wireAccount>;

export const wireStage = z.object({
  id,
  attributes: z.object({ name: text, order: numeric, isClosed: z.boolean().nullish() }),
});
export type WireStage = z.output<typeof wireStage>;

export const wireUser = z.object({
  id,
  attributes: z.object({ name: text, firstName: text, lastName: text, email: text }),
});
export type WireUser = z.output<typeof wireUser>;

/** One that tells no opportunity leads nowhere, and hides nothing of the others. */
export const wireRole = z.object({
  id,
  relationships: z
    .object({ opportunity: toOne })
    .partial()
    .nullish()
    .transform((value) => value ?? {}),
});

/** `GET /types`: per resource what administrators made of the custom attributes. */
export const wireValidation = z.object({
  type: text,
  label: text,
  required: z.boolean().nullish().catch(null),
  /** A picklist's options, or a currency's code. */
  definition: z.unknown().optional(),
});
export type WireValidation = z.output<typeof wireValidation>;
export const wireType = z.object({
  type: z.string(),
  meta: z.object({ validations: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

/** The custom attributes of a type that can be read; an unreadable one is left out. */
export function validationsOf({ meta: about }: z.output<typeof wireType>): [string, WireValidation][] {
  return Object.entries(about?.validations ?? {}).flatMap(([name, value]) => {
    const parsed = wireValidation.safeParse(value);
    return parsed.success ? [[name, parsed.data]] : [];
  });
}

/** The API's root. No document describes it; clients report the user under `meta`. */
export const wireRoot = z.object({
  meta: z.object({ user: z.object({ email: text, firstName: text, lastName: text }) }),
});

/** Deletions answer with nothing; of some other answers nothing is needed. */
export const wireNothing = z.unknown();

export const wireTokens = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  /** Absent where the one it was asked with stays good (RFC 6749, section 6). */
  refresh_token: z
    .string()
    .regex(/^[\x21-\x7e]*$/)
    .nullish()
    .transform((value) => value || null),
  /** Seconds: two hours where it can't be read, for a token that ends sooner is noticed by the 401 it brings. */
  expires_in: z
    .union([z.number(), z.string().transform(Number)])
    .pipe(z.number().positive())
    .catch(7200),
});
