/**
 * Copper writes a close date as "1/15/2018" or, in some accounts, "15/1/2018" ("MM/DD/YYYY or DD/MM/YYYY", its
 * reference says), and no endpoint tells which. Only a part above 12 does.
 */
export type DateOrder = 'month-first' | 'day-first';

/** What is known of one account's dates; the evidence is every record that passes. */
export interface DateFormat {
  readonly order: DateOrder;
  /** Whether `order` rests on evidence rather than on the default. */
  readonly isKnown: boolean;
  /** Takes the last unambiguous date among `texts` as evidence. */
  learn(texts: readonly (string | null | undefined)[]): void;
  /** Settles the order by other evidence than a date's text. */
  settle(order: DateOrder): void;
  /** `YYYY-MM-DD`, or `null` for what is no date. */
  parse(text: string | null | undefined): string | null;
}

/** An order as it was kept; `undefined` for anything else. */
export function readOrder(kept: string | undefined): DateOrder | undefined {
  return kept === 'month-first' || kept === 'day-first' ? kept : undefined;
}

/** Month-first until something else is told or learnt; `keep` is called when the order becomes known or changes. */
export function createDateFormat(told?: DateOrder, keep: (order: DateOrder) => void = () => undefined): DateFormat {
  let known = told;
  function know(order: DateOrder | undefined) {
    if (!order || order === known) return;
    known = order;
    keep(order);
  }
  return {
    get order() {
      return known ?? 'month-first';
    },
    get isKnown() {
      return known !== undefined;
    },
    learn(texts) {
      know(texts.map((text) => findOrder(text)).findLast((order) => order !== undefined));
    },
    settle: know,
    parse(text) {
      return parseDate(text, known ?? 'month-first');
    },
  };
}

/** Reads a date, padded or not. A date that makes sense one way only is read that way, whatever `order` says. */
export function parseDate(text: string | null | undefined, order: DateOrder): string | null {
  return readAs(text, findOrder(text) ?? order);
}

/** Writes `YYYY-MM-DD` as Copper itself does: without padding. `null` for what is no date. */
export function formatDate(date: string, order: DateOrder): string | null {
  const [, year = 0, month = 0, day = 0] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? []).map(Number);
  if (toIso(year, month, day) !== date) return null;
  return order === 'day-first' ? `${day}/${month}/${year}` : `${month}/${day}/${year}`;
}

/** The order a date gives away; `undefined` for an ambiguous one and for what is no date. */
export function findOrder(text: string | null | undefined): DateOrder | undefined {
  const monthFirst = readAs(text, 'month-first');
  const dayFirst = readAs(text, 'day-first');
  if (monthFirst && !dayFirst) return 'month-first';
  return dayFirst && !monthFirst ? 'day-first' : undefined;
}

/** The date one gets by reading `date` in the wrong order; `null` where that is no date, or the same one. */
export function swapped(date: string): string | null {
  const other = readAs(formatDate(date, 'month-first'), 'day-first');
  return other === date ? null : other;
}

export function otherOrder(order: DateOrder): DateOrder {
  return order === 'day-first' ? 'month-first' : 'day-first';
}

function readAs(text: string | null | undefined, order: DateOrder): string | null {
  const parts = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/
    .exec(text ?? '')
    ?.slice(1)
    .map(Number);
  if (!parts) return null;
  const [first = 0, second = 0, year = 0] = parts;
  return order === 'day-first' ? toIso(year, second, first) : toIso(year, first, second);
}

function toIso(year: number, month: number, day: number): string | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal && year > 0 ? date.toISOString().slice(0, 10) : null;
}
