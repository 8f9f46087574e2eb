import { composeWindow, threadList } from './page';
import { STALE, STRANGER } from './samples';

/**
 * Gmail's page in another build: what could be renamed, dropped or moved from one day to the next. Seeded, so that a
 * failure can be repeated.
 */
export interface Layout {
  name: string;
  apply: (document: Document, seed: number) => void;
  /** True where the page no longer tells who wrote the email: then nobody is the right answer too. */
  mayHide?: boolean;
  /** True for what makes no sense on a page that shows no conversation. */
  needsConversation?: boolean;
}

function all(document: Document, selector: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)];
}

/** A name made from another: the same one for the same seed, and of the length Gmail's have. */
function rename(name: string, seed: number): string {
  const hash = Array.from(name).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, seed >>> 0);
  return `x${hash.toString(36)}`;
}

function renameClasses(document: Document, seed: number, isRenamed: (name: string) => boolean = () => true): void {
  for (const element of all(document, '[class]')) {
    element.className = [...element.classList].map((name) => (isRenamed(name) ? rename(name, seed) : name)).join(' ');
  }
}

function drop(document: Document, ...attributes: string[]): void {
  for (const attribute of attributes) all(document, `[${attribute}]`).forEach((e) => e.removeAttribute(attribute));
}

const IDS = [
  'id',
  'data-message-id',
  'data-legacy-message-id',
  'data-thread-perm-id',
  'data-legacy-thread-id',
  'data-thread-id',
  'jslog',
];

function shuffleAttributes(document: Document, seed: number): void {
  for (const element of all(document, 'body *')) {
    const attributes = [...element.attributes].toSorted((a, b) =>
      rename(a.name, seed) < rename(b.name, seed) ? -1 : 1,
    );
    attributes.forEach(({ name }) => element.removeAttribute(name));
    attributes.forEach(({ name, value }) => element.setAttribute(name, value));
  }
}

function fragment(document: Document, html: string): DocumentFragment {
  return document.createRange().createContextualFragment(html);
}

function shownView(document: Document): HTMLElement {
  const view = all(document, '[role=main]').find((one) => !one.closest('[style*="display: none"],[hidden]'));
  return view ?? document.body;
}

/** Rows as they might come: with the ids and roles of messages. */
function addRows(document: Document): void {
  const rows = threadList([{ from: STRANGER, subject: 'Other', id: 1_700_000_000_000_000_000n }])
    .replaceAll('role="row"', 'role="listitem" data-message-id="#msg-f:1" data-legacy-message-id="aaaaaaaaaaaaaaaa"')
    .replaceAll('gh="tl"', '');
  shownView(document).prepend(fragment(document, rows));
  shownView(document).append(fragment(document, rows));
}

/** What a crafted mail can hold, put into every body, whatever bodies are called. */
function addLookAlikes(document: Document, bodies: readonly HTMLElement[]): void {
  for (const body of bodies) {
    for (const put of ['prepend', 'append'] as const) {
      body[put](fragment(document, `<div role="main"><div role="list">${STALE}</div></div><h3>${STALE}</h3>`));
    }
  }
}

export const LAYOUTS: readonly Layout[] = [
  { name: 'with every class renamed', apply: (document, seed) => renameClasses(document, seed) },
  {
    name: 'with about half of the classes renamed',
    apply: (document, seed) => renameClasses(document, seed, (name) => rename(name, seed + 1).charCodeAt(3) % 2 === 0),
    // A class Gmail kept on one part of a header may contradict what took the place of another's.
    mayHide: true,
  },
  { name: 'without any id', apply: (document) => drop(document, ...IDS) },
  { name: 'without ARIA states', apply: (document) => drop(document, 'aria-expanded') },
  { name: 'with attributes in another order', apply: shuffleAttributes },
  {
    name: 'with every class renamed and attributes in another order',
    apply(document, seed) {
      renameClasses(document, seed);
      shuffleAttributes(document, seed);
    },
  },
  {
    name: 'with neither classes nor ids',
    apply(document, seed) {
      renameClasses(document, seed);
      drop(document, ...IDS);
    },
    mayHide: true,
  },
  {
    name: 'with every class renamed and look-alikes in every body',
    apply(document, seed) {
      const bodies = all(document, '.a3s');
      renameClasses(document, seed);
      addLookAlikes(document, bodies);
    },
  },
  {
    name: 'with every class but those of look-alikes renamed',
    apply(document, seed) {
      const bodies = all(document, '.a3s');
      renameClasses(document, seed);
      addLookAlikes(document, bodies);
      all(document, '[email]').forEach((person) => person.classList.add('known'));
    },
  },
  { name: 'with rows that resemble messages', apply: addRows },
  {
    name: 'with every class renamed and rows that resemble messages',
    apply(document, seed) {
      addRows(document);
      renameClasses(document, seed);
    },
  },
  {
    name: 'with the layout of before beside it, hidden',
    apply(document) {
      const stale = `<div role="main" hidden>${STALE.replaceAll('h7', 'other')}</div>`;
      shownView(document).before(fragment(document, stale));
      shownView(document).after(fragment(document, stale.replace('hidden', 'style="display:none"')));
    },
  },
  {
    name: 'with a second conversation shown',
    apply: (document) => shownView(document).after(fragment(document, `<div role="main">${STALE}</div>`)),
    mayHide: true,
    needsConversation: true,
  },
  {
    name: 'with a second conversation shown in the same view',
    apply: (document) => shownView(document).append(fragment(document, STALE)),
    mayHide: true,
    needsConversation: true,
  },
  {
    name: 'under a compose window of another build',
    apply(document, seed) {
      document.body.append(fragment(document, composeWindow([STRANGER])));
      renameClasses(document, seed);
    },
  },
  {
    name: 'without addresses',
    apply: (document) => drop(document, 'email'),
    mayHide: true,
  },
  {
    name: 'with every class renamed and the sender without an address',
    apply(document, seed) {
      const bodies = all(document, '.a3s');
      drop(document, 'email');
      addLookAlikes(document, bodies);
      renameClasses(document, seed);
    },
    mayHide: true,
  },
  {
    name: 'right to left',
    apply(document) {
      document.documentElement.dir = 'rtl';
      document.body.dir = 'rtl';
    },
  },
];
