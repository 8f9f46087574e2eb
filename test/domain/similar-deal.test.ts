import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAlike, isAlike } from '../../lib/domain/similar-deal';
import { opportunity } from '../store/scripted-crm';

const COMPANY = ['Tessella'];

describe('two titles', () => {
  it.each([
    ['Tessella: Lab robots', 'Lab robots'],
    ['Tessella: Lab robots', 'tessella – LAB ROBOTS'],
    ['Tessella: Lab robots', 'Tessella: Lab robot'],
    ['Re: Lab robots', 'Lab robots'],
    ['Tessella: Café fit-out', 'Cafe fitout'],
  ])('are one deal’s: %s / %s', (a, b) => {
    expect(isAlike(a, b, COMPANY)).toBe(true);
  });

  it.each([
    ['Tessella: Lab robots, phase 1', 'Tessella: Lab robots, phase 2'],
    ['Tessella: Lab robots, phase 2: revised offer', 'Lab robots, phase 2'],
    ['Tessella: Maintenance', 'Tessella: Lab robots'],
    ['Tessella', 'Tessella: Lab robots'],
    ['', ''],
    ['…', '!!!'],
  ])('are two deals’: %s / %s', (a, b) => {
    expect(isAlike(a, b, COMPANY)).toBe(false);
  });

  it('are judged the same either way round, and a title is like itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(isAlike(a, b, [])).toBe(isAlike(b, a, []));
        expect(isAlike(a, a, [])).toBe(/[\p{L}\p{N}]/u.test(a.normalize('NFKD')));
      }),
    );
  });
});

describe('the deal alike', () => {
  it('is an open one: what is closed or in the trash is over', () => {
    const closed = ['won', 'lost', 'abandoned'].map((status) => opportunity({ status, title: 'Lab robots' }));
    const deleted = opportunity({ title: 'Lab robots', isDeleted: true });
    expect(findAlike('Tessella: Lab robots', [...closed, deleted], COMPANY)).toBeUndefined();
    const open = opportunity({ title: 'Lab robots', status: 'in review' });
    expect(findAlike('Tessella: Lab robots', [...closed, open], COMPANY)).toBe(open);
  });

  it('knows the company by the opportunity’s own name of it, too', () => {
    const open = opportunity({ title: 'Tessella Labs: Robots', companyName: 'Tessella Labs' });
    expect(findAlike('Tessella: Robots', [open], COMPANY)).toBe(open);
  });
});
