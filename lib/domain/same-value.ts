/**
 * Equal as field values. What is missing and what is empty are `null`; lists (tags, people, choices) are sets, since
 * CRMs sort them as they like; texts are compared as CRMs keep them, without space around and with plain line ends.
 */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value) => b.includes(value)) && b.every((value) => a.includes(value));
  }
  if (typeof a === 'string' && typeof b === 'string') return plain(a) === plain(b);
  return a === b;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
