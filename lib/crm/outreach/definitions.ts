import { z } from 'zod';
import type { CustomField } from '../../domain/custom-field';
import { CrmError } from '../../domain/failure';
import type { Field } from '../../domain/opportunity';
import { nullWhen, type OutreachApi } from './api';
import { toCustomFields } from './custom';
import { isCustomAttribute, validationsOf, wireValidation } from './wire';

/**
 * One account's custom fields: remembered over restarts of the worker, so that no record waits for them twice. None
 * where this user can't ask for them; all values are plain texts then.
 */
export interface DefinitionSource {
  /** Asks again. Throws. */
  refresh(): Promise<CustomField[]>;
  /** Those remembered, else asked for. Throws as `refresh` does. */
  get(): Promise<CustomField[]>;
  /**
   * As `get`, but never throws and does not wait long: records are shown without them, too. `null` while they are not
   * known; after a failure they are not asked for here for a minute.
   */
  tryGet(): Promise<CustomField[] | null>;
}

/** An attribute's name and what `GET /types` says of it: what is remembered. */
const kept = z.array(z.tuple([z.string(), wireValidation]));
type Validations = z.output<typeof kept>;

const MINUTE = 60_000;

/**
 * `remembered` is what `keep` was given last, possibly by an earlier version; `patience` are the milliseconds `tryGet`
 * waits.
 */
export function createDefinitions(
  api: Pick<OutreachApi, 'types'>,
  remembered: string | undefined,
  keep: (definitions: string) => void,
  patience: number,
): DefinitionSource {
  let text = remembered;
  let known = readKept(remembered);
  /** Under way: for as long as it takes, and for records that wait. */
  let asking: Promise<CustomField[]> | undefined;
  let trying: Promise<CustomField[]> | undefined;
  let blockedUntil = 0;

  async function load(totalTimeout?: number): Promise<CustomField[]> {
    const validations = await readValidations(api, totalTimeout);
    const now = JSON.stringify(validations);
    if (now !== text) keep((text = now));
    return (known = toCustomFields(validations));
  }

  // Asked without anybody's signal, for others may be waiting for the same answer.
  const refresh = () => (asking ??= load().finally(() => (asking = undefined)));

  return {
    refresh,
    get: async () => known ?? refresh(),
    async tryGet() {
      if (known || blockedUntil > Date.now()) return known ?? null;
      trying ??= load(patience).finally(() => (trying = undefined));
      return trying.catch(() => {
        blockedUntil = Date.now() + MINUTE;
        return null;
      });
    },
  };
}

async function readValidations(api: Pick<OutreachApi, 'types'>, totalTimeout?: number): Promise<Validations> {
  const types = await api.types(totalTimeout).catch(nullWhen('forbidden', 'scope', 'not-found', 'invalid'));
  const mine = types?.items.find(({ type }) => type.toLowerCase() === 'opportunity');
  return mine ? validationsOf(mine).filter(([name]) => isCustomAttribute(name)) : [];
}

function readKept(text: string | undefined): CustomField[] | undefined {
  try {
    const read = kept.safeParse(JSON.parse(text ?? ''));
    return read.success ? toCustomFields(read.data) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A `catch` for writes of `field`: without its type nobody knows which text to write. A refusal, for the edit would
 * wait for ever where Outreach never tells; whatever else the write itself would meet, too, is passed on.
 */
export function refuseUnknown(field: Field): (error: unknown) => never {
  return (error) => {
    const isTypes =
      error instanceof CrmError &&
      (error.failure.kind === 'server' ||
        error.failure.kind === 'timeout' ||
        (error.failure.kind === 'malformed' && error.failure.where.startsWith('GET /types')));
    if (!isTypes) throw error;
    const reason = 'Outreach does not tell at the moment what its custom fields hold, so this one can’t be changed';
    throw new CrmError({ kind: 'invalid', reason, field });
  };
}
