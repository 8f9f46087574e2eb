import type { CustomKey, CustomValue } from './custom-field';
import type { Opportunity } from './opportunity';
import type { CustomFilter, Range, SearchFilters, SearchRequest, Sort } from './search';
import { fold } from './search';

/**
 * Whether an opportunity passes a request's text and filters, as far as the record tells: what a CRM can't be asked is
 * looked through here. `isFollowed` stands in no record and passes.
 */
export function matchesRequest(opportunity: Opportunity, { text, filters }: SearchRequest): boolean {
  const wanted = fold(text.trim());
  const words = [opportunity.title, opportunity.companyName ?? ''];
  return words.some((word) => fold(word).includes(wanted)) && matchesFilters(opportunity, filters);
}

function matchesFilters(opportunity: Opportunity, filters: SearchFilters): boolean {
  const { statuses, owners, pipelines, stages, priorities, sources, lossReasons, companies, tags, custom } = filters;
  return (
    isAmong(opportunity.status, statuses) &&
    isAmong(opportunity.ownerId, owners) &&
    isAmong(opportunity.pipelineId, pipelines) &&
    isAmong(opportunity.stageId, stages) &&
    isAmong(opportunity.priority ?? 'none', priorities) &&
    isEitherAmong([opportunity.sourceId, opportunity.source], sources) &&
    isEitherAmong([opportunity.lossReasonId, opportunity.lossReason], lossReasons) &&
    isAmong(opportunity.companyId, companies) &&
    hasTag(opportunity.tags, tags) &&
    isWithin(opportunity.amount, filters.amount) &&
    isWithin(opportunity.winProbability, filters.winProbability) &&
    isWithin(opportunity.interactionCount, filters.interactionCount) &&
    isWithin(opportunity.closeDate, filters.closeDate) &&
    isWithinDays(opportunity.createdAt, filters.createdAt) &&
    isWithinDays(opportunity.updatedAt, filters.updatedAt) &&
    isWithinDays(opportunity.stageChangedAt, filters.stageChangedAt) &&
    isWithinDays(opportunity.lastContactedAt, filters.lastContactedAt) &&
    Object.entries(custom ?? {}).every(([key, filter]) => matchesCustom(opportunity[key as CustomKey] ?? null, filter))
  );
}

function isAmong(value: string | null, wanted: readonly (string | null)[] | undefined): boolean {
  return wanted === undefined || wanted.includes(value);
}

/** CRMs keep some things by id, others as text: the one that is `null` does not mean there is none. */
function isEitherAmong(values: readonly (string | null)[], wanted: readonly (string | null)[] | undefined): boolean {
  const present = values.filter(Boolean);
  return present.length > 0 ? present.some((value) => isAmong(value, wanted)) : isAmong(null, wanted);
}

function hasTag(tags: readonly string[], wanted: readonly (string | null)[] | undefined): boolean {
  if (!wanted) return true;
  const folded = new Set(tags.map(fold));
  return wanted.some((tag) => (tag === null ? folded.size === 0 : folded.has(fold(tag))));
}

function isWithin<Value extends number | string>(value: Value | null, range: Range<Value> | undefined): boolean {
  if (!range || (range.min === null && range.max === null)) return true;
  if (value === null) return false;
  return (range.min === null || value >= range.min) && (range.max === null || value <= range.max);
}

function isWithinDays(instant: string | null, range: Range<string> | undefined): boolean {
  if (!range) return true;
  const { from, before } = toInstants(range);
  const time = Date.parse(instant ?? '');
  if (from === null && before === null) return true;
  return !Number.isNaN(time) && (from === null || time >= from) && (before === null || time < before);
}

function matchesCustom(value: CustomValue, filter: CustomFilter): boolean {
  if ('range' in filter) {
    const single = Array.isArray(value) || typeof value === 'boolean' ? null : value;
    if (typeof single === 'string' && isInstant(single)) return isWithinDays(single, toDays(filter.range));
    return isWithin<number | string>(single, filter.range);
  }
  const values = Array.isArray(value) ? value : [value];
  return values.some((one) => filter.anyOf.includes(one)) || (values.length === 0 && filter.anyOf.includes(null));
}

function isInstant(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T/.test(value);
}

function toDays({ min, max }: Range<number> | Range<string>): Range<string> {
  return { min: min === null ? null : String(min), max: max === null ? null : String(max) };
}

/**
 * Days of the rep's time zone as moments, epoch milliseconds: from the first one's start to before the end of the
 * last.
 */
export function toInstants({ min, max }: Range<string>): { from: number | null; before: number | null } {
  return { from: min === null ? null : startOfDay(min, 0), before: max === null ? null : startOfDay(max, 1) };
}

function startOfDay(day: string, later: number): number {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).getTime();
}

/** Compares opportunities by a sort; those without the value come last either way. `nameOf` gives what ids stand for. */
export function compareBy(
  { by, isDescending }: Sort,
  nameOf: (opportunity: Opportunity, by: 'owner' | 'stage' | 'source' | 'contact') => string | number | null,
): (a: Opportunity, b: Opportunity) => number {
  const read = (opportunity: Opportunity): string | number | null => {
    switch (by) {
      case 'owner':
      case 'stage':
      case 'source':
      case 'contact':
        return nameOf(opportunity, by);
      case 'company':
        return opportunity.companyName;
      case 'priority':
        return PRIORITY_ORDER.indexOf(opportunity.priority ?? 'none');
      case 'status':
        return STATUS_ORDER.indexOf(opportunity.status);
      default:
        return opportunity[by];
    }
  };
  return (a, b) => {
    const [x, y] = [read(a), read(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y));
    return isDescending ? -order : order;
  };
}

const PRIORITY_ORDER = ['none', 'low', 'medium', 'high'];
const STATUS_ORDER = ['open', 'won', 'lost', 'abandoned'];
