import type { Row } from './row.ts';

const HEADINGS = ['what', 'goal', 'measured', 'beside', 'met', 'note'];

const VERDICT = new Map<boolean | null, string>([
  [true, 'yes'],
  [false, 'NO'],
  [null, '?'],
]);

/** The rows as a Markdown table. */
export function toMarkdown(rows: readonly Row[]): string {
  return markdownTable(HEADINGS, rows.map(cellsOf));
}

/** The rows for a terminal: each with its verdict first, peers and note below. */
export function toText(rows: readonly Row[]): string {
  return rows.map(textOf).join('\n');
}

export function markdownTable(headings: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...lines.map(line)].join('\n');
}

function cellsOf({ row, goal, ours, peers, isMet, note }: Row): string[] {
  const beside = peers.map(({ name, value }) => `${name}: ${value}`).join('<br>');
  return [row, goal, ours, beside, VERDICT.get(isMet) ?? '', note];
}

function textOf({ row, goal, ours, peers, isMet, note }: Row): string {
  const sign = isMet === null ? '?' : isMet ? '✓' : '✗';
  return [
    `${sign} ${row}`,
    `    goal      ${goal}`,
    `    measured  ${ours}`,
    ...peers.map(({ name, value }) => `    beside    ${name}: ${value}`),
    ...(note ? [`    note      ${note}`] : []),
  ].join('\n');
}
