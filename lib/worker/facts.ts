import type { Facts } from '../crm/crm';
import { createTurn } from '../domain/lanes';
import type { ConnectionId } from '../domain/opportunity';
import type { KeyValue } from '../store/key-value';
import type { FactSeal } from './fact-seal';

/** What was found out about the connected accounts. What can't be kept as it is to lie is found out again. */
export interface FactStore {
  /** While locked, those that lie open. */
  read(connection: ConnectionId): Promise<Facts>;
  /** Keeps more of it; facts of other names stay. */
  learn(connection: ConnectionId, facts: Facts): Promise<void>;
  forget(connection: ConnectionId): Promise<void>;
  /** Brings all of it to where the mirror and the lock want it now. Interrupted, it can be called again. */
  settle(): Promise<void>;
}

interface FactsContext {
  local: KeyValue;
  session: KeyValue;
  /** Whether the mirror is off: the CRM's own are to lie in memory alone then. */
  isOff(): Promise<boolean>;
  seal: FactSeal;
}

/** Where those of the CRM's own lie: on the disk, readable or sealed, or in `session`. */
type Place = 'open' | 'sealed' | 'memory';

const FACTS = 'facts:';

/** In place of those that are sealed, by this name beside the others. */
const SEALED = 'sealed';

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

/** True for what may lie so on the disk while the CRM's own are to be in `place`. */
function liesRight(onDisk: Facts, place: Place): boolean {
  const placeOf = (name: string): Place => (name === SEALED ? 'sealed' : 'open');
  return Object.keys(onDisk).every((name) => STAYING.has(name) || placeOf(name) === place);
}

const isEmpty = (facts: Facts) => Object.keys(facts).length === 0;

const put = (area: KeyValue, key: string, facts: Facts) => (isEmpty(facts) ? area.remove(key) : area.set(key, facts));

/** Facts on the disk; the CRM's own are sealed there while a passphrase is set, and lie in memory while `isOff`. */
export function createFacts({ local, session, isOff, seal }: FactsContext): FactStore {
  // Of two facts learnt at once, neither may take the other back; nor may one stay behind when all are moved.
  const inTurn = createTurn();

  async function wanted(): Promise<Place> {
    if (await isOff()) return 'memory';
    return (await seal.isOn()) ? 'sealed' : 'open';
  }

  async function read(connection: ConnectionId): Promise<Facts> {
    const key = FACTS + connection;
    const { [SEALED]: sealed, ...open } = (await local.get<Facts>(key)) ?? {};
    const disk = { ...(sealed !== undefined && (await seal.open(connection, sealed))), ...open };
    const memory = await session.get<Facts>(key);
    // The later one counts: where moving was interrupted, the other is from before.
    return (await isOff()) ? { ...disk, ...memory } : { ...memory, ...disk };
  }

  /** While it is locked, what was sealed before stays, and nothing comes to it. */
  async function sealed(connection: ConnectionId, facts: Facts): Promise<Facts> {
    const before = (await local.get<Facts>(FACTS + connection))?.[SEALED];
    if (await seal.isLocked()) return before === undefined ? {} : { [SEALED]: before };
    const text = await seal.close(connection, facts);
    return text === null ? {} : { [SEALED]: text };
  }

  /** Puts all that is known where it is to lie, first, and removes it elsewhere. */
  async function keep(connection: ConnectionId, facts: Facts): Promise<void> {
    const key = FACTS + connection;
    const { staying, leaving } = split(facts);
    const place = await wanted();
    if (place === 'memory') {
      await put(session, key, (await seal.isLocked()) ? {} : leaving);
      return put(local, key, staying);
    }
    await put(local, key, { ...staying, ...(place === 'open' ? leaving : await sealed(connection, leaving)) });
    await session.remove(key);
  }

  /** Keys of what does not lie as it is to. */
  async function findMisplaced(): Promise<string[]> {
    const place = await wanted();
    const mayBeInMemory = place === 'memory' && !(await seal.isLocked());
    const [onDisk, inMemory] = await Promise.all([local.entries(FACTS), mayBeInMemory ? [] : session.entries(FACTS)]);
    return [...onDisk.filter(([, facts]) => !liesRight(facts as Facts, place)), ...inMemory].map(([key]) => key);
  }

  return {
    read,
    learn: (connection, facts) => inTurn(async () => keep(connection, { ...(await read(connection)), ...facts })),
    forget: (connection) =>
      inTurn(async () => {
        await local.remove(FACTS + connection);
        await session.remove(FACTS + connection);
      }),
    settle: () =>
      inTurn(async () => {
        for (const key of new Set(await findMisplaced())) {
          const connection = key.slice(FACTS.length);
          await keep(connection, await read(connection));
        }
      }),
  };
}
