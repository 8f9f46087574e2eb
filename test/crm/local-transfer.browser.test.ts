import { deleteDB } from 'idb';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exportJson, importJson, loadSamples } from '../../lib/crm/local';
import { DATABASE } from '../../lib/crm/local/database';
import { createLocalCrm } from '../../lib/crm/local/local-crm';
import { failureOf } from './contract';
import { documents } from './local-documents';

const NOW = Date.UTC(2026, 10, 20, 9);
const crm = createLocalCrm('local-1', () => NOW);

beforeEach(() => deleteDB(DATABASE));
afterEach(() => vi.restoreAllMocks());

describe('export and import', () => {
  it('gives back exactly what was put in', async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        expect(await importJson(JSON.stringify(document))).toEqual({ opportunities: document.opportunities.length });
        const exported = await exportJson();
        expect(JSON.parse(exported)).toEqual(document);
        await importJson(exported);
        expect(await exportJson()).toBe(exported);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves nothing of what was there', async () => {
    const empty = await exportJson();
    await loadSamples(NOW);
    expect(await importJson(empty)).toEqual({ opportunities: 0 });
    expect(await exportJson()).toBe(empty);
  });

  it('can be read by people', async () => {
    await loadSamples(NOW);
    const lines = (await exportJson()).split('\n');
    expect(lines.slice(0, 3)).toEqual(['{', '  "format": "dealside-export",', '  "version": 2,']);
    expect(lines).toContain('      "stageId": "sales-presentation",');
  });

  it('brings the currency along', async () => {
    await importJson((await exportJson()).replace(/"currency": "\w+"/, '"currency": "ISK"'));
    expect((await crm.catalog()).currency).toBe('ISK');
  });
});

/** Every path to a member of `value`. */
function pathsOf(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const step = Array.isArray(value) ? Number(key) : key;
    return [[...path, step], ...pathsOf(member, [...path, step])];
  });
}

/** A copy of `value` in which `change` was applied to the object that holds the member at `path`. */
function changeAt(
  value: unknown,
  path: (string | number)[],
  change: (holder: Record<string, unknown>, key: string) => void,
) {
  const copy = structuredClone(value);
  const holder = path.slice(0, -1).reduce((at: unknown, step) => (at as Record<string, unknown>)[step], copy);
  change(holder as Record<string, unknown>, String(path.at(-1)));
  return JSON.stringify(copy);
}

/** Two notes of one id. */
const TWINS = ['Called', 'Wrote'].map((text) => ({ id: 'note-1', text, at: '2026-11-02T09:00:00Z' }));

const remove = (holder: Record<string, unknown>, key: string) => void delete holder[key];
const spoil = (holder: Record<string, unknown>, key: string) => void (holder[key] = { wrong: true });
const addUnknown = (holder: Record<string, unknown>) => void (holder.surprise = 1);

describe('a file that is no export', () => {
  let before: string;
  beforeEach(async () => {
    await loadSamples(NOW);
    before = await exportJson();
  });

  async function expectRefused(text: string): Promise<string> {
    const failure = await failureOf(importJson(text));
    expect(await exportJson()).toBe(before);
    if (failure.kind !== 'invalid') return expect.fail(failure.kind);
    expect(failure.reason).toMatch(/^This file is not a Dealside export: .+\.$/);
    return failure.reason.slice('This file is not a Dealside export: '.length);
  }

  it.each([
    ['', 'it is not JSON.'],
    ['{"format":', 'it is not JSON.'],
    ['null', 'the whole must be an object.'],
    ['[]', 'the whole must be an object.'],
    ['{}', 'format is missing.'],
    ['{"format":"dealside-export","version":3}', 'version must be 1 or 2; a newer Dealside may read it.'],
  ])('refuses %j', async (text, reason) => {
    expect(await expectRefused(text)).toBe(reason);
  });

  it.each([
    [['opportunities', 3, 'title'], undefined, 'opportunities[3].title is missing.'],
    [['opportunities', 0, 'title'], ' ', 'opportunities[0].title must not be blank.'],
    [
      ['opportunities', 1, 'winProbability'],
      101,
      'opportunities[1].winProbability must be a whole number from 0 to 100.',
    ],
    [['opportunities', 1, 'closeDate'], '2027-02-30', 'opportunities[1].closeDate must be a date such as 2027-03-31.'],
    [['opportunities', 1, 'status'], 'unknown', 'opportunities[1].status must be one of open, won, lost, abandoned.'],
    [['opportunities', 3, 'pipelineId'], 'business-development', 'opportunities[3].stageId is in another pipeline.'],
    [['opportunities', 2, 'companyId'], 'gone', 'opportunities[2].companyId names no company.'],
    [['opportunities', 2, 'contactId'], 'gone', 'opportunities[2].contactId names no contact.'],
    [['opportunities', 2, 'relatedContactIds'], ['gone'], 'opportunities[2].relatedContactIds names no contact.'],
    [['opportunities', 3, 'notes', 0, 'text'], '', 'opportunities[3].notes[0].text must not be blank.'],
    [['opportunities', 3, 'notes'], TWINS, 'opportunities[3].notes has an id twice.'],
    [['opportunities', 2, 'tags', 0], 7, 'opportunities[2].tags[0] must be text.'],
    [['opportunities', 2, 'id'], 'sample-cold-store', 'opportunities[2].id is used twice.'],
    [['contacts', 1, 'addresses'], ['AIKO.TANAKA@harbourfoods.example'], 'contacts[1].addresses is used twice.'],
    [['contacts', 1, 'companyId'], 'gone', 'contacts[1].companyId names no company.'],
    [['companies', 1, 'domain'], 'halden.example', 'companies[1].domain is used twice.'],
    [['companies', 1, 'logo'], 'x', 'companies[1] has an unknown member "logo".'],
  ])('names what is wrong at %j', async (path, value, reason) => {
    const set = (holder: Record<string, unknown>, key: string) => void (holder[key] = value);
    expect(await expectRefused(changeAt(JSON.parse(before), path, set))).toBe(reason);
  });

  it('is refused wherever a member is missing, unknown or of the wrong type, and changes nothing', async () => {
    const whole: unknown = JSON.parse(before);
    const members = pathsOf(whole).filter((path) => typeof path.at(-1) === 'string');
    expect(members.length).toBeGreaterThan(100);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...members),
        fc.constantFrom(remove, spoil, addUnknown),
        async (path, change) => {
          await expectRefused(changeAt(whole, path, change));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is refused when it was cut off anywhere', async () => {
    const length = fc.integer({ min: 0, max: before.trimEnd().length - 1 });
    await fc.assert(
      fc.asyncProperty(length, async (end) => {
        expect(await expectRefused(before.slice(0, end))).toBe('it is not JSON.');
      }),
      { numRuns: 30 },
    );
  });

  it('is not smuggled in by a __proto__ member', async () => {
    await expectRefused(before.replace('"version": 2', '"version": 2, "__proto__": { "version": 2 }'));
  });
});

describe('an import that does not come to its end', () => {
  it('changes nothing when the browser refuses a record', async () => {
    await loadSamples(NOW);
    const before = await exportJson();
    // oxlint-disable-next-line typescript/unbound-method -- called with the store as `this` below
    const add = IDBObjectStore.prototype.add;
    let added = 0;
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...args) {
      added += 1;
      if (added === 10) throw new DOMException('', 'DataError');
      return add.apply(this, args);
    });
    expect(await failureOf(importJson(before.replaceAll('Tessella', 'Other')))).toEqual({
      kind: 'internal',
      reason: 'DataError',
    });
    vi.restoreAllMocks();
    expect(await exportJson()).toBe(before);
  });

  it('changes nothing when the worker is killed in the middle', async () => {
    await loadSamples(NOW);
    const before = await exportJson();
    const worker = new Worker(new URL('./local-killed.worker.ts', import.meta.url), { type: 'module' });
    const isHalfDone = new Promise((resolve, reject) => {
      worker.onmessage = resolve;
      worker.onerror = reject;
    });
    worker.postMessage(before.replaceAll('Tessella', 'Other'));
    await isHalfDone;
    worker.terminate();
    expect(await exportJson()).toBe(before);
  });
});
