import { describe, expect, it } from 'vitest';
import type { CustomValue } from '../../lib/domain/custom-field';
import { protocol } from '../../lib/messaging/protocol';
import { FIELDS } from '../../lib/domain/opportunity';
import { EMPTY_QUERY } from '../../lib/domain/search';

const ID = '6f1e0a5e-3c2b-4a8a-9a53-5d8c1d0f4b7a';

function readPatch(patch: object) {
  const edit = { id: ID, ref: { connection: 'crm', id: '1' }, patch, base: {}, undoes: null };
  return protocol['opportunity.edit'].input.safeParse(edit);
}

describe('a patch', () => {
  it('passes with every standard field cleared or set', () => {
    const lists = new Set<string>(['tags', 'contactIds']);
    const texts = new Set<string>(['title', 'status']);
    const cleared = FIELDS.map((field) => [field, lists.has(field) ? [] : texts.has(field) ? 'won' : null]);
    expect(readPatch(Object.fromEntries(cleared)).success).toBe(true);
  });

  it.each<{ value: CustomValue }>([
    { value: null },
    { value: '' },
    { value: 'text' },
    { value: 12.5 },
    { value: true },
    { value: ['a', 'b'] },
  ])('passes with a custom field of $value', ({ value }) => {
    expect(readPatch({ 'custom:7': value })).toMatchObject({ success: true, data: { patch: { 'custom:7': value } } });
  });

  it.each<object>([{ constructor: 'x' }, { url: 'https://x.example' }, { createdAt: null }, { custom: 1 }])(
    'is refused with a member that is no field: %j',
    (patch) => expect(readPatch(patch).success).toBe(false),
  );

  it.each<object>([
    { title: '' },
    { title: null },
    { winProbability: 101 },
    { winProbability: 2.5 },
    { amount: -1 },
    { amount: Number.POSITIVE_INFINITY },
    { closeDate: '2027-02-30' },
    { externalCreatedAt: 'yesterday' },
    { tags: [''] },
    { 'custom:7': { a: 1 } },
    { 'custom:7': [1] },
  ])('is refused with %j', (patch) => expect(readPatch(patch).success).toBe(false));

  it('leaves out members that are undefined', () => {
    expect(readPatch({ amount: 1, title: undefined })).toMatchObject({ data: { patch: { amount: 1 } } });
    expect(Object.keys(readPatch({ amount: 1, title: undefined }).data?.patch ?? {})).toEqual(['amount']);
  });
});

describe('an undo', () => {
  const undo = (patch: object) => {
    const edit = { id: ID, ref: { connection: 'crm', id: '1' }, base: {}, undoes: ID, patch };
    return protocol['opportunity.edit'].input.safeParse(edit).success;
  };

  it('goes back to whatever the CRM held', () => {
    expect(undo({ title: '', winProbability: 33.5, amount: -1, tags: [' a '], status: 'active' })).toBe(true);
  });

  it('names fields only', () => {
    expect(undo({ constructor: 'x' })).toBe(false);
  });
});

describe('a draft', () => {
  const draft = (value: object) => protocol['creation.retry'].input.safeParse({ id: ID, draft: value }).success;

  it('has a title, and any fields beside it', () => {
    expect(draft({ title: 'Lab robots', 'custom:7': 'x' })).toBe(true);
    expect(draft({ amount: 1 })).toBe(false);
  });
});

describe('a search', () => {
  const ask = (query: object) => protocol['search.asked'].input.safeParse({ tabId: 1, query }).success;

  it('passes with every filter', () => {
    const range = { min: 1, max: null };
    const days = { min: null, max: '2027-01-31' };
    const filters = {
      statuses: ['open'],
      owners: ['Jo', null],
      pipelines: ['Sales'],
      stages: ['Demo'],
      priorities: ['high'],
      sources: [null],
      lossReasons: ['Price'],
      tags: ['arm'],
      companies: ['7'],
      isFollowed: true,
      amount: range,
      winProbability: range,
      interactionCount: range,
      closeDate: days,
      createdAt: days,
      updatedAt: days,
      stageChangedAt: days,
      lastContactedAt: days,
      custom: { Region: { anyOf: ['EU', null] }, Score: { range }, Renewal: { range: days } },
    };
    expect(ask({ ...EMPTY_QUERY, filters })).toBe(true);
  });

  it.each<object>([
    { filters: { owner: ['Jo'] } },
    { filters: { amount: { min: '1', max: null } } },
    { sort: { by: 'x' } },
  ])('is refused with %j', (wrong) => expect(ask({ ...EMPTY_QUERY, ...wrong })).toBe(false));
});
