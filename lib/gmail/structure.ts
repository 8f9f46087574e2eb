import { FOREIGN } from './selectors';
import { parseLegacyId, parsePermId } from './thread';
import { findViews } from './views';

/** Lines beyond these are left out. */
export const MAX_LINES = 400;

/** The only values that are told: words of ARIA the detection goes by, and those of its neighbours. */
const WORDS = /^(true|false|main|list|listitem|row|grid|gridcell|heading)$/;

/**
 * Names of attributes and classes that are told: what the detection goes by, and classes as short as Gmail's own. A body
 * that is not recognised as one has others, which its writer chose.
 */
const ATTRIBUTES =
  /^(aria-\w+|class|contenteditable|data-(hovercard|legacy|message|thread)[a-z-]*|dir|email|gh|id|jslog|name|role|style|tabindex)$/;
const CLASSES = /^[\w-]{1,3}$/;

/** What an attribute's value is, where it is one of ours or looks like an id of Gmail's; its value is not told. */
function kindOf(value: string): string {
  if (WORDS.test(value)) return `=${value}`;
  return parsePermId(value) ? '=perm' : parseLegacyId(value) ? '=hex' : '';
}

function describeElement({ localName, classList, attributes }: Element): string {
  const classes = [...classList].filter((name) => CLASSES.test(name));
  const others = [...attributes]
    .filter(({ name }) => ATTRIBUTES.test(name))
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
 * short class names and names of known attributes, one element a line, equal siblings once with their number before,
 * indented. No text, and no value that has content.
 */
export function describeStructure(document: Document): string {
  const [view = document.body] = findViews(document, document.URL);
  let text = describe(view);
  for (let node = view.parentElement; node; node = node.parentElement) text = `${describeElement(node)}\n${text}`;
  return text.split('\n').slice(0, MAX_LINES).join('\n');
}
