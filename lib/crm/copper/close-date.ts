import type { CopperApi } from './api';
import { CrmError } from '../../domain/failure';
import { type DateFormat, otherOrder, swapped } from './dates';
import type { WireOpportunity } from './wire';

const DAY = 86_400;

/** How a record with a close date is sent: each call builds its body with the date order known by then. */
interface Send {
  first(): Promise<WireOpportunity>;
  /** The date alone, of a record that was written before. */
  again(record: WireOpportunity): Promise<WireOpportunity>;
}

/**
 * Writes a record with a close date and makes sure that the date arrived as meant: it is sent again, once, where Copper
 * turns out to read dates the other way round.
 */
export async function sendWithDate(
  api: CopperApi,
  dates: DateFormat,
  date: string,
  send: Send,
): Promise<WireOpportunity> {
  const record = await send.first().catch((error: unknown) => retryRefused(error, dates, date, send));
  dates.learn([record.close_date]);
  if (!swapped(date) || (dates.isKnown && dates.parse(record.close_date) === date)) return record;
  return settle(api, dates, date, record, send);
}

/** "12/25/2026" cannot be read day-first: an account that refuses it wants the other order. */
async function retryRefused(error: unknown, dates: DateFormat, date: string, send: Send) {
  const isDateRefused = isInvalid(error) && error.failure.field === 'closeDate';
  if (!isDateRefused || swapped(date)) throw error;
  const before = dates.order;
  dates.settle(otherOrder(before));
  return send.first().catch((second: unknown) => {
    dates.settle(before);
    // Only refused twice it is refused: without an answer the second may have been applied.
    throw isInvalid(second) ? error : second;
  });
}

function isInvalid(error: unknown): error is CrmError & { failure: { kind: 'invalid' } } {
  return error instanceof CrmError && error.failure.kind === 'invalid';
}

/**
 * "3/4/2026" comes back as it was sent, however Copper read it. Its search does tell: it compares close dates as
 * timestamps, which know no order.
 */
async function settle(
  api: CopperApi,
  dates: DateFormat,
  date: string,
  record: WireOpportunity,
  send: Send,
): Promise<WireOpportunity> {
  const sentAs = dates.order;
  if (await isStoredAs(api, record.id, date)) {
    dates.settle(dates.parse(record.close_date) === date ? sentAs : otherOrder(sentAs));
    return record;
  }
  const other = swapped(date);
  if (!other || !(await isStoredAs(api, record.id, other))) return record;
  dates.settle(otherOrder(sentAs));
  return send.again(record);
}

/** Timestamps are of midnight UTC in recorded answers; a day either way allows for the account's time zone. */
async function isStoredAs(api: CopperApi, id: string, date: string): Promise<boolean> {
  const seconds = Date.parse(`${date}T00:00:00Z`) / 1000;
  const filters = { ids: [Number(id)], minimum_close_date: seconds - DAY, maximum_close_date: seconds + DAY };
  try {
    return (await api.searchOpportunities({ ...filters, page_size: 1 })).items.length > 0;
  } catch {
    // The date is written either way; not knowing is no reason to report that it was not.
    return false;
  }
}
