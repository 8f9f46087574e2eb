import type { CopperApi } from './api';
import { CrmError } from '../../domain/failure';
import { type DateFormat, otherOrder, swapped } from './dates';
import type { WireOpportunity } from './wire';

const DAY = 86_400;

/**
 * Writes a record with a close date and makes sure that the date arrived as meant. `send` builds the body with the
 * current `dates.order` and is called again, once, where Copper turns out to read dates the other way round.
 */
export async function sendWithDate(
  api: CopperApi,
  dates: DateFormat,
  date: string,
  send: { first(): Promise<WireOpportunity>; again(id: string): Promise<WireOpportunity> },
): Promise<WireOpportunity> {
  const record = await send.first().catch((error: unknown) => retryRefused(error, dates, date, send));
  dates.learn([record.close_date]);
  if (!swapped(date) || (dates.isKnown && dates.parse(record.close_date) === date)) return record;
  return settle(api, dates, date, record, send);
}

/** "12/25/2026" cannot be read day-first: an account that refuses it wants the other order. */
async function retryRefused(
  error: unknown,
  dates: DateFormat,
  date: string,
  send: { first(): Promise<WireOpportunity> },
) {
  const isDateRefused =
    error instanceof CrmError && error.failure.kind === 'invalid' && error.failure.field === 'closeDate';
  if (!isDateRefused || swapped(date)) throw error;
  const before = dates.order;
  dates.settle(otherOrder(before));
  return send.first().catch(() => {
    dates.settle(before);
    throw error;
  });
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
  send: { again(id: string): Promise<WireOpportunity> },
): Promise<WireOpportunity> {
  const sentAs = dates.order;
  if (await isStoredAs(api, record.id, date)) {
    dates.settle(dates.parse(record.close_date) === date ? sentAs : otherOrder(sentAs));
    return record;
  }
  const other = swapped(date);
  if (!other || !(await isStoredAs(api, record.id, other))) return record;
  dates.settle(otherOrder(sentAs));
  return send.again(record.id);
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
