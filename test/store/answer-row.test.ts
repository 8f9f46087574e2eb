import { describe, expect, it } from 'vitest';
import { append, emptyRow } from '../../lib/store/answer-row';
import { opportunity } from './scripted-crm';

const idsFrom = (start: number, count: number) => Array.from({ length: count }, (_, index) => `${start + index}`);

function fullAt(next: string | null) {
  const row = {
    ...emptyRow('crm', 'search:x'),
    matches: idsFrom(0, 990).map((id) => ({ reason: null, id })),
    parts: 20,
  };
  const matches = idsFrom(990, 10).map((id) => ({
    reason: null,
    opportunity: opportunity({ ref: { connection: 'crm', id } }),
  }));
  return append(row, { contact: null, company: null, matches, isTruncated: next !== null, next, total: 4321 }, 1, 2);
}

describe('a list that is full', () => {
  it('takes no further part, and does not claim to be complete', () => {
    expect(fullAt('21')).toMatchObject({ next: null, isTruncated: true, total: 4321 });
  });

  it('is complete where the CRM has no more', () => {
    expect(fullAt(null)).toMatchObject({ next: null, isTruncated: false });
  });
});
