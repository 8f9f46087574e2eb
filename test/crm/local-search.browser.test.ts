import { deleteDB } from 'idb';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { importJson, localAdapter, loadSamples } from '../../lib/crm/local';
import { DATABASE } from '../../lib/crm/local/database';
import type { SearchPage } from '../../lib/crm/crm';
import type { SearchFilters, SearchQuery, SortName } from '../../lib/domain/search';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { failureOf } from './contract';
import { crm, find, laterBy, relate, resetClock, seedDeal } from './local-deal';
import { documents } from './local-documents';

/** Noon, so that the days are the same in most time zones. */
const NOW = Date.UTC(2026, 10, 20, 12);

beforeEach(async () => {
  resetClock();
  await deleteDB(DATABASE);
});

const titlesOf = ({ opportunities }: SearchPage) => opportunities.map(({ title }) => title);
const idsOf = ({ opportunities }: SearchPage) => opportunities.map(({ ref }) => ref.id);

/** Every part of a search, `between` them something that happens. */
async function findAll(query: Partial<SearchQuery>, between?: (part: SearchPage) => Promise<unknown>) {
  const parts: SearchPage[] = [];
  for (let from: string | null | undefined; from !== null;) {
    const part = await crm.search({ ...EMPTY_QUERY, ...query }, from ?? null);
    parts.push(part);
    await between?.(part);
    from = part.next;
  }
  return parts;
}

describe('the text', () => {
  it.each(['ANGSTROM', 'ångström', 'Ａ\u030angstro\u0308m', 'tessé', 'mára', ' rossi '])(
    'searches %j without case and accents',
    async (text) => {
      await seedDeal({ title: 'Ångström gauge' });
      expect((await find({ text })).opportunities).toHaveLength(1);
    },
  );

  it('searches the further contacts too', async () => {
    const { id } = await seedDeal();
    const ben = await crm.createContact({ name: 'Ben Okafor', address: 'ben@else.example', companyId: null });
    await relate(id, ben.id);
    expect((await find({ text: 'okafor' })).opportunities.map(({ ref }) => ref.id)).toEqual([id]);
  });

  it('goes together with filters, whoever it names', async () => {
    await loadSamples(NOW);
    expect(titlesOf(await find({ text: 'mara', filters: { statuses: ['won'] } }))).toEqual(['Pilot, one arm']);
    expect(
      titlesOf(await find({ text: 'mara', filters: { stages: ['sales-negotiation', 'sales-qualified'] } })),
    ).toEqual(['Maintenance 2027', 'Pilot, one arm']);
  });
});

describe('filters', () => {
  const filters: [SearchFilters, string[]][] = [
    [{ pipelines: ['business-development'] }, ['Camera rig reseller', 'Grid inspection partnership']],
    [{ priorities: ['medium'] }, ['Maintenance 2027']],
    [{ sources: ['event', 'outbound'] }, ['Camera rig reseller', 'Pilot, one arm']],
    [{ lossReasons: ['price'] }, ['Cold store sensors']],
    [{ tags: ['Robotics'] }, ['Lab robots, phase 2']],
    [{ companies: ['sample-company-halden'] }, ['Grid inspection partnership']],
    [{ amount: { min: 84_000, max: null } }, ['Lab robots, phase 2', 'Grid inspection partnership']],
    [{ winProbability: { min: null, max: 5 } }, ['Maintenance 2027']],
    [{ closeDate: { min: '2026-12-11', max: '2027-01-04' } }, ['Lab robots, phase 2', 'Operator training']],
    [{ updatedAt: { min: '2026-11-19', max: '2026-11-19' } }, ['Camera rig reseller', 'Lab robots, phase 2']],
    [{ stageChangedAt: { min: '2026-11-19', max: null } }, ['Camera rig reseller']],
    [{ createdAt: { min: '2026-11-09', max: '2026-11-09' } }, ['Camera rig reseller']],
  ];
  it.each(filters)('finds by %j', async (asked, titles) => {
    await loadSamples(NOW);
    const found = await find({ filters: asked });
    expect(titlesOf(found)).toEqual(titles);
    expect(found.total).toBe(titles.length);
  });

  it('says which it has, and has a test of each', () => {
    const tested = new Set([...filters.flatMap(([asked]) => Object.keys(asked)), 'statuses', 'stages']);
    expect(tested).toEqual(new Set(localAdapter.capabilities.filters));
  });
});

describe('sorting', () => {
  it.each<[SortName, string, string]>([
    ['updatedAt', 'Pilot, one arm', 'Camera rig reseller'],
    ['createdAt', 'Pilot, one arm', 'Camera rig reseller'],
    ['stageChangedAt', 'Pilot, one arm', 'Camera rig reseller'],
    ['title', 'Camera rig reseller', 'Sorting line'],
    ['company', 'Grid inspection partnership', 'Lab robots, phase 2'],
    ['contact', 'Sorting line', 'Lab robots, phase 2'],
    ['amount', 'Operator training', 'Grid inspection partnership'],
    ['currency', 'Camera rig reseller', 'Camera rig reseller'],
    ['winProbability', 'Maintenance 2027', 'Pilot, one arm'],
    ['closeDate', 'Pilot, one arm', 'Grid inspection partnership'],
    ['status', 'Camera rig reseller', 'Cold store sensors'],
    // By the way a deal goes, not by the stages' names.
    ['stage', 'Maintenance 2027', 'Grid inspection partnership'],
    ['priority', 'Camera rig reseller', 'Lab robots, phase 2'],
    ['source', 'Pilot, one arm', 'Lab robots, phase 2'],
  ])('puts by %s the first first, and the last first when told to', async (by, first, last) => {
    await loadSamples(NOW);
    expect(localAdapter.capabilities.sorts).toContain(by);
    expect(titlesOf(await find({ sort: { by, isDescending: false } }))[0]).toBe(first);
    expect(titlesOf(await find({ sort: { by, isDescending: true } }))[0]).toBe(last);
  });

  it('puts those without a value last either way', async () => {
    await loadSamples(NOW);
    for (const isDescending of [false, true]) {
      const titles = titlesOf(await find({ sort: { by: 'amount', isDescending } }));
      expect(titles.at(-1)).toBe('Camera rig reseller');
    }
  });
});

describe('parts', () => {
  const TITLES = Array.from({ length: 120 }, (_, index) => `Deal ${String(index).padStart(3, '0')}`);
  const byTitle = { sort: { by: 'title', isDescending: false } } as const;

  async function seedMany() {
    const { contact } = await seedDeal({ title: 'Other' });
    for (const title of TITLES) {
      laterBy(1000);
      await crm.createOpportunity({ title }, { contactId: contact.id, companyId: null });
    }
  }

  it('hold 50 of what was found, the newest change first, and say how many there are', async () => {
    await seedMany();
    const parts = await findAll({ text: 'deal' });
    expect(parts.map(({ total, opportunities }) => [total, opportunities.length])).toEqual([
      [120, 50],
      [120, 50],
      [120, 20],
    ]);
    expect(parts.flatMap(titlesOf)).toEqual(TITLES.toReversed());
  });

  it('end with a full one where there is no more', async () => {
    await seedMany();
    const parts = await findAll({ filters: { updatedAt: EVER }, text: 'deal 0' });
    expect(parts.map(({ opportunities }) => opportunities.length)).toEqual([50, 50]);
  });

  it('skip nothing when what was shown is deleted or goes elsewhere meanwhile', async () => {
    await seedMany();
    const parts = await findAll({ text: 'deal', ...byTitle }, async (part) => {
      const shown = idsOf(part);
      await crm.deleteOpportunity(shown[0]!);
      await crm.update(shown[1]!, { title: 'Something else' });
      // The last one shown, after which the next part begins.
      await crm.update(shown.at(-1)!, { title: 'Deal 999' });
    });
    const others = parts.flatMap(titlesOf).filter((title) => title !== 'Deal 999');
    expect(others).toEqual(TITLES);
  });

  it('show nothing again when something comes in before them', async () => {
    await seedMany();
    const parts = await findAll({ text: 'deal', ...byTitle }, async () => {
      await crm.createOpportunity({ title: 'Deal' }, { contactId: await contactId(), companyId: null });
    });
    expect(parts.flatMap(titlesOf)).toEqual(TITLES);
  });

  it('give every record once in any order, whatever the records', async () => {
    const sorts = fc.constantFrom(...localAdapter.capabilities.sorts);
    await fc.assert(
      fc.asyncProperty(documents, sorts, fc.boolean(), async (document, by, isDescending) => {
        const copies = document.opportunities.flatMap((record) =>
          Array.from({ length: 30 }, (_, copy) => ({ ...record, id: `${record.id}/${copy}` })),
        );
        await importJson(JSON.stringify({ ...document, opportunities: copies }));
        const found = (await findAll({ sort: { by, isDescending } })).flatMap(idsOf);
        expect(found.toSorted()).toEqual(copies.map(({ id }) => id).toSorted());
      }),
      { numRuns: 30 },
    );
  });

  it.each(['', '50', 'null', '{"id":"1"}', '{"__proto__":{}}'])('do not begin at %j', async (from) => {
    await seedDeal();
    expect(await failureOf(crm.search(EMPTY_QUERY, from))).toEqual({
      kind: 'invalid',
      reason: 'This search has to be started again.',
      field: null,
    });
  });
});

const EVER = { min: '2000-01-01', max: null };

async function contactId(): Promise<string> {
  return (await crm.findContact('mara@tessella.example'))!.id;
}
