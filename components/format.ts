import type { Opportunity } from '../lib/domain/opportunity';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Making an Intl formatter costs more than using it a hundred times. */
function remember<Made>(make: (key: string) => Made): (key: string) => Made {
  const made = new Map<string, Made>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}

const momentFormat = remember((key) => {
  const [locale, year] = key.split('|');
  return new Intl.DateTimeFormat(locale || undefined, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    ...(year ? { year: 'numeric' } : {}),
  });
});

const plainFormat = remember((locale) => new Intl.NumberFormat(locale || undefined, { maximumFractionDigits: 6 }));

const numberFormat = remember((key) => {
  const [locale, currency] = key.split('|');
  const options: Intl.NumberFormatOptions = currency
    ? { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' }
    : { maximumFractionDigits: 2 };
  return new Intl.NumberFormat(locale || undefined, options);
});

const dayFormat = remember((key) => {
  const [locale, year] = key.split('|');
  return new Intl.DateTimeFormat(locale || undefined, {
    month: 'short',
    day: 'numeric',
    timeZone: 'UTC',
    ...(year ? { year: 'numeric' } : {}),
  });
});

/** `€84,000`, cents only where there are any; a code that is no currency stands behind the number. */
export function formatMoney(amount: number, currency: string | null, locale = ''): string {
  const isCode = /^[a-z]{3}$/i.test(currency ?? '');
  const number = numberFormat(`${locale}|${isCode ? currency : ''}`).format(amount);
  return currency && !isCode ? `${number} ${currency.slice(0, 8)}` : number;
}

/** `1,234.5`, as precise as custom fields are. */
export function formatNumber(value: number, locale = ''): string {
  return plainFormat(locale).format(value);
}

/** The sum of what is worth something, each currency by itself: `€84,000 + $1,200`; empty when nothing is. */
export function formatTotal(worth: readonly Pick<Opportunity, 'amount' | 'currency'>[], locale?: string): string {
  const sums = new Map<string | null, number>();
  for (const { amount, currency } of worth) {
    if (amount !== null) sums.set(currency, (sums.get(currency) ?? 0) + amount);
  }
  // Nothing in one currency adds nothing to what there is in another.
  const told = sums.size > 1 ? [...sums].filter(([, sum]) => sum !== 0) : [...sums];
  return told.map(([currency, sum]) => formatMoney(sum, currency, locale)).join(' + ');
}

/** The rep's own calendar day, `YYYY-MM-DD`. */
export function calendarDay(now: number): string {
  const date = new Date(now);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** `Dec 12`, with the year unless it is this one; `null` for something that is no date. */
export function formatDay(day: string, now: number, locale = ''): string | null {
  const time = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(time)) return null;
  const isThisYear = day.slice(0, 4) === calendarDay(now).slice(0, 4);
  return dayFormat(`${locale}|${isThisYear ? '' : 'year'}`).format(time);
}

/** `Dec 12, 3:30 PM` in the rep's own time zone, from ISO 8601; `null` for something that is no instant. */
export function formatMoment(instant: string, now: number, locale = ''): string | null {
  const time = Date.parse(instant);
  if (Number.isNaN(time)) return null;
  const isThisYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return momentFormat(`${locale}|${isThisYear ? '' : 'year'}`).format(time);
}

/** The day of an instant in the rep's own time zone, as `formatDay` writes it. */
export function formatDayOf(instant: string, now: number, locale?: string): string | null {
  const time = Date.parse(instant);
  return Number.isNaN(time) ? null : formatDay(calendarDay(time), now, locale);
}

/** Statuses of deals that are over; `closed` where the CRM does not tell how it ended. */
const CLOSED = {
  won: { word: 'Won', tone: 'won' },
  lost: { word: 'Lost', tone: 'lost' },
  abandoned: { word: 'Abandoned', tone: 'soft' },
  closed: { word: 'Closed', tone: 'soft' },
} as const;

/** True for a deal that is over. */
export function isClosed(status: string): status is keyof typeof CLOSED {
  return Object.hasOwn(CLOSED, status);
}

/** When the deal closes or did: `closes Dec 12`, `was due Nov 3`, `Won Mar 4`. */
export function describeClose(
  { status, closeDate }: Pick<Opportunity, 'status' | 'closeDate'>,
  now: number,
  locale?: string,
): { text: string; tone: 'soft' | 'late' | 'won' | 'lost' } | null {
  const today = calendarDay(now);
  const day = closeDate === null ? null : formatDay(closeDate, now, locale);
  if (isClosed(status)) {
    const { word, tone } = CLOSED[status];
    // CRMs keep the day a deal was won here; of other closed deals, and of the future, it is only what was expected.
    const isWonDay = status === 'won' && day !== null && (closeDate ?? '') <= today;
    return { text: isWonDay ? `${word} ${day}` : word, tone };
  }
  if (day === null || closeDate === null) return null;
  if (closeDate === today) return { text: 'closes today', tone: 'soft' };
  return closeDate < today ? { text: `was due ${day}`, tone: 'late' } : { text: `closes ${day}`, tone: 'soft' };
}

/** `18 days in stage`; `null` when the CRM does not tell since when. */
export function describeStageAge(stageChangedAt: string | null, now: number): string | null {
  const since = Date.parse(stageChangedAt ?? '');
  if (Number.isNaN(since)) return null;
  const days = Math.max(0, Math.floor((now - since) / DAY));
  if (days === 0) return 'new in stage';
  return days === 1 ? '1 day in stage' : `${days} days in stage`;
}

/** `20 s`, `3 min`: how long until something goes on, never too short. */
export function formatWait(wait: number): string {
  return wait <= MINUTE ? `${Math.ceil(wait / 1000)} s` : `${Math.ceil(wait / MINUTE)} min`;
}

/** `as of now`, or `as of 0 min ago` where a newer answer was wanted; `as of 2 min ago`. */
export function formatAsOf(at: number, now: number, isMissed = false): string {
  if (now - at < MINUTE) return isMissed ? 'as of 0 min ago' : 'as of now';
  return `as of ${formatAge(at, now)}`;
}

/** `just now`, `2 min ago`, `3 h ago`, `5 days ago`. */
export function formatAge(at: number, now: number): string {
  const age = now - at;
  if (age < MINUTE) return 'just now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  const days = Math.floor(age / DAY);
  return days === 1 ? '1 day ago' : `${days} days ago`;
}
