import type { OpenEmail } from '../../lib/domain/open-email';
import { STALE, STRANGER } from './samples';
import { composeWindow, threadList } from './page';

/** A change Gmail, a user or another extension makes to a page, and what it may do to the answer. */
export interface Variant {
  name: string;
  /** Changes the page; throws where it found nothing to change. */
  apply: (document: Document) => void;
  /** The answer for the changed page, given that for the page as it was; the same where left out. */
  expected?: (email: OpenEmail) => OpenEmail;
  /** False for pages the change makes no sense for. */
  suits?: (document: Document) => boolean;
}

const KEPT_CLASSES = new Set(['gD', 'hP', 'adn', 'h7', 'kv', 'hb', 'g2', 'a3s']);

function all(document: Document, selector: string): HTMLElement[] {
  const found = [...document.querySelectorAll<HTMLElement>(selector)];
  if (found.length === 0) throw new Error(`nothing to change: ${selector}`);
  return found;
}

function has(selector: string): (document: Document) => boolean {
  return (document) => document.querySelector(selector) !== null;
}

/** True where the usage log names the thread the heading names: assembled pages took their messages from elsewhere. */
function isLogged(document: Document): boolean {
  const [heading] = document.querySelectorAll('h2.hP');
  const logged = `["#${heading?.getAttribute('data-thread-perm-id')}"`;
  // The last characters of base64 depend on what follows.
  const encoded = btoa(logged).slice(0, Math.floor((logged.length * 8) / 6));
  return heading !== undefined && document.body.innerHTML.includes(encoded);
}

/** Gives every class but those Gmail never changed a name made by `rename`. */
export function renameClasses(document: Document, rename: (name: string) => string): void {
  for (const element of all(document, '[class]')) {
    element.className = [...element.classList].map((name) => (KEPT_CLASSES.has(name) ? name : rename(name))).join(' ');
  }
}

function changeAddresses(document: Document, change: (address: string) => string): void {
  for (const attribute of ['email', 'data-hovercard-id', 'jid']) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      element.setAttribute(attribute, change(element.getAttribute(attribute) ?? ''));
    }
  }
}

function withAddresses(email: OpenEmail, change: (address: string) => string): OpenEmail {
  return {
    ...email,
    sender: email.sender && { ...email.sender, address: change(email.sender.address) },
    participants: email.participants.map((participant) => ({ ...participant, address: change(participant.address) })),
    senders: email.senders.map(change),
  };
}

function withNames(email: OpenEmail, name: string): OpenEmail {
  return {
    ...email,
    sender: email.sender && { ...email.sender, name },
    participants: email.participants.map((participant) => ({ ...participant, name })),
    viaGroup: false,
  };
}

function addressVariant(name: string, change: (address: string) => string): Variant {
  return {
    name,
    apply: (document) => changeAddresses(document, change),
    expected: (email) => withAddresses(email, (address) => change(address).toLowerCase()),
  };
}

function nameVariant(label: string, name: string): Variant {
  return {
    name: label,
    apply: (document) => all(document, '[email]').forEach((element) => element.setAttribute('name', name)),
    expected: (email) => withNames(email, name),
  };
}

function main(document: Document): HTMLElement {
  const shown = all(document, '[role=main]').find((view) => !view.closest('[style*="display: none"]'));
  if (!shown) throw new Error('no shown view');
  return shown;
}

/** A whole conversation by a stranger, put where a conversation is not. */
function lookAlike(document: Document): DocumentFragment {
  const html = `<div role="main"><div class="aia">${STALE}</div></div>`;
  return document.createRange().createContextualFragment(html);
}

function fragment(document: Document, html: string): DocumentFragment {
  return document.createRange().createContextualFragment(html);
}

/** A perm id is enough for a thread; a message without a legacy id goes by its perm id. */
function withoutLegacyMessageId(document: Document): string | null {
  const open = all(document, '.adn').findLast((element) => element.style.display !== 'none');
  return open?.getAttribute('data-message-id')?.replace('#', '') ?? null;
}

function dropLegacyIds(): Variant {
  let messageId: string | null = null;
  return {
    name: 'without legacy ids',
    suits: has('[data-message-id][data-legacy-message-id]'),
    apply(document) {
      messageId = withoutLegacyMessageId(document);
      for (const attribute of ['data-legacy-thread-id', 'data-legacy-message-id']) {
        document.querySelectorAll(`[${attribute}]`).forEach((element) => element.removeAttribute(attribute));
      }
    },
    expected: (email) => ({ ...email, messageId }),
  };
}

function reverseAttributes(element: Element): void {
  const attributes = [...element.attributes].toReversed();
  attributes.forEach(({ name }) => element.removeAttribute(name));
  attributes.forEach(({ name, value }) => element.setAttribute(name, value));
}

/** Ninety-nine older messages by people who wrote before. */
function addOlderMessages(document: Document): void {
  const first = [...main(document).querySelectorAll('[role=listitem]')].find((item) => item.querySelector('[email]'));
  if (!first) throw new Error('no message');
  for (let n = 0; n < 99; n += 1) {
    const older = fragment(
      document,
      `<div class="kv" role="listitem"><div class="adf"><span email="older${n}@crowd.example" name="Older ${n}" class="gD"></span></div></div>`,
    );
    first.before(older);
  }
}

function withOlderMessages(email: OpenEmail): OpenEmail {
  const older = Array.from({ length: 99 }, (_, n) => ({
    name: `Older ${n}`,
    address: `older${n}@crowd.example`,
    role: 'from' as const,
  }));
  const participants = [...older, ...email.participants];
  const sender = participants.findLast(({ address }) => address === email.sender?.address);
  const isCut = sender && participants.indexOf(sender) >= 100;
  return {
    ...email,
    participants: isCut ? [...participants.slice(0, 99), sender] : participants.slice(0, 100),
    senders: [...older.map(({ address }) => address), ...email.senders].slice(-100),
  };
}

/** What "Show details" opens under a header: its people again, and a reply-to under the sender's class. */
const DETAILS = `<div class="ajA"><table><tr><td>reply-to:
  <span email="${STRANGER.address}" name="${STRANGER.name}" class="gD"></span></td></tr></table></div>`;

export const VARIANTS: readonly Variant[] = [
  { name: 'with renamed classes', apply: (document) => renameClasses(document, (name) => `x${name.length}${name}`) },
  {
    name: 'without perm ids',
    suits: has('[data-thread-perm-id]'),
    apply: (document) =>
      all(document, '[data-thread-perm-id]').forEach((h) => h.removeAttribute('data-thread-perm-id')),
  },
  {
    name: 'with "undefined" for ids',
    suits: isLogged,
    apply: (document) =>
      all(document, '[data-thread-perm-id]').forEach((heading) => {
        heading.setAttribute('data-thread-perm-id', 'undefined');
        heading.setAttribute('data-legacy-thread-id', 'undefined');
      }),
  },
  dropLegacyIds(),
  { name: 'with attributes in another order', apply: (document) => all(document, 'body *').forEach(reverseAttributes) },
  addressVariant('with upper-case addresses', (address) => address.toUpperCase()),
  addressVariant('with plus-addresses', (address) => address.replace('@', '+news@')),
  addressVariant('with international addresses', (address) => address.replace(/@.*/, '@bücher.пример')),
  nameVariant('with quotes and emoji in names', `"Jo" O'Neil 🦊 <script>alert(1)</script>`),
  nameVariant('with empty names', ''),
  { name: 'with 99 older messages', apply: addOlderMessages, expected: withOlderMessages },
  {
    name: 'right to left',
    apply(document) {
      document.documentElement.dir = 'rtl';
      document.title = document.title.replace(/\S+@\S+/, '\u202a$&\u202c');
    },
  },
  {
    name: 'with look-alike markup in every body',
    apply: (document) => all(document, '.a3s').forEach((body) => body.append(lookAlike(document))),
  },
  {
    name: 'with look-alike markup before everything in every body',
    apply: (document) => all(document, '.a3s').forEach((body) => body.prepend(lookAlike(document))),
  },
  {
    name: 'with a hidden stale conversation before and after',
    apply(document) {
      const view = main(document);
      const hidden = `<div class="nH" style="display:none">${STALE}</div>`;
      view.before(fragment(document, hidden));
      view.after(fragment(document, hidden));
      view.append(fragment(document, hidden));
      view.append(fragment(document, `<div hidden>${STALE}</div>`));
    },
  },
  {
    name: 'with list rows beside it',
    apply(document) {
      const rows = threadList([{ from: STRANGER, subject: 'Other', id: 1_700_000_000_000_000_000n }]);
      main(document).prepend(fragment(document, rows));
      main(document).append(fragment(document, rows));
    },
  },
  {
    name: 'under a compose window',
    apply: (document) => document.body.append(fragment(document, composeWindow([STRANGER]))),
  },
  {
    name: 'with an inline reply that quotes a conversation',
    apply(document) {
      const message = all(document, '.adn').at(-1);
      message?.append(fragment(document, `<div class="ip adB"><form>${composeWindow([STRANGER])}</form></div>`));
      message?.querySelector('[contenteditable=true]')?.append(lookAlike(document));
    },
  },
  {
    name: 'with the header details shown',
    apply: (document) => all(document, '.ajw').forEach((line) => line.after(fragment(document, DETAILS))),
  },
  {
    name: 'with attributes of hovering, dark mode and renumbering',
    apply: (document) =>
      all(document, 'body *').forEach((element, n) => {
        element.id = `:${n}x`;
        element.setAttribute('data-hovercard-owner-id', String(n));
        element.setAttribute('data-darkreader-inline-color', '');
      }),
  },
  {
    name: 'while the heading is not there yet',
    suits: isLogged,
    apply: (document) => all(document, 'h2.hP').forEach((heading) => heading.remove()),
    expected: (email) => ({ ...email, subject: null }),
  },
  {
    name: 'without ARIA states',
    suits: has('[role=listitem]'),
    apply: (document) => all(document, '[role=listitem]').forEach((item) => item.removeAttribute('aria-expanded')),
  },
  {
    name: 'without state classes',
    suits: has('[role=listitem][aria-expanded]'),
    apply: (document) => all(document, '.h7,.kv,.kQ').forEach((item) => item.classList.remove('h7', 'kv', 'kQ')),
  },
];

/** The variants that make sense for a page. */
export function suitingVariants(document: Document): Variant[] {
  return VARIANTS.filter(({ suits }) => suits?.(document) ?? true);
}
