import type { Database } from '../../../lib/store/database';
import { openDatabase } from '../../../lib/store/database';
import { findPerson, putPeople, searchMirror } from '../../../lib/store/mirror';
import { EMPTY_QUERY } from '../../../lib/domain/search';
import {
  addressOf,
  companyAt,
  companyName,
  CONNECTION,
  contactAt,
  domainOf,
  opportunityAt,
  PER_COMPANY,
  titleWordOf,
} from './records';

/** The mirror itself, in a page of a real browser. Times in milliseconds. */
export interface MirrorBench {
  /** Adds what is missing to `opportunities` of them, with their people; resolves to how long it took. */
  fillTo(opportunities: number): Promise<number>;
  /** Looks random people up, one after the other. Throws where one is not found. */
  lookUp(times: number): Promise<number[]>;
  /** Searches for words of random titles, and for companies' names, all of which are there. */
  search(times: number): Promise<{ took: number[]; missed: number }>;
  /** Bytes on the disk, by the browser's own count. */
  size(): Promise<number>;
}

declare global {
  var mirrorBench: MirrorBench;
}

/** Companies written at once: as many opportunities as a page of a CRM's list holds, times five. */
const BATCH = 100;

const opened: Promise<Database> = openDatabase('mirror-bench');
let filled = 0;
let seed = 1;

/** The same numbers every time, below `limit`. */
function random(limit: number): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * limit);
}

async function addCompanies(from: number, to: number): Promise<void> {
  const db = await opened;
  await db.change(async (tx) => {
    for (let company = from; company < to; company += 1) {
      const contacts = range(company, PER_COMPANY.contacts).map(contactAt);
      putPeople(tx, CONNECTION, { contacts, companies: [companyAt(company)] });
      for (const opportunity of range(company, PER_COMPANY.opportunities)) {
        tx.put('opportunities', opportunityAt(opportunity));
      }
    }
  });
}

const range = (company: number, count: number) => Array.from({ length: count }, (_, index) => company * count + index);

async function timed(times: number, work: (db: Database) => Promise<void>): Promise<number[]> {
  const db = await opened;
  const took: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const startedAt = performance.now();
    await work(db);
    took.push(performance.now() - startedAt);
  }
  return took;
}

globalThis.mirrorBench = {
  async fillTo(opportunities) {
    const startedAt = performance.now();
    const companies = opportunities / PER_COMPANY.opportunities;
    for (; filled < companies; filled = Math.min(filled + BATCH, companies)) {
      await addCompanies(filled, Math.min(filled + BATCH, companies));
    }
    return performance.now() - startedAt;
  },
  lookUp: (times) =>
    timed(times, async (db) => {
      const contact = random(filled * PER_COMPANY.contacts);
      const domain = domainOf(Math.floor(contact / PER_COMPANY.contacts));
      const found = await findPerson(db, CONNECTION, { address: addressOf(contact), domain });
      if (found?.matches.length !== PER_COMPANY.opportunities) throw new Error(`${addressOf(contact)} was not found.`);
    }),
  async search(times) {
    let missed = 0;
    const took = await timed(times, async (db) => {
      const opportunity = random(filled * PER_COMPANY.opportunities);
      const company = Math.floor(opportunity / PER_COMPANY.opportunities);
      const text = opportunity % 2 ? companyName(company) : titleWordOf(opportunity).slice(0, 6);
      const found = await searchMirror(db, CONNECTION, { ...EMPTY_QUERY, text });
      if (found.length === 0) missed += 1;
    });
    return { took, missed };
  },
  size: async () => (await navigator.storage.estimate()).usage ?? 0,
};
