import { z } from 'zod';
import { isAddress, normaliseAddress } from '../../domain/address';
import { FIELDS, PRIORITIES, STATUSES } from '../../domain/opportunity';
import { CHOICES, findPlace } from './choices';

/**
 * What the local CRM stores, and what its export holds: one schema for both, so nothing can be stored that could not
 * be imported again. Messages are predicates ("must be …"): the caller puts the subject in front.
 */

interface Issue {
  input?: unknown;
}

/** The message of a schema: `must be …`, or that there is nothing. */
export function must(be: string): (issue: Issue) => string {
  return ({ input }) => (input === undefined ? 'is missing' : `must ${be}`);
}

function text(max: number) {
  return z.string({ error: must('be text') }).max(max, `must be at most ${max.toLocaleString('en')} characters long`);
}

function name(max: number) {
  return text(max)
    .transform((value) => value.trim())
    .refine((value) => value !== '', 'must not be blank');
}

function list<Item extends z.ZodType>(item: Item, max: number) {
  return z.array(item, { error: must('be a list') }).max(max, `must have at most ${max} members`);
}

/** A strict object: an unknown member is refused, because dropping it would lose the rep's data silently. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `has an unknown member "${String(issue.keys[0]).slice(0, 40)}"`
        : must('be an object')(issue),
  });
}

function oneOf(choices: readonly { id: string }[], what: string) {
  return z.enum(
    choices.map(({ id }) => id),
    { error: must(`be a known ${what}`) },
  );
}

const id = z
  .string({ error: must('be text') })
  .min(1, 'must not be empty')
  .max(200, 'is too long');
const nullableId = z.nullable(id);
const instant = z.iso.datetime({ error: must('be a UTC time such as 2027-03-31T09:30:00Z') });
const address = z
  .string({ error: must('be text') })
  .transform(normaliseAddress)
  .refine(isAddress, 'must be an email address');
const domain = z
  .string({ error: must('be text') })
  .transform((value) => value.trim().toLowerCase())
  .refine(
    (value) => value.length <= 253 && /^[^\s<>"@]+\.[^\s<>"@]+$/.test(value),
    'must be a domain such as acme.example',
  );
const share = must('be a whole number from 0 to 100');
const money = must('be a number of at least 0');

const fields = {
  title: name(1000),
  status: z.enum(STATUSES, { error: must(`be one of ${STATUSES.join(', ')}`) }),
  pipelineId: oneOf(CHOICES.pipelines, 'pipeline'),
  stageId: id.refine((value) => findPlace(value) !== undefined, 'must be a known stage'),
  winProbability: z.nullable(z.int({ error: share }).min(0, { error: share }).max(100, { error: share })),
  amount: z.nullable(z.number({ error: money }).min(0, { error: money })),
  closeDate: z.nullable(z.iso.date({ error: must('be a date such as 2027-03-31') })),
  priority: z.nullable(z.enum(PRIORITIES, { error: must(`be one of ${PRIORITIES.join(', ')}`) })),
  lossReasonId: z.nullable(oneOf(CHOICES.lossReasons, 'loss reason')),
  sourceId: z.nullable(oneOf(CHOICES.sources, 'source')),
  nextStep: z.nullable(text(65_535)),
  description: z.nullable(text(65_535)),
  tags: list(name(200), 100),
};

/** The fields that are kept, in the order of the details form; there is one user, and so no owner. */
export const KEPT_FIELDS = FIELDS.filter((field) => Object.hasOwn(fields, field));

/** ISO 4217 code. */
export const currencySchema = z
  .string({ error: must('be text') })
  .regex(/^[A-Z]{3}$/, 'must be a currency code such as EUR');

export const companySchema = strict({ id, name: name(300), domain: z.nullable(domain) });
export const contactSchema = strict({
  id,
  name: name(300),
  addresses: list(address, 100),
  title: z.nullable(text(300)),
  companyId: nullableId,
});
export const noteSchema = strict({ id, text: name(65_535), at: instant });
/** More notes of one opportunity would make reading it slow. */
export const MAX_NOTES = 1000;
export const opportunitySchema = strict({
  id,
  ...fields,
  currency: currencySchema,
  contactId: nullableId,
  relatedContactIds: list(id, 1000),
  companyId: nullableId,
  /** In the order they were written. */
  notes: list(noteSchema, MAX_NOTES),
  stageChangedAt: instant,
  createdAt: instant,
  updatedAt: instant,
});
/** What a patch or a draft may name. There is one user, so the owner is nobody. */
export const patchSchema = strict({
  ...fields,
  ownerId: z.null({ error: 'cannot be chosen: there is one user' }),
}).partial();

export type CompanyRecord = z.output<typeof companySchema>;
export type ContactRecord = z.output<typeof contactSchema>;
export type OpportunityRecord = z.output<typeof opportunitySchema>;
/** Checked values to write; a member that is absent keeps its value. */
export type Values = Partial<Pick<OpportunityRecord, keyof typeof fields>>;
