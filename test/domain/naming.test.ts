import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suggestTitle } from '../../lib/domain/naming';

const person = { name: 'Mara Rossi', address: 'mara@tessella.example' };

describe('suggestTitle', () => {
  it.each([
    ['Lab robots', 'Lab robots'],
    ['Re: Lab robots', 'Lab robots'],
    ['RE: Fwd: AW: Lab robots', 'Lab robots'],
    ['Re[2]: FW : Lab robots', 'Lab robots'],
    ['回复：Lab robots', 'Lab robots'],
    ['Antw: SV: TR: Lab robots', 'Lab robots'],
    ['Regarding: Lab robots', 'Regarding: Lab robots'],
    ['Lab robots, re: phase 2', 'Lab robots, re: phase 2'],
    ['  Lab \r\n\t robots  ', 'Lab robots'],
    ['\u202eLab\u202c ro\u200bbots\u0000', 'Lab robots'],
    ['\u200fRe: Lab robots', 'Lab robots'],
  ])('reads the subject %j as %j', (subject, expected) => {
    expect(suggestTitle({ company: 'Tessella', person, subject })).toBe(`Tessella: ${expected}`);
  });

  it('names the person where no company is known, and the address where no name is', () => {
    expect(suggestTitle({ company: null, person, subject: 'Robots' })).toBe('Mara Rossi: Robots');
    expect(suggestTitle({ company: ' ', person: { ...person, name: '' }, subject: 'Robots' })).toBe(
      'mara@tessella.example: Robots',
    );
  });

  it('leaves the colon out where one side is missing', () => {
    expect(suggestTitle({ company: 'Tessella', person, subject: 'Re: ' })).toBe('Tessella');
    expect(suggestTitle({ company: null, person: null, subject: 'Robots' })).toBe('Robots');
    expect(suggestTitle({ company: null, person: null, subject: null })).toBe('New opportunity');
  });

  it('cuts between visible characters', () => {
    const title = suggestTitle({ company: null, person: null, subject: '👩‍🔬'.repeat(60) });
    expect(title.length).toBeLessThanOrEqual(120);
    expect(title).toMatch(/^(?:👩‍🔬)+…$/u);
  });

  it('is one short, well-formed line whatever comes in', () => {
    const text = fc.string({ unit: 'binary', maxLength: 400 });
    fc.assert(
      fc.property(text, text, text, (company, name, subject) => {
        const title = suggestTitle({ company, person: { name, address: '' }, subject });
        expect(title.length).toBeGreaterThan(0);
        expect(title.length).toBeLessThanOrEqual(120);
        expect(title).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
        expect(title).toBe(title.trim());
      }),
    );
  });
});
