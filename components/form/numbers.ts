/** Decimal and grouping signs of a locale: `.` and `,` in English, `,` and `.` in German. */
function signsOf(locale: string | undefined): { decimal: string; group: string } {
  const parts = new Intl.NumberFormat(locale).formatToParts(12_345_678.9);
  const sign = (type: Intl.NumberFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  return { decimal: sign('decimal') || '.', group: sign('group') };
}

/** `84,000.50` or `84000.5` → 84000.5; `undefined` for anything that could be meant otherwise, such as `84,5`. */
export function parseAmount(text: string, locale?: string): number | undefined {
  const { decimal, group } = signsOf(locale);
  const [whole = '', fraction, ...rest] = text.replace(/[\s\p{Sc}'’]/gu, '').split(decimal);
  const groups = group.trim() && whole.includes(group) ? whole.split(group) : [whole];
  const isGrouped = groups.slice(1).every((digits) => /^\d{3}$/.test(digits)) && /^\d+$/.test(groups[0] ?? '');
  if (rest.length > 0 || !isGrouped || (fraction !== undefined && !/^\d+$/.test(fraction))) return undefined;
  const amount = Number(`${groups.join('')}.${fraction ?? '0'}`);
  return amount <= Number.MAX_SAFE_INTEGER ? amount : undefined;
}

/** As `parseAmount`, below zero too, with a percent sign or without. */
export function parseNumber(text: string, locale?: string): number | undefined {
  const [, minus, digits = ''] = /^\s*([-−–]?)([^]*?)%?\s*$/u.exec(text) ?? [];
  const amount = parseAmount(digits, locale);
  return minus && amount ? -amount : amount;
}

/** A number as it is typed: the locale's decimal sign, no grouping. */
export function numberText(value: number, locale?: string): string {
  return String(value).replace('.', signsOf(locale).decimal);
}
