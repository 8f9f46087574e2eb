import { beforeEach, describe, expect, it } from 'vitest';
import { undoOf } from '../../lib/domain/edit';
import { describeActivity } from '../../lib/store/activity';
import type { Database } from '../../lib/store/database';
import { wipeMirror } from '../../lib/store/forget';
import { scriptedCrm } from './scripted-crm';
import type { Weather } from './store';
import { change, newDatabase, newWeather, startStore, until } from './store';

let db: Database;
let weather: Weather;
beforeEach(async () => {
  db = await newDatabase();
  weather = newWeather();
});

function begin() {
  const world = scriptedCrm();
  return { world, ...startStore(db, world.crm, weather) };
}

const readActivity = async () => describeActivity(db, await db.getAll('edits'), await db.getAll('creations'));

const becomes = (id: string, state: string) =>
  until(async () => expect((await db.get('edits', id))?.delivery.is ?? 'gone').toBe(state));

async function saved({ outbox }: ReturnType<typeof begin>, edit: ReturnType<typeof change>) {
  await outbox.add(edit);
  await becomes(edit.id, 'saved');
  weather.now += 1;
}

/** Takes an entry of the list back, as the panel does. */
async function undo({ outbox }: ReturnType<typeof begin>, id: string) {
  const entry = (await readActivity()).find((one) => one.is === 'edit' && one.edit.id === id);
  if (entry?.is !== 'edit') throw new Error('It is not listed.');
  const taking = { ...undoOf(entry.edit, entry.now), id: crypto.randomUUID() };
  await outbox.add(taking);
  return taking.id;
}

describe('the list of what the rep did', () => {
  it('has the newest first, each with its opportunity’s title', async () => {
    const store = begin();
    await saved(store, change({ winProbability: 35 }, { winProbability: 5 }));
    await saved(store, change({ amount: 1 }, { amount: 84_000 }));
    expect(await readActivity()).toMatchObject([
      { title: 'Lab robots', edit: { patch: { amount: 1 } }, now: { amount: 1 } },
      { title: 'Lab robots', edit: { patch: { winProbability: 35 } }, now: { winProbability: 35 } },
    ]);
  });

  it('takes an edit back also where the record is no longer known here', async () => {
    const store = begin();
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await saved(store, edit);
    await wipeMirror(db);
    await becomes(await undo(store, edit.id), 'saved');
    expect(store.world.get('1').winProbability).toBe(5);
  });

  it('asks where somebody else has changed the field since, whom the list does not show', async () => {
    const store = begin();
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await saved(store, edit);
    const theirs = store.world.meanwhile('1', { winProbability: 60 });
    await db.put('opportunities', theirs);
    await becomes(await undo(store, edit.id), 'conflict');
    expect(store.world.get('1').winProbability).toBe(60);
  });

  it('takes an earlier edit of a field back over a later one of the rep’s own', async () => {
    const store = begin();
    const first = change({ winProbability: 35 }, { winProbability: 5 });
    await saved(store, first);
    await saved(store, change({ winProbability: 60 }, { winProbability: 35 }));
    await becomes(await undo(store, first.id), 'saved');
    expect(store.world.get('1').winProbability).toBe(5);
  });
});
