/** What is wrong with a value, or `undefined`. */
export type Check = (value: unknown) => string | undefined;

export const text: Check = (value) => (typeof value === 'string' ? undefined : 'must be string');
export const filled: Check = (value) => text(value) ?? (value === '' ? 'must not be empty' : undefined);
export const number: Check = (value) => (typeof value === 'number' ? undefined : 'must be number');
export const integer: Check = (value) => (Number.isInteger(value) ? undefined : 'must be integer');
export const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be boolean');

export const date: Check = (value) => {
  const isReal = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
  return isReal && new Date(value).toISOString().startsWith(value) ? undefined : 'must match format "date"';
};

export const instant: Check = (value) => {
  const isReal = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(value);
  return isReal && !Number.isNaN(Date.parse(value)) ? undefined : 'must match format "date-time"';
};

/** The document has all codes of ISO 4217 in a list. */
export const currency: Check = (value) =>
  typeof value === 'string' && /^[A-Z]{3}$/.test(value) ? undefined : 'must be equal to one of the allowed values';

export const email: Check = (value) =>
  typeof value === 'string' && /^[^@\s]+@[^@\s]+$/.test(value) ? undefined : 'must match format "email"';

export const readOnly: Check = () => 'is read-only';

export const orNull =
  (check: Check): Check =>
  (value) =>
    value === null ? undefined : check(value);

export const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    values.some((one) => one === value) ? undefined : 'must be equal to one of the allowed values';

export const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) ? value.map((item) => check(item)).find((reason) => reason !== undefined) : 'must be array';

/** Any member is allowed. */
export const open: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'must be object';

/** No members but these, and all of those required. */
export const objectOf =
  (members: Record<string, Check>, required: readonly string[] = []): Check =>
  (value) => {
    if (open(value)) return 'must be object';
    return problemsOf(value as Record<string, unknown>, members, required)[0]?.join(' ');
  };

/** Each wrong member's name with the reason. */
export function problemsOf(
  body: Record<string, unknown>,
  members: Record<string, Check>,
  required: readonly string[],
): [name: string, reason: string][] {
  const missing = required
    .filter((name) => body[name] === undefined)
    .map((name): [string, string] => [name, 'required']);
  const wrong = Object.entries(body).flatMap(([name, value]): [string, string][] => {
    const reason = Object.hasOwn(members, name) ? members[name]?.(value) : 'must not have additional properties';
    return reason === undefined ? [] : [[name, reason]];
  });
  return [...missing, ...wrong];
}
