import type { Settings } from './state';

type Format = Settings['dateFormat'];

/** Midnight UTC of a close date in the account's format, Unix seconds; `undefined` for what is no date in it. */
export function toSeconds(text: string, format: Format): number | undefined {
  const [first = 0, second = 0, year = 0] = (/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? []).slice(1).map(Number);
  const [month, day] = format === 'DMY' ? [second, first] : [first, second];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / 1000 : undefined;
}

/** As Copper answers: without padding, whatever was sent. */
export function unpadded(text: string): string {
  return text.split('/').map(Number).join('/');
}
