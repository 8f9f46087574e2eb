import { customKey } from '../../domain/custom-field';
import type { Opportunity } from '../../domain/opportunity';
import type { CrmContext } from '../crm';
import type { CopperApi } from './api';
import { createDateFormat, readOrder } from './dates';
import { createDayClock } from './days';
import { connectIds, createDefinitions, type Definitions } from './definitions';
import { createLinks } from './links';
import { type MapContext, toOpportunity } from './map';
import type { WireOpportunity } from './wire';

export type Records = ReturnType<typeof createRecords>;

/**
 * One account's opportunities as ours, and all that takes: definitions of custom fields, connections, and how dates
 * are written. Learns the last from every record that passes. `urgent` asks for what writes wait for.
 */
export function createRecords(
  api: CopperApi,
  urgent: CopperApi,
  { connection, facts, learn }: Pick<CrmContext<unknown>, 'connection' | 'facts' | 'learn'>,
) {
  const dates = createDateFormat(readOrder(facts.dateOrder), (dateOrder) => learn({ dateOrder }));
  const accountId = facts.accountId ?? null;
  const days = createDayClock();
  // Also where it was a lookup that asked for them: a write may wait for the same answer.
  const definitions = createDefinitions(urgent, facts.definitions, (kept) => learn({ definitions: kept }));
  const links = createLinks(api, urgent);

  const contextWith = (known: Definitions): MapContext => ({ connection, accountId, dates, days, definitions: known });

  function map(
    records: readonly WireOpportunity[],
    known: Definitions,
    linked: ReadonlyMap<string, ReadonlyMap<string, string[]>> = new Map(),
  ): Opportunity[] {
    dates.learn(records.map(({ close_date }) => close_date));
    const context = contextWith(known);
    return records.map((record) => toOpportunity(record, { ...context, links: linked.get(record.id) }));
  }

  async function finish(records: readonly WireOpportunity[], known: Definitions, signal?: AbortSignal) {
    return map(records, known, await links.ofMany(records, known, signal));
  }

  return {
    accountId,
    dates,
    days,
    definitions,
    links,
    contextWith,
    map,
    finish,

    /** A list, as it is found; the definitions are asked for meanwhile. */
    async many(work: Promise<readonly WireOpportunity[]>, signal?: AbortSignal): Promise<Opportunity[]> {
      const [records, known] = await Promise.all([work, definitions.tryGet()]);
      return finish(records, known, signal);
    },

    /** One record with all its connections, which are asked for meanwhile. Throws where they can't be read. */
    async whole(id: string, work: Promise<WireOpportunity>): Promise<Opportunity> {
      const connections = definitions.tryGet().then(async (known) => {
        return { known, linked: await links.of(id, connectIds(known)) };
      });
      const [record, { known, linked }] = await Promise.all([work, connections]);
      return map([record], known, new Map([[id, linked]]))[0]!;
    },

    /**
     * A record that was just written; its connections are those of `before`, where that is given. What else there is
     * to know of it must not make the write look failed.
     */
    async written(record: WireOpportunity, before?: Opportunity): Promise<Opportunity> {
      const known = await definitions.tryGet();
      const linked = before
        ? linksIn(before, connectIds(known))
        : await links.of(record.id, connectIds(known)).catch(() => new Map<string, string[]>());
      return map([record], known, new Map([[record.id, linked]]))[0]!;
    },
  };
}

function linksIn(opportunity: Opportunity, ids: readonly string[]): Map<string, string[]> {
  const values = ids.map((id) => [id, opportunity[customKey(id)]] as const);
  return new Map(values.filter((entry): entry is [string, string[]] => Array.isArray(entry[1])));
}
