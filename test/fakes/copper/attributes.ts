import { invalid } from './errors';

/** What is wrong with a value, or `undefined`. `human` is the attribute's name as Copper writes it. */
export type Check = (value: unknown, human: string) => string | undefined;

export type Attributes = Record<string, Check>;
export type Body = Record<string, unknown>;

/** "pipeline_stage_id" → "Pipeline Stage Id". */
function toHuman(name: string): string {
  return name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

/** Refuses unknown attributes first, as Copper does, then everything of a wrong type at once. */
export function checkBody(body: unknown, attributes: Attributes): Body {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid('Base: Invalid request body');
  const entries = Object.entries(body);
  const unknown = entries.map(([name]) => name).filter((name) => !Object.hasOwn(attributes, name));
  if (unknown.length > 0) throw invalid(`Base: Unrecognized attributes specified: ${unknown.join(', ')}`);
  const errors = entries.flatMap(([name, value]) => {
    const reason = attributes[name]?.(value, toHuman(name));
    return reason === undefined ? [] : [`${toHuman(name)}: ${reason}`];
  });
  if (errors.length > 0) throw invalid(...errors);
  return body as Body;
}

export const text: Check = (value) => (typeof value === 'string' ? undefined : 'must be a string');
export const number: Check = (value) => (typeof value === 'number' ? undefined : 'is not a number');
export const integer: Check = (value) => (Number.isInteger(value) ? undefined : 'must be an integer');
export const anything: Check = () => undefined;

export const id: Check = (value, human) =>
  Number.isInteger(value) && Number(value) > 0
    ? undefined
    : `Invalid value for ${human}: IDs must be positive integers: ${String(value)}`;

/** `-2` asks for records without one. */
export const filterId: Check = (value, human) => (value === -2 ? undefined : id(value, human));

export const orNull =
  (check: Check): Check =>
  (value, human) =>
    value === null ? undefined : check(value, human);

export const either =
  (...checks: readonly Check[]): Check =>
  (value, human) => {
    const reasons = checks.map((check) => check(value, human));
    return reasons.includes(undefined) ? undefined : reasons[0];
  };

export const listOf =
  (check: Check): Check =>
  (value, human) =>
    Array.isArray(value)
      ? value.map((item) => check(item, human)).find((reason) => reason !== undefined)
      : 'must be an array';

export const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value) ? undefined : 'is not included in the list';

export const between =
  (low: number, high: number): Check =>
  (value) =>
    typeof value === 'number' && value >= low && value <= high ? undefined : `must be between ${low} and ${high}`;

export const objectOf =
  (members: Attributes): Check =>
  (value, human) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object';
    const wrong = Object.entries(value).map(([name, member]) =>
      Object.hasOwn(members, name) ? members[name]?.(member, human) : `Unrecognized attributes specified: ${name}`,
    );
    return wrong.find((reason) => reason !== undefined);
  };
