import type { Facts } from '../crm/crm';
import { createTurn } from '../domain/lanes';
import type { ConnectionId } from '../domain/opportunity';
import type { KeyValue } from '../store/key-value';

/** What was found out about the connected accounts. */
export interface FactStore {
  read(connection: ConnectionId): Promise<Facts>;
  /** Keeps more of it; facts of other names stay. */
  learn(connection: ConnectionId, facts: Facts): Promise<void>;
  forget(connection: ConnectionId): Promise<void>;
  /** Brings all of it to where it belongs while the mirror is off, or on. Interrupted, it can be called again. */
  move(isOff: boolean): Promise<void>;
}

const FACTS = 'facts:';

/**
 * Of no record, and not to be had again at a start: whose account it is, as its name tells, too, and how its dates are
 * read, which would be misread until it is known. Everything else may name what the CRM holds: custom fields.
 */
const STAYING = new Set(['accountId', 'dateOrder']);

function split(facts: Facts): { staying: Facts; leaving: Facts } {
  const entries = Object.entries(facts);
  return {
    staying: Object.fromEntries(entries.filter(([name]) => STAYING.has(name))),
    leaving: Object.fromEntries(entries.filter(([name]) => !STAYING.has(name))),
  };
}

/** Facts on the disk, and while `isOff` in `session` as far as the CRM's own are concerned. */
export function createFacts(local: KeyValue, session: KeyValue, isOff: () => Promise<boolean>): FactStore {
  // Of two facts learnt at once, neither may take the other back; nor may one stay behind when all are moved.
  const inTurn = createTurn();

  async function add(area: KeyValue, key: string, facts: Facts): Promise<void> {
    if (Object.keys(facts).length > 0) await area.set(key, { ...(await area.get<Facts>(key)), ...facts });
  }

  async function leaveDisk(key: string, facts: Facts): Promise<void> {
    const { staying, leaving } = split(facts);
    if (Object.keys(leaving).length === 0) return;
    // What lies there already was learnt since.
    await session.set(key, { ...leaving, ...(await session.get<Facts>(key)) });
    await local.set(key, staying);
  }

  async function comeBack(key: string, facts: Facts): Promise<void> {
    await add(local, key, facts);
    await session.remove(key);
  }

  return {
    async read(connection) {
      const key = FACTS + connection;
      const areas = (await isOff()) ? [local, session] : [session, local];
      // The later one counts: where moving was interrupted, the other is from before.
      const [before, after] = await Promise.all(areas.map((area) => area.get<Facts>(key)));
      return { ...before, ...after };
    },
    learn: (connection, facts) =>
      inTurn(async () => {
        const key = FACTS + connection;
        const { staying, leaving } = split(facts);
        if (!(await isOff())) return add(local, key, facts);
        await add(local, key, staying);
        await add(session, key, leaving);
      }),
    forget: (connection) =>
      inTurn(async () => {
        await local.remove(FACTS + connection);
        await session.remove(FACTS + connection);
      }),
    move: (isLeaving) =>
      inTurn(async () => {
        const [from, take] = isLeaving ? [local, leaveDisk] : [session, comeBack];
        for (const [key, facts] of await from.entries(FACTS)) await take(key, facts as Facts);
      }),
  };
}
