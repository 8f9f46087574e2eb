import { z } from 'zod';
import { firstIssue, refusal } from './change';
import { findPlace } from './choices';
import { firstOpportunitySchema, fromFirstVersion } from './first-version';
import { companySchema, contactSchema, currencySchema, must, noteSchema, opportunitySchema, strict } from './records';

/** How a file says what it is. */
export const FORMAT = 'dealside-export';
/** Raised when a file of today could not be read by yesterday's Dealside. */
export const FORMAT_VERSION = 2;

const list = <Record extends z.ZodType>(record: Record) => z.array(record, { error: must('be a list') });

const documentSchema = strict({
  format: z.literal(FORMAT, { error: must(`be "${FORMAT}"`) }),
  version: z.literal(FORMAT_VERSION, { error: must('be 1 or 2; a newer Dealside may read it') }),
  currency: currencySchema,
  companies: list(companySchema),
  contacts: list(contactSchema),
  opportunities: list(opportunitySchema),
});

/** What files of version 1 hold. */
const firstDocumentSchema = documentSchema.extend({
  version: z.literal(1),
  opportunities: list(firstOpportunitySchema),
});

/** Everything the local CRM holds, as it is written to a file. */
export type ExportDocument = z.output<typeof documentSchema>;

/** Every member in a fixed order: a list given to `JSON.stringify` orders the members of all objects. */
const MEMBERS = [
  'format',
  'version',
  ...[companySchema, contactSchema, opportunitySchema, noteSchema, documentSchema].flatMap(({ shape }) =>
    Object.keys(shape),
  ),
];

/** The text of a file; the same records always give the same text. */
export function printDocument(document: ExportDocument): string {
  return `${JSON.stringify(document, MEMBERS, 2)}\n`;
}

/** The document in a file's text. Throws `CrmError` `invalid` with a sentence that names the first fault. */
export function parseDocument(text: string): ExportDocument {
  const result = readDocument(parseJson(text));
  const fault = result.success ? findFault(result.data) : describe(firstIssue(result.error));
  if (!result.success || fault !== undefined) throw refusal(`This file is not a Dealside export: ${fault}.`);
  return result.data;
}

function readDocument(json: unknown): z.ZodSafeParseResult<ExportDocument> {
  if (!isFirstVersion(json)) return documentSchema.safeParse(json);
  const present = firstDocumentSchema.transform((first): ExportDocument => ({
    ...first,
    version: FORMAT_VERSION,
    opportunities: first.opportunities.map(fromFirstVersion),
  }));
  return present.safeParse(json);
}

function isFirstVersion(json: unknown): boolean {
  return z.object({ version: z.literal(1) }).safeParse(json).success;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal('This file is not a Dealside export: it is not JSON.');
  }
}

/** `opportunities[3].title is missing` */
function describe({ path, message }: { path: readonly PropertyKey[]; message: string }): string {
  const where = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return `${where.replace(/^\./, '') || 'the whole'} ${message}`;
}

/** The first record that contradicts another one, which no schema of a single record can see. */
function findFault({ companies, contacts, opportunities }: ExportDocument): string | undefined {
  const companyIds = new Set<string | null>([null, ...companies.map(({ id }) => id)]);
  const contactIds = new Set<string | null>([null, ...contacts.map(({ id }) => id)]);
  return (
    findRepeated(
      companies.map(({ id }) => [id]),
      'companies',
      'id',
    ) ??
    findRepeated(
      companies.map(({ domain }) => (domain === null ? [] : [domain])),
      'companies',
      'domain',
    ) ??
    findRepeated(
      contacts.map(({ id }) => [id]),
      'contacts',
      'id',
    ) ??
    findRepeated(
      contacts.map(({ addresses }) => addresses),
      'contacts',
      'addresses',
    ) ??
    findRepeated(
      opportunities.map(({ id }) => [id]),
      'opportunities',
      'id',
    ) ??
    findWrong(contacts, 'contacts', 'companyId names no company', ({ companyId }) => companyIds.has(companyId)) ??
    findWrong(opportunities, 'opportunities', 'companyId names no company', ({ companyId }) =>
      companyIds.has(companyId),
    ) ??
    findWrong(opportunities, 'opportunities', 'contactId names no contact', ({ contactId }) =>
      contactIds.has(contactId),
    ) ??
    findWrong(opportunities, 'opportunities', 'relatedContactIds names no contact', ({ relatedContactIds }) =>
      relatedContactIds.every((id) => contactIds.has(id)),
    ) ??
    findWrong(
      opportunities,
      'opportunities',
      'notes has an id twice',
      ({ notes }) => new Set(notes.map(({ id }) => id)).size === notes.length,
    ) ??
    findWrong(
      opportunities,
      'opportunities',
      'stageId is in another pipeline',
      ({ stageId, pipelineId }) => findPlace(stageId)?.pipeline.id === pipelineId,
    )
  );
}

function findRepeated(keysOfEach: readonly string[][], records: string, member: string): string | undefined {
  const seen = new Set<string>();
  for (const [index, keys] of keysOfEach.entries()) {
    for (const key of keys) {
      if (seen.has(key)) return `${records}[${index}].${member} is used twice`;
      seen.add(key);
    }
  }
  return undefined;
}

function findWrong<T>(
  all: readonly T[],
  records: string,
  fault: string,
  isRight: (record: T) => boolean,
): string | undefined {
  const index = all.findIndex((record) => !isRight(record));
  return index < 0 ? undefined : `${records}[${index}].${fault}`;
}
