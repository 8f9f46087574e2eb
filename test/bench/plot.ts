import type { GrowthPoint } from './growth.ts';

/** Size and margins of the drawing, in its own units. */
const WIDTH = 720;
const HEIGHT = 380;
const LEFT = 64;
const RIGHT = 24;
const TOP = 56;
const BOTTOM = 56;

type Member = 'lookupP50' | 'lookupP95' | 'searchP50';

interface Series {
  member: Member;
  label: string;
  className: string;
}

const SERIES: readonly Series[] = [
  { member: 'lookupP95', label: 'lookup, p95', className: 'a' },
  { member: 'lookupP50', label: 'lookup, median', className: 'b' },
  { member: 'searchP50', label: 'search, median', className: 'c' },
];

const STYLE = `
  svg { color-scheme: light dark; font: 13px system-ui, sans-serif; }
  .back { fill: #ffffff; } text { fill: #1f2328; } .soft { fill: #59636e; }
  .grid { stroke: #d1d9e0; } .goal { stroke: #59636e; stroke-dasharray: 4 4; }
  path { fill: none; stroke-width: 2; }
  .a { stroke: #0969da; fill: #0969da; } .b { stroke: #1a7f37; fill: #1a7f37; } .c { stroke: #9a6700; fill: #9a6700; }
  text.a, text.b, text.c { stroke: none; } path.a, path.b, path.c { fill: none; }
  @media (prefers-color-scheme: dark) {
    .back { fill: #0d1117; } text { fill: #f0f6fc; } .soft { fill: #9198a1; }
    .grid { stroke: #3d444d; } .goal { stroke: #9198a1; }
    .a { stroke: #4493f8; fill: #4493f8; } .b { stroke: #3fb950; fill: #3fb950; } .c { stroke: #d29922; fill: #d29922; }
  }
`;

/** The time of an answer by the size of the mirror, as SVG: sizes on a logarithmic axis, milliseconds on a plain one. */
export function growthPlot(points: readonly GrowthPoint[], goalMs = 5): string {
  const most = Math.max(goalMs, ...points.flatMap((point) => SERIES.map(({ member }) => point[member])));
  const top = Math.ceil(most / stepFor(most)) * stepFor(most);
  const sizes = points.map(({ opportunities }) => Math.log10(opportunities));
  const [first, last] = [Math.min(...sizes), Math.max(...sizes)];
  const x = (size: number) => LEFT + ((Math.log10(size) - first) / (last - first || 1)) * (WIDTH - LEFT - RIGHT);
  const y = (ms: number) => HEIGHT - BOTTOM - (ms / top) * (HEIGHT - TOP - BOTTOM);
  const line = ({ member, className }: Series) => {
    const places = points.map((point) => `${fixed(x(point.opportunities))} ${fixed(y(point[member]))}`);
    const dots = points.map((point) => dot(x(point.opportunities), y(point[member]), className));
    return `<path class="${className}" d="M${places.join(' L')}"/>${dots.join('')}`;
  };
  const goal = `<line class="goal" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${fixed(y(goalMs))}" y2="${fixed(y(goalMs))}"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title numbers">`,
    `<title id="title">Time of an answer from the mirror, by the number of opportunities in it</title>`,
    `<desc id="numbers">${points.map(inWords).join(' ')}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="back" width="${WIDTH}" height="${HEIGHT}" rx="8"/>`,
    text(LEFT, 26, 'Time until the mirror answers', 'start'),
    legend(),
    ...ticks(top).map((ms) => tickOfTime(ms, y(ms))),
    ...points.map(({ opportunities }) =>
      text(
        x(opportunities),
        HEIGHT - BOTTOM + 22,
        opportunities.toLocaleString('en'),
        anchorOf(x(opportunities)),
        'soft',
      ),
    ),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, 'opportunities in the mirror (logarithmic)', 'middle', 'soft'),
    goal,
    text(LEFT + 6, y(goalMs) - 6, `goal for lookups: p95 ≤ ${goalMs} ms`, 'start', 'soft'),
    ...SERIES.map(line),
    '</svg>',
  ].join('\n');
}

/** The last size's label would leave the drawing. */
const anchorOf = (place: number) => (place > WIDTH - RIGHT - 40 ? 'end' : 'middle');

const fixed = (value: number) => value.toFixed(1);

/** Between two ticks: 1, 2 or 5 of some power of ten, for about five of them. */
function stepFor(value: number): number {
  const rough = value / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
}

function ticks(top: number): number[] {
  const step = stepFor(top);
  return Array.from({ length: Math.round(top / step) + 1 }, (_, index) => step * index);
}

function tickOfTime(ms: number, y: number): string {
  const grid = `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${fixed(y)}" y2="${fixed(y)}"/>`;
  return grid + text(LEFT - 8, y + 4, `${Number(ms.toPrecision(3))} ms`, 'end', 'soft');
}

function dot(x: number, y: number, className: string): string {
  return `<circle class="${className}" cx="${fixed(x)}" cy="${fixed(y)}" r="3.5"/>`;
}

function legend(): string {
  return SERIES.map(({ label, className }, index) => {
    const x = WIDTH - RIGHT - 122 * (SERIES.length - index);
    return `${dot(x, 22, className)}${text(x + 10, 26, label, 'start', className)}`;
  }).join('');
}

function text(x: number, y: number, content: string, anchor: string, className = ''): string {
  const classes = className ? ` class="${className}"` : '';
  return `<text${classes} x="${fixed(x)}" y="${fixed(y)}" text-anchor="${anchor}">${content}</text>`;
}

function inWords({ opportunities, lookupP50, lookupP95, searchP50 }: GrowthPoint): string {
  return `${opportunities.toLocaleString('en')} opportunities: lookup ${lookupP50} ms median, ${lookupP95} ms p95; search ${searchP50} ms median.`;
}
