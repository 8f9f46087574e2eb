import type { Change, Database } from '../../../lib/store/database';
import type { Rows, StoreName } from '../../../lib/store/rows';
import type { Breakage } from './worker';

/** Changes every row before it is written; `undefined` leaves it as it was. */
type Rewrite = <Name extends StoreName>(store: Name, row: Rows[Name], tx: Change) => Promise<Rows[Name] | undefined>;

function rewriting(rewrite: Rewrite): Breakage {
  return {
    database: (database: Database): Database => {
      const change: Database['change'] = (work) =>
        database.change(async (tx) => {
          const puts: Promise<void>[] = [];
          const result = await work({
            ...tx,
            put(store, row) {
              puts.push(rewrite(store, row, tx).then((next) => next && tx.put(store, next)));
            },
          });
          await Promise.all(puts);
          return result;
        });
      return {
        ...database,
        change,
        put: (store, row) => change(async (tx) => tx.put(store, row)),
        delete: (store, key) => change(async (tx) => tx.delete(store, key)),
      };
    },
  };
}

/** A row without what `forget` names, where it has it. */
function without(from: StoreName, forget: readonly string[]): Breakage {
  return rewriting(async (store, row) =>
    store === from
      ? (Object.fromEntries(Object.entries(row).filter(([name]) => !forget.includes(name))) as typeof row)
      : row,
  );
}

/** Ways in which the store could be wrong; each must be found out by the schedules. */
export const BREAKAGES: Record<string, { kind: 'edits' | 'creations'; breakage: Breakage }> = {
  'forgets that a try may have arrived': { kind: 'edits', breakage: without('edits', ['wasSent']) },
  'forgets which values are its own': { kind: 'edits', breakage: without('edits', ['ours']) },
  'forgets which edits were taken over': { kind: 'edits', breakage: without('edits', ['tookOver']) },
  'measures later edits by what was there before earlier ones': {
    kind: 'edits',
    breakage: rewriting(async (store, row, tx) => {
      if (store !== 'edits' || !('patch' in row)) return row;
      const old = await tx.get('edits', row.id);
      return old && row.delivery.is === 'queued' ? { ...row, base: { ...row.base, ...old.base } } : row;
    }),
  },
  'writes without looking first': {
    kind: 'edits',
    breakage: {
      crm(crm) {
        const first = new Map<string, Promise<Awaited<ReturnType<typeof crm.read>>>>();
        return {
          ...crm,
          read(id) {
            const known = first.get(id) ?? crm.read(id);
            first.set(id, known);
            known.catch(() => first.delete(id));
            return known;
          },
        };
      },
    },
  },
  'sends what an edit wants twice': {
    kind: 'edits',
    breakage: {
      crm: (crm) => ({
        ...crm,
        async update(id, patch, before) {
          await crm.update(id, patch, before);
          return crm.update(id, patch, before);
        },
      }),
    },
  },
  'does not keep what the CRM answered': {
    kind: 'edits',
    breakage: rewriting(async (store, row) => (store === 'opportunities' ? undefined : row)),
  },
  'forgets that it has asked for an opportunity': {
    kind: 'creations',
    breakage: rewriting(async (store, row) =>
      store === 'creations' && 'made' in row ? { ...row, made: { ...row.made, wasSent: false } } : row,
    ),
  },
  'does not look for what an earlier try has made': {
    kind: 'creations',
    breakage: { crm: (crm) => ({ ...crm, lookup: async () => ({ contact: null, company: null, matches: [] }) }) },
  },
  'does not look for the contact first': {
    kind: 'creations',
    breakage: { crm: (crm) => ({ ...crm, findContact: async () => null }) },
  },
  'forgets that the contact is new': {
    kind: 'creations',
    breakage: rewriting(async (store, row) =>
      store === 'creations' && 'made' in row ? { ...row, made: { ...row.made, isNewContact: false } } : row,
    ),
  },
  'takes every click for another creation': {
    kind: 'creations',
    breakage: {
      database: (database) => ({
        ...database,
        change: (work) =>
          database.change((tx) =>
            work({
              ...tx,
              getAllFrom: async (store, index, key) => (store === 'creations' ? [] : tx.getAllFrom(store, index, key)),
            }),
          ),
      }),
    },
  },
};
