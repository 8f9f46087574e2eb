import { LOGGED_THREAD, SELECTED_ROW_ID } from './selectors';
import { isForeign } from './visibility';

const LEGACY_ID = /^[0-9a-f]{6,16}$/i;
const PERM_ID = /^(?:thread|msg)-[a-z]:[\w-]{1,100}$/;

/** A legacy id, lower-cased; `null` for anything else: since 2025-11 ids are missing or the word "undefined". */
export function parseLegacyId(raw: string | null | undefined): string | null {
  return raw && LEGACY_ID.test(raw) ? raw.toLowerCase() : null;
}

/** A perm id without the `#` some attributes put before it; `null` for anything else. */
export function parsePermId(raw: string | null | undefined): string | null {
  const id = raw?.replace(/^#/, '') ?? '';
  return PERM_ID.test(id) ? id : null;
}

/** `thread-f:1773001162527223488` → `189af729deca2ec0`. `thread-a:` ids have no legacy form and stay as they are. */
export function toThreadId(permId: string): string {
  const [, decimal] = /^thread-f:(\d{1,20})$/.exec(permId) ?? [];
  return decimal ? BigInt(decimal).toString(16) : permId;
}

/** The thread in an element's `jslog="…; 1:<base64 of ["#thread-f:…"]>; …"`. */
function fromJslog(element: Element): string | null {
  const [, encoded] = /\b1:(WyIj[\w+/]+)/.exec(element.getAttribute('jslog') ?? '') ?? [];
  if (!encoded) return null;
  try {
    const [permId] = /thread-[a-z]:[\w-]+/.exec(atob(encoded)) ?? [];
    return parsePermId(permId);
  } catch {
    return null; // Not base64 after all: the attribute is Google's own log format and promises nothing.
  }
}

function fromLog(message: Element): string | null {
  const logged = [message.closest(LOGGED_THREAD), ...message.querySelectorAll(LOGGED_THREAD)];
  const permIds = logged.map((element) => element && !isForeign(element) && fromJslog(element));
  const permId = permIds.find(Boolean);
  return permId ? toThreadId(permId) : null;
}

/** The open thread's id: of its heading, else out of the log attributes, else of split view's selected row. */
export function readThreadId(heading: Element | null, message: Element, view: Element): string | null {
  const permId = parsePermId(heading?.getAttribute('data-thread-perm-id'));
  return (
    parseLegacyId(heading?.getAttribute('data-legacy-thread-id')) ??
    (permId && toThreadId(permId)) ??
    fromLog(message) ??
    parseLegacyId(view.querySelector(SELECTED_ROW_ID)?.getAttribute('data-legacy-thread-id'))
  );
}

/** A rendered message's id. In 2018 `data-message-id` held the legacy id itself. */
export function readMessageId(rendered: Element | null): string | null {
  const raw = rendered?.getAttribute('data-message-id');
  return parseLegacyId(rendered?.getAttribute('data-legacy-message-id')) ?? parsePermId(raw) ?? parseLegacyId(raw);
}

/** An element's text with its emoji, which Gmail shows as images. */
function textOf(element: Element): string {
  const texts = [...element.childNodes].map((node) =>
    node instanceof Element ? (node.getAttribute('alt') ?? textOf(node)) : (node.textContent ?? ''),
  );
  return texts.join('');
}

/** The subject as shown; `null` while there is none. */
export function readSubject(heading: Element | null): string | null {
  return (heading && textOf(heading).replace(/\s+/g, ' ').trim()) || null;
}
