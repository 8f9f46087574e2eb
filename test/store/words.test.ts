import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../lib/domain/search';
import { words, wordsIn, wordsOf } from '../../lib/store/words';
import { opportunity } from './scripted-crm';

/** Letters of several scripts, with and without case, marks and compatibility forms. */
const LETTERS = Array.from('abzÅéßﬁİıΣςЖ日本한글अक्षﾃﾞ٣7①Ⅷ𝒜');
const word = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 1, maxLength: 12 });
const gap = fc.constantFrom(' ', '  ', '-', ' – ', ', ', '/', "'", ' (', ') ', '_', '\u00a0', '。');
/** At most as many words as are kept. */
const title = fc.array(fc.tuple(word, gap), { minLength: 1, maxLength: 8 }).map((parts) => parts.flat().join(''));

/** Words as the eye sees them: between what is no letter and no digit. */
const seen = (text: string) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

describe('the words of a record', () => {
  it('hold every word of a search made of beginnings of its own words, in whatever form they are typed', () => {
    const query = title.chain((text) =>
      fc.tuple(
        fc.constant(text),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 12 }), fc.boolean()), { maxLength: 6 }),
      ),
    );
    fc.assert(
      fc.property(query, fc.boolean(), ([text, picks], isCompany) => {
        const own = seen(text);
        const typed = picks.flatMap(([index, length, isUpper]) => {
          const part = Array.from(own[index % Math.max(own.length, 1)] ?? '')
            .slice(0, length)
            .join('');
          return isUpper ? part.toUpperCase() : part;
        });
        const record = opportunity(isCompany ? { title: 'x', companyName: text } : { title: text, companyName: null });
        // What upper case makes of some letters is another word.
        fc.pre(typed.every((part) => own.some((one) => one.startsWith(fold(part)))));
        const known = new Set(wordsOf('opportunities', record));
        expect(wordsIn(typed.join(' ')).filter((one) => !known.has(one))).toEqual([]);
      }),
    );
  });

  it('hold every word of any part of a title that begins where a word begins', () => {
    fc.assert(
      fc.property(title, fc.nat(), fc.nat(), (text, from, length) => {
        const folded = fold(text);
        const part = folded.slice(from % (folded.length + 1)).slice(0, length % 40);
        const start = folded.indexOf(part);
        fc.pre(!/[\p{L}\p{N}]$/u.test(folded.slice(0, start)));
        const known = new Set(wordsOf('opportunities', opportunity({ title: text, companyName: null })));
        expect(wordsIn(part).filter((one) => !known.has(one))).toEqual([]);
      }),
    );
  });

  it('are as few as a title needs, and each once', () => {
    const long = opportunity({ title: Array.from({ length: 1000 }, (_, index) => `word${index}`).join(' ') });
    expect(wordsOf('opportunities', long).length).toBeLessThan(100);
    const twice = wordsOf('opportunities', opportunity({ title: 'robots robots', companyName: 'Robots' }));
    expect(twice).toEqual([...new Set(twice)]);
  });

  it('of a title longer than is kept are those it begins with: they find it', () => {
    const long = Array.from({ length: 40 }, (_, index) => `item${index}`);
    const known = new Set(wordsOf('opportunities', opportunity({ title: long.join(' ') })));
    expect(wordsIn(long.slice(0, 16).join(' ')).every((one) => known.has(one))).toBe(true);
  });
});

describe('a search', () => {
  it('of letters too few to tell names no word', () => {
    for (const text of ['', ' ', 'a', 'a b', '-', '&', '😀']) expect(wordsIn(text)).toEqual([]);
  });

  it('names the longest beginning kept of each of its words', () => {
    expect(wordsIn('Lab robo q3')).toEqual(['text:lab', 'text:robo', 'text:q3']);
    expect(wordsIn('robotics9')).toEqual(['text:robotics']);
  });
});

describe('an address', () => {
  it('is one word however it is written', () => {
    expect(words.address(' MAILTO:Mara@Tessella.Example ')).toBe(words.address('mara@tessella.example'));
    expect(words.domain('Tessella.Example')).toBe(words.domain('tessella.example'));
  });
});
