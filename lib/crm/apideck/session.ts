import type { ApideckApi } from './api';
import type { Source } from './ask';
import type { Memory } from './memory';
import type { WireCompany, WireContact, WireOpportunity } from './wire';

/** One Apideck connection: its endpoints, and what is known of the connector behind them. */
export interface Session {
  api: ApideckApi;
  memory: Memory;
  opportunities: Source<WireOpportunity>;
  contacts: Source<WireContact>;
  companies: Source<WireCompany>;
  read(id: string, signal?: AbortSignal): Promise<WireOpportunity>;
}

/** `memory` is the connection's, however many sessions there are. */
export function createSession(api: ApideckApi, memory: Memory): Session {
  return {
    api,
    memory,
    opportunities: {
      name: 'opportunities',
      memory,
      async list(query, signal) {
        const part = await api.opportunities(query, signal);
        memory.observe(part.items);
        return { ...part, items: part.items.filter(({ deleted }) => deleted !== true) };
      },
    },
    contacts: { name: 'contacts', memory, list: api.contacts },
    companies: {
      name: 'companies',
      memory,
      async list(query, signal) {
        const part = await api.companies(query, signal);
        return { ...part, items: part.items.filter(({ deleted }) => deleted !== true) };
      },
    },
    async read(id, signal) {
      const record = await api.opportunity(id, signal);
      memory.observe([record]);
      return record;
    },
  };
}
