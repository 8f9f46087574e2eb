import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldKind } from '../../components/form/field-kinds';
import type { FieldSpec } from '../../components/form/field-specs';
import { toPatch, toText } from '../../components/form/form-values';
import { numberText, parseAmount, parseNumber } from '../../components/form/numbers';
import type { CustomValue } from '../../lib/domain/custom-field';
import type { Field } from '../../lib/domain/opportunity';

function spec(kind: FieldKind, field: Field = 'custom:1', own: Partial<FieldSpec> = {}): FieldSpec {
  const rest = { choices: [], none: 'None', unit: null, isRequired: false, isRare: false };
  return { field, label: 'Field', kind, ...rest, ...own };
}

const SPECS = [
  spec('text', 'title', { label: 'Title', isRequired: true }),
  spec('money', 'amount', { label: 'Value' }),
  spec('date', 'closeDate'),
  spec('choice', 'priority'),
  spec('choice', 'ownerId'),
  spec('tags', 'tags'),
  spec('multiline', 'description'),
];

/** What typing `text` over `seen` into a field of this kind sends, or the sentence it gets. */
function typed(kind: FieldKind, text: string, seen: CustomValue = null, own: Partial<FieldSpec> = {}) {
  const { patch, problems } = toPatch([spec(kind, 'custom:1', own)], { 'custom:1': text }, { 'custom:1': seen }, 'en');
  return problems['custom:1'] ?? ('custom:1' in patch ? { sends: patch['custom:1'] } : 'nothing');
}

describe('parseAmount', () => {
  it.each([
    ['84000', 84_000],
    ['84,000', 84_000],
    [' €1,234,567.89 ', 1_234_567.89],
    ['0', 0],
  ])('reads %j in English', (text, amount) => {
    expect(parseAmount(text, 'en')).toBe(amount);
  });

  it.each(['84,5', '8,40,000', '-1', '1.2.3', 'ten', '', '1e5', ',000', '5.', '9'.repeat(20)])(
    'refuses %j rather than guess',
    (text) => {
      expect(parseAmount(text, 'en')).toBeUndefined();
    },
  );

  it('reads what the locale writes', () => {
    expect(parseAmount('84.000,50', 'de')).toBe(84_000.5);
    expect(parseAmount('84.5', 'de')).toBeUndefined();
  });

  it('reads back every amount it shows', () => {
    const cents = fc.integer({ min: -1e12, max: 1e12 }).map((value) => value / 100);
    fc.assert(
      fc.property(cents, fc.constantFrom('en', 'de', 'fr', 'de-CH', 'ar'), (amount, locale) => {
        expect(parseNumber(numberText(amount, locale), locale)).toBe(amount);
      }),
    );
  });
});

describe('what was typed', () => {
  it('is taken only where it differs from what was seen', () => {
    const texts = { title: 'New', amount: '5', tags: 'a, b', description: '', priority: 'none', ownerId: '' } as const;
    const base = { title: 'Old', amount: 5, tags: ['a', 'b'], description: null, priority: null, ownerId: 'jo' };
    expect(toPatch(SPECS, texts, base, 'en')).toEqual({ patch: { title: 'New', ownerId: null }, problems: {} });
  });

  it('empties what was emptied', () => {
    const texts = { amount: ' ', closeDate: '', tags: ' , ', description: '  ' };
    const base = { amount: 5, closeDate: '2026-12-12', tags: ['a'], description: 'x' };
    const patch = { amount: null, closeDate: null, tags: [], description: null };
    expect(toPatch(SPECS, texts, base, 'en')).toEqual({ patch, problems: {} });
  });

  it('is left alone in fields the form does not have', () => {
    expect(toPatch([], { title: 'New' }, { title: 'Old' }, 'en')).toEqual({ patch: {}, problems: {} });
  });

  it.each([
    ['title', ' '],
    ['title', 'x'.repeat(1001)],
    ['amount', 'ten'],
    ['amount', '-1'],
    ['closeDate', '12026-01-01'],
    ['closeDate', '2026-13-01'],
    ['tags', 'x'.repeat(201)],
    ['description', 'x'.repeat(65_536)],
  ] as const)('says what is wrong with a %s of %j', (field, text) => {
    const { patch, problems } = toPatch(SPECS, { [field]: text }, {}, 'en');
    expect(patch).toEqual({});
    expect(problems[field]).toMatch(/\.$/);
  });

  it.each<[FieldKind, string, CustomValue]>([
    ['text', ' LR-2 ', 'LR-2'],
    ['multiline', 'a\nb ', 'a\nb '],
    ['url', 'https://a.example/x', 'https://a.example/x'],
    ['url', 'a.example/x', 'https://a.example/x'],
    ['phone', '+49 30 12', '+49 30 12'],
    ['number', '-1,234.5', -1234.5],
    ['money', '$12.50', 12.5],
    ['percent', '40 %', 40],
    ['date', '2027-01-31', '2027-01-31'],
    ['checkbox', 'true', true],
    ['choice', 'pharma', 'pharma'],
    ['choices', '["a","b"]', ['a', 'b']],
    ['links', '["company:1"]', ['company:1']],
    ['currency', 'eur', 'EUR'],
  ])('is read in a %s field: %j', (kind, text, sends) => {
    expect(typed(kind, text)).toEqual({ sends });
  });

  it.each<[FieldKind, string, string]>([
    ['number', 'four', 'Field is a number, such as 1234.5.'],
    ['percent', '40 % off', 'Field is a number, such as 1234.5.'],
    ['url', 'see wiki', 'Field is an address, such as https://example.com.'],
    ['url', 'javascript:alert(1)', 'Field is an address, such as https://example.com.'],
    ['date', '12027-01-31', 'Field needs day, month and a year of four digits.'],
    ['instant', '12027-01-31T10:00', 'Field needs a day, a year of four digits and a time.'],
    ['currency', 'Euro', 'Field is a code of three letters, such as EUR.'],
  ])('is refused in a %s field: %j', (kind, text, sentence) => {
    expect(typed(kind, text)).toBe(sentence);
  });

  it('has to be something in a required field', () => {
    expect(typed('text', ' ', 'x', { isRequired: true })).toBe('Field can’t be empty.');
    expect(typed('choices', '[]', ['a'], { isRequired: true })).toBe('Field can’t be empty.');
    expect(typed('text', ' ', 'x')).toEqual({ sends: null });
  });

  it('is no change where it means the same', () => {
    expect(typed('choices', '["b","a"]', ['a', 'b'])).toBe('nothing');
    expect(typed('checkbox', '', null)).toBe('nothing');
    expect(typed('number', '5.0', 5)).toBe('nothing');
  });

  it('keeps a tag with a comma whole', () => {
    expect(typed('tags', 'Basel, Switzerland, robots', ['Basel, Switzerland'])).toEqual({
      sends: ['Basel, Switzerland', 'robots'],
    });
    expect(typed('tags', 'robots', ['Basel, Switzerland', 'robots'])).toEqual({ sends: ['robots'] });
  });
});

describe('instants', () => {
  it('are shown and read in the rep’s own time zone, to the minute', () => {
    const instant = new Date(2026, 11, 12, 15, 30).toISOString();
    expect(toText(spec('instant'), instant)).toBe('2026-12-12T15:30');
    expect(typed('instant', '2026-12-12T15:30')).toEqual({ sends: instant });
  });

  it('keep their seconds unless changed', () => {
    const instant = new Date(2026, 11, 12, 15, 30, 42).toISOString();
    expect(typed('instant', toText(spec('instant'), instant), instant)).toBe('nothing');
  });

  it('show nothing of what is no instant', () => {
    expect(toText(spec('instant'), 'soon')).toBe('');
  });
});
