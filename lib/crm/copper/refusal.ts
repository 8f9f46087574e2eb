import type { Field } from '../../domain/opportunity';
import type { Refusal } from '../http';

/** Copper's human names of an opportunity's attributes, lower-cased and without a trailing "id". */
const FIELDS: Record<string, Field> = {
  name: 'title',
  status: 'status',
  pipeline: 'pipelineId',
  'pipeline stage': 'stageId',
  stage: 'stageId',
  'win probability': 'winProbability',
  'monetary value': 'amount',
  value: 'amount',
  'close date': 'closeDate',
  priority: 'priority',
  'loss reason': 'lossReasonId',
  assignee: 'ownerId',
  owner: 'ownerId',
  'customer source': 'sourceId',
  source: 'sourceId',
  details: 'description',
  description: 'description',
  tags: 'tags',
  'primary contact': 'contactId',
  company: 'companyId',
};

const MAX_LENGTH = 300;

/**
 * Reads `{"message":"Invalid input: Validation errors: Name: can't be blank"}` as "Name can't be blank" about the
 * title. Several errors come on lines of their own; the first names the field.
 */
export function readRefusal(body: unknown, route: string): Refusal {
  const lines = messageOf(body)
    .replace(/^\s*Invalid input:\s*/i, '')
    .replace(/^Validation errors:\s*/i, '')
    .split(/[\r\n]+/)
    .map((line) => line.replace(/\p{Cc}/gu, ' ').trim())
    .filter((line) => line !== '');
  const fields = route.includes('/opportunities') ? lines.map(findField) : [];
  return {
    reason: lines.map(toSentence).join('; ').slice(0, MAX_LENGTH),
    field: fields.find((field) => field !== null) ?? null,
  };
}

/** True when Copper does not know an attribute we sent: this account's API is older or newer than ours. */
export function isUnknownAttribute(reason: string): boolean {
  return /unrecognized attributes/i.test(reason);
}

function messageOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const { message, error } = body as { message?: unknown; error?: unknown };
  return [message, error].find((value) => typeof value === 'string') ?? '';
}

/** "Win Probability: must be …" → "win probability", "must be …". */
function split(line: string): { name: string; rest: string } | undefined {
  const [, name, rest] = /^([A-Z][\w ]*?): (.+)$/.exec(line) ?? [];
  return name && rest ? { name, rest } : undefined;
}

function findField(line: string): Field | null {
  const name =
    split(line)
      ?.name.toLowerCase()
      .replace(/ ids?$/, '') ?? '';
  return Object.hasOwn(FIELDS, name) ? (FIELDS[name] ?? null) : null;
}

/** "Name: can't be blank" → "Name can't be blank"; a reason that is a sentence of its own stands alone. */
function toSentence(line: string): string {
  const parts = split(line);
  if (!parts) return line;
  return parts.name === 'Base' || /^[A-Z]/.test(parts.rest) ? parts.rest : `${parts.name} ${parts.rest}`;
}
