import { FOREIGN, VIEW } from './selectors';
import { parseLegacyId, parsePermId } from './thread';

/** Lines beyond these are left out. */
export const MAX_LINES = 400;

/** The only values that are told: words of ARIA the detection goes by, and those of its neighbours. */
const WORDS = /^(true|false|main|list|listitem|row|grid|gridcell|heading)$/;

/** What an attribute's value is, where it is one of ours or looks like an id of Gmail's; its value is not told. */
function kindOf(value: string): string {
  if (WORDS.test(value)) return `=${value}`;
  return parsePermId(value) ? '=perm' : parseLegacyId(value) ? '=hex' : '';
}

function describeElement({ localName, classList, attributes }: Element): string {
  const classes = [...classList].filter((name) => /^[\w-]{1,8}$/.test(name));
  const others = [...attributes]
    .filter(({ name }) => /^[a-z-]+$/.test(name))
    .map(({ name, value }) => ` ${name}${kindOf(value)}`);
  return [localName, ...classes].join('.') + others.join('');
}

/** What stands in a body, a list row or a composed mail is left out. */
function describe(element: Element): string {
  const counts = new Map<string, number>();
  for (const child of element.matches(`${FOREIGN},[dir]`) ? [] : element.children) {
    const text = describe(child);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const children = [...counts].map(([text, count]) => `\n${count > 1 ? `${count}×` : ''}${text}`);
  return describeElement(element) + children.join('').replaceAll('\n', '\n ');
}

/**
 * How Gmail's page is built around the open conversation, for reporting a layout that is not recognised: tags, roles,
 * short class names and the names of attributes, one element a line, equal siblings once with their number before,
 * indented. No text, and no value that has content.
 */
export function describeStructure(document: Document): string {
  const view = document.querySelector(VIEW) ?? document.body;
  let text = describe(view);
  for (let node = view.parentElement; node; node = node.parentElement) text = `${describeElement(node)}\n${text}`;
  return text.split('\n').slice(0, MAX_LINES).join('\n');
}
