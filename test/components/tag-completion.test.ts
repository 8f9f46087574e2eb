import { describe, expect, it } from 'vitest';
import { completeTag, suggestTags } from '../../components/form/tag-completion';

const KNOWN = ['Robots', 'Labor', 'Pilot robots', 'Café'];

describe('suggestions', () => {
  it.each([
    ['ro', 2, ['Robots', 'Pilot robots']],
    ['lab, pil', 8, ['Pilot robots']],
    ['cafe', 4, ['Café']],
    ['robots, ', 8, ['Labor', 'Pilot robots', 'Café']],
    ['zebra', 5, []],
  ])('for %j with the caret at %d are %j', (text, caret, suggested) => {
    expect(suggestTags(text, caret, KNOWN)).toEqual(suggested);
  });

  it('are few', () => {
    const many = Array.from({ length: 50 }, (_, index) => `tag ${index}`);
    expect(suggestTags('tag', 3, many)).toHaveLength(7);
  });
});

describe('taking one', () => {
  it('completes the last tag and makes room for the next', () => {
    expect(completeTag('lab, ro', 7, 'Robots')).toEqual({ text: 'lab, Robots, ', caret: 13 });
    expect(completeTag('', 0, 'Robots')).toEqual({ text: 'Robots, ', caret: 8 });
  });

  it('completes one in the middle and leaves the others', () => {
    expect(completeTag('ro, lab', 2, 'Robots')).toEqual({ text: 'Robots, lab', caret: 6 });
  });
});
