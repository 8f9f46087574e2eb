import type { Person } from './lookup';

const MAX_TITLE = 120;

/** What mail programs put before a subject they answer or pass on, in the languages Outlook and Gmail come in. */
const PREFIX =
  /^(?:re|fwd?|fw|aw|wg|antw|antwort|doorst|sv|vs|vb|tr|rv|res|enc|rif|odp|pd|ynt|ilt|vá|továbbítás|r|i|回复|回覆|答复|转发|轉寄|返信|転送|השב|הועבר)(?:\s*[[(]\d+[\])])?\s*[:：]\s*/iu;

/** Control characters, lone surrogates, and the invisible ones that reorder or split text. */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu;
const REORDERING = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

function clean(text: string | null): string {
  return (text ?? '').replace(REORDERING, '').replace(INVISIBLE, ' ').replace(/\s+/gu, ' ').trim();
}

/** A subject without "Re:", "Fwd:" and their like in other languages. */
export function withoutPrefixes(subject: string): string {
  const rest = subject.replace(PREFIX, '');
  return rest === subject ? subject : withoutPrefixes(rest);
}

const characters = new Intl.Segmenter();

/** Cuts between characters as people see them, so that no emoji or accent is torn apart. */
function shorten(text: string): string {
  if (text.length <= MAX_TITLE) return text;
  let kept = '';
  for (const { segment } of characters.segment(text.slice(0, MAX_TITLE * 2))) {
    if (kept.length + segment.length >= MAX_TITLE) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** A name as a CRM should get it: one line, nothing invisible, at most 120 UTF-16 units; empty when nothing is left. */
export function cleanName(name: string): string {
  return shorten(clean(name));
}

/**
 * The title a new opportunity starts with: "Tessella: Lab robots". At most 120 UTF-16 units, one line, never empty.
 * The company's name comes first; without one the person's name, without that the address.
 */
export function suggestTitle(from: { company: string | null; person: Person | null; subject: string | null }): string {
  const who = clean(from.company) || clean(from.person?.name ?? null) || clean(from.person?.address ?? null);
  const subject = withoutPrefixes(clean(from.subject));
  return shorten([who, subject].filter(Boolean).join(': ')) || 'New opportunity';
}
