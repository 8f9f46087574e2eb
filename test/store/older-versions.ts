import type { IDBPDatabase, IDBPTransaction } from 'idb';
import { openDB } from 'idb';

/** What older versions of Dealside stored. Written out here: it stays what it was. */

const REF = { connection: 'crm', id: '1' };

export const OLD_EDIT = {
  id: 'e1',
  ref: REF,
  patch: { amount: 84_000 },
  base: { amount: 80_000 },
  at: 1_790_000_000_000,
  attempts: 1,
  delivery: { is: 'waiting', until: null, failure: { kind: 'offline' } },
  undoes: null,
};

export const OLD_CREATION = {
  id: 'n1',
  connection: 'crm',
  person: { name: 'Mara Rossi', address: 'mara@tessella.example' },
  domain: 'tessella.example',
  threadId: 'thread-1',
  draft: { title: 'Lab robots' },
  at: 1_790_000_000_000,
  attempts: 0,
  delivery: { is: 'queued' },
  isUndo: false,
  made: {},
};

const FIRST_ANSWER = {
  connection: 'crm',
  question: 'person:mara@tessella.example',
  status: 'ready',
  failure: null,
  asOf: 1_790_000_000_000,
  contact: null,
  company: null,
  matches: [{ reason: 'primary-contact', id: '1' }],
  isTruncated: false,
};

export const SECOND_ANSWER = { ...FIRST_ANSWER, next: null, parts: 1, total: null };

export const SECOND_OPPORTUNITY = {
  ref: REF,
  title: 'Lab robots',
  status: 'open',
  statusId: null,
  pipelineId: 'sales',
  stageId: 'qualified',
  amount: 80_000,
  tags: ['robotics'],
  contactIds: ['mara'],
  companyName: 'Tessella',
  url: null,
};

export const SECOND_CATALOG = {
  connection: 'crm',
  catalog: { pipelines: [], lossReasons: [], owners: [], sources: [], tags: [], customFields: [], limits: {} },
  failure: null,
  asOf: 1_790_000_000_000,
};

/** The stores both versions had. */
function createStores(db: IDBPDatabase): void {
  db.createObjectStore('answers', { keyPath: ['connection', 'question'] }).createIndex('connection', 'connection');
  db.createObjectStore('opportunities', { keyPath: ['ref.connection', 'ref.id'] }).createIndex(
    'connection',
    'ref.connection',
  );
  const edits = db.createObjectStore('edits', { keyPath: 'id' });
  edits.createIndex('ref', ['ref.connection', 'ref.id']);
  edits.createIndex('connection', 'ref.connection');
  db.createObjectStore('creations', { keyPath: 'id' }).createIndex('connection', 'connection');
  db.createObjectStore('catalogs', { keyPath: 'connection' });
}

/** What the third version had beside them. */
function createThirdStores(db: IDBPDatabase, _from: number, _to: number | null, tx: Upgrade): void {
  createStores(db);
  const links = db.createObjectStore('links', { keyPath: ['connection', 'thread', 'opportunityId'] });
  links.createIndex('connection', 'connection');
  links.createIndex('thread', ['connection', 'thread']);
  tx.objectStore('catalogs').createIndex('connection', 'connection');
}

type Upgrade = IDBPTransaction<unknown, string[], 'versionchange'>;

async function make(
  name: string,
  version: number,
  rows: Record<string, unknown[]>,
  upgrade: (db: IDBPDatabase, from: number, to: number | null, tx: Upgrade) => void = createStores,
): Promise<IDBPDatabase> {
  const db = await openDB(name, version, { upgrade });
  for (const [store, values] of Object.entries(rows)) for (const value of values) await db.put(store, value);
  return db;
}

const PENDING = { edits: [OLD_EDIT], creations: [OLD_CREATION] };

/** The first version's database, still open: its records had another shape. */
export function makeFirstVersion(name: string): Promise<IDBPDatabase> {
  return make(name, 1, {
    ...PENDING,
    answers: [FIRST_ANSWER],
    opportunities: [{ ref: REF, title: 'Lab robots', status: 'unknown', stageId: 'qualified', value: 80_000 }],
    catalogs: [{ connection: 'crm', catalog: { pipelines: [], lossReasons: [] }, asOf: 1_790_000_000_000 }],
  });
}

/** The second version's database, still open. */
export function makeSecondVersion(name: string): Promise<IDBPDatabase> {
  return make(name, 2, {
    ...PENDING,
    answers: [SECOND_ANSWER],
    opportunities: [SECOND_OPPORTUNITY],
    catalogs: [SECOND_CATALOG],
  });
}

export const OLD_LINK = {
  connection: 'crm',
  thread: '["jo@harbour.example","t"]',
  opportunityId: '1',
  address: 'mara@tessella.example',
  at: 1_790_000_000_000,
  isByHand: true,
};

export const THIRD_CREATION = { ...OLD_CREATION, account: null };

/** The third version's database, still open; `mirror` in place of what the CRMs told. */
export function makeThirdVersion(
  name: string,
  mirror: Record<string, unknown[]> = THIRD_MIRROR,
): Promise<IDBPDatabase> {
  const rows = { edits: [OLD_EDIT], creations: [THIRD_CREATION], links: [OLD_LINK], ...mirror };
  return make(name, 3, rows, createThirdStores);
}

const THIRD_MIRROR = {
  answers: [SECOND_ANSWER],
  opportunities: [SECOND_OPPORTUNITY],
  catalogs: [SECOND_CATALOG],
};

/** A version nobody knows yet, with what would be pending in it. */
export async function makeNewerVersion(name: string): Promise<void> {
  (await make(name, 1000, PENDING)).close();
}
