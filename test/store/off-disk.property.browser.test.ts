import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyRow } from '../../lib/store/answer-row';
import type { Change, Database } from '../../lib/store/database';
import { openDatabase } from '../../lib/store/database';
import { keepOffDisk } from '../../lib/store/off-disk';
import type { Rows } from '../../lib/store/rows';
import { STORES } from '../../lib/store/rows';
import { words } from '../../lib/store/words';
import { memory } from './memory';
import { opportunity } from './scripted-crm';

/** Whoever uses the database can't tell where it keeps what the CRMs told. */

type Step = (tx: Change, now: number) => void;

const connection = fc.constantFrom('crm', 'other');
const id = fc.constantFrom('1', '2', '10', 'ä', '"');
const word = fc.constantFrom('robots', 'rob', 'räder', 'x', '');
const address = fc.constantFrom('mara@tessella.example', 'Mara@Tessella.example', 'jo@northwind.example');

const deal = fc
  .record({ connection, id, title: word, companyId: fc.option(id) })
  .map(({ title, companyId, ...ref }) => opportunity({ ref, title, companyId }));
const contact: fc.Arbitrary<Rows['contacts']> = fc.record({
  connection,
  id,
  contact: fc.record({
    id,
    name: word,
    addresses: fc.uniqueArray(address),
    companyId: fc.option(id),
    companyName: fc.constant(null),
    title: fc.constant(null),
    url: fc.constant(null),
  }),
});
const edit: fc.Arbitrary<Rows['edits']> = fc.record({
  id,
  ref: fc.record({ connection, id }),
  patch: fc.constant({ amount: 1 }),
  base: fc.constant({}),
  undoes: fc.constant(null),
  at: fc.nat(),
  attempts: fc.constant(0),
  delivery: fc.constant({ is: 'queued' as const }),
});

const putting: fc.Arbitrary<Step> = fc.oneof(
  deal.map(
    (row): Step =>
      (tx) =>
        tx.put('opportunities', row),
  ),
  contact.map(
    (row): Step =>
      (tx) =>
        tx.put('contacts', row),
  ),
  edit.map(
    (row): Step =>
      (tx) =>
        tx.put('edits', row),
  ),
  fc.tuple(connection, word).map(
    ([of, question]): Step =>
      (tx) =>
        tx.put('answers', emptyRow(of, question)),
  ),
  connection.map(
    (of): Step =>
      (tx, asOf) =>
        tx.put('catalogs', { connection: of, catalog: null, failure: null, asOf }),
  ),
);
const deleting: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(connection, id).map(
    (key): Step =>
      (tx) =>
        tx.delete('opportunities', key),
  ),
  fc.tuple(connection, word).map(
    (key): Step =>
      (tx) =>
        tx.delete('answers', key),
  ),
  id.map(
    (key): Step =>
      (tx) =>
        tx.delete('edits', key),
  ),
  connection.map(
    (key): Step =>
      (tx) =>
        tx.delete('catalogs', key),
  ),
);
const store = fc.constantFrom(...STORES);
const wiping: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(store, fc.option(connection)).map(
    ([name, of]): Step =>
      (tx) =>
        tx.clear(name, of ?? undefined),
  ),
  fc
    .record({
      name: fc.constantFrom('opportunities' as const, 'contacts' as const),
      connection,
      kept: fc.array(id),
      ago: fc.nat(3),
    })
    .map(
      ({ name, connection: of, kept, ago }): Step =>
        (tx, now) =>
          tx.clearUnseen(name, of, now - ago, new Set(kept)),
    ),
);

/** What wipes comes last: it is no rule what becomes of rows put after that in the same change. */
const changing = fc
  .tuple(fc.array(fc.oneof(putting, deleting), { maxLength: 6 }), fc.array(wiping, { maxLength: 1 }))
  .map(([first, last]): Step[] => [...first, ...last]);

async function readAll(db: Database) {
  const limits = [undefined, 1, 2];
  const keys = ['crm', 'other'].flatMap((of) => ['2', 'ä', '1', '"'].map((one): [string, string] => [of, one]));
  const finding = ['text:rob', words.company('1'), words.address('mara@tessella.example')];
  return Promise.all([
    ...STORES.map(async (name) => [await db.getAll(name), await db.count(name)]),
    ...STORES.flatMap((name) =>
      limits.map(async (limit) => [
        await db.getAllFrom(name, 'connection', 'crm', limit),
        await db.getKeysFrom(name, 'connection', 'crm', limit),
      ]),
    ),
    ...finding.flatMap((one) => [
      db.getAllFrom('opportunities', 'words', ['crm', one]),
      db.getKeysFrom('opportunities', 'words', ['crm', one], 1),
      db.getAllFrom('contacts', 'words', ['other', one]),
    ]),
    db.getMany('opportunities', keys),
    ...keys.map((key) => db.get('contacts', key)),
  ]);
}

it('reads as the database does that keeps everything on the disk, after any changes and deaths of the worker', async () => {
  const days = 2 * 86_400_000;
  const later = fc.constantFrom(0, 1, 2, days, -days);
  const events = fc.array(fc.record({ steps: changing, later, dies: fc.boolean() }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(events, async (all) => {
      let now = 1_800_000_000_000;
      const clock = () => now;
      const plain = await openDatabase(`test-${crypto.randomUUID()}`, undefined, clock);
      const disk = await openDatabase(`test-${crypto.randomUUID()}`, undefined, clock);
      const session = memory();
      const start = () => keepOffDisk(disk, session, async () => true, { now: clock });
      let db = start();
      for (const { steps, later, dies } of all) {
        now += later;
        for (const one of [plain, db]) await one.change(async (tx) => steps.forEach((step) => step(tx, now)));
        if (dies) db = start();
      }
      expect(await readAll(db)).toEqual(await readAll(plain));
      expect(await disk.count('opportunities')).toBe(0);
      await plain.close();
      await disk.close();
    }),
    { numRuns: 60 },
  );
}, 60_000);
