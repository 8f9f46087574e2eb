import { fold } from '../../lib/domain/search';

const MOST = 7;

/** The tag a caret stands in, among tags with commas between: where it begins and ends, and what it is so far. */
interface Part {
  start: number;
  end: number;
  word: string;
}

function partAt(text: string, caret: number): Part {
  const start = text.lastIndexOf(',', caret - 1) + 1;
  const comma = text.indexOf(',', caret);
  const end = comma === -1 ? text.length : comma;
  return { start, end, word: text.slice(start, end).trim() };
}

/** Tags in use that complete the one at `caret`: those that begin so first, none that is already there. */
export function suggestTags(text: string, caret: number, known: readonly string[]): string[] {
  const { word } = partAt(text, caret);
  // "cafe" may yet become "Café".
  const there = new Set(text.split(',').map((tag) => tag.trim().toLowerCase()));
  const wanted = fold(word);
  const fitting = known.filter((tag) => !there.has(tag.toLowerCase()) && fold(tag).includes(wanted));
  const begins = (tag: string) => fold(tag).startsWith(wanted);
  return [...fitting.filter(begins), ...fitting.filter((tag) => !begins(tag))].slice(0, MOST);
}

/** The text with `tag` in place of what stands at `caret`, ready for the next one, and where the caret goes. */
export function completeTag(text: string, caret: number, tag: string): { text: string; caret: number } {
  const { start, end } = partAt(text, caret);
  const before = `${text.slice(0, start)}${start > 0 ? ' ' : ''}${tag}`;
  const after = text.slice(end) || ', ';
  return { text: before + after, caret: before.length + (end === text.length ? after.length : 0) };
}
