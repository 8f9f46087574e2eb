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

/** The sum of what is worth something, each currency by itself: `€84,000 + $1,200`; empty when nothing is. */
export function formatTotal(worth: readonly Pick<Opportunity, 'amount' | 'currency'>[], locale?: string): string {
  const sums = new Map<string | null, number>();
  for (const { amount, currency } of worth) {
    if (amount !== null) sums.set(currency, (sums.get(currency) ?? 0) + amount);
  }
  return [...sums].map(([currency, sum]) => formatMoney(sum, currency, locale)).join(' + ');
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

const CLOSED_WORDS = { won: 'Won', lost: 'Lost', abandoned: 'Abandoned' } as const;

/** When the deal closes or did: `closes Dec 12`, `was due Nov 3`, `Won Mar 4`. */
export function describeClose(
  { status, closeDate }: Pick<Opportunity, 'status' | 'closeDate'>,
  now: number,
  locale?: string,
): { text: string; tone: 'soft' | 'late' | 'won' | 'lost' } | null {
  const today = calendarDay(now);
  const day = closeDate === null ? null : formatDay(closeDate, now, locale);
  if (status === 'won' || status === 'lost' || status === 'abandoned') {
    // CRMs keep the day a deal was won here; of other closed deals, and of the future, it is only what was expected.
    const isWonDay = status === 'won' && day !== null && (closeDate ?? '') <= today;
    const tone = status === 'abandoned' ? 'soft' : status;
    return { text: isWonDay ? `${CLOSED_WORDS[status]} ${day}` : CLOSED_WORDS[status], tone };
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

/** `just now`, `2 min ago`, `3 h ago`, `5 days ago`. */
export function formatAge(at: number, now: number): string {
  const age = now - at;
  if (age < MINUTE) return 'just now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  const days = Math.floor(age / DAY);
  return days === 1 ? '1 day ago' : `${days} days ago`;
}
