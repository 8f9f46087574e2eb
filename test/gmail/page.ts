/**
 * Gmail-like pages as HTML text, small and hand-written: the roles, attributes and classes the captures share, and
 * nothing else. Pure functions of their arguments; names, addresses and subjects are escaped, bodies are taken as HTML.
 */

export interface Mailbox {
  name: string;
  address: string;
}

export interface MessageSpec {
  /** `null`: a header without an address. */
  from: Mailbox | null;
  to?: Mailbox[];
  /**
   * `collapsed-again`: opened before, its rendered part is kept hidden. `superseded`: behind "N older messages".
   * `draft`: being written, to `to`.
   */
  state?: 'expanded' | 'collapsed' | 'collapsed-again' | 'superseded' | 'draft';
  /** Decimal part of the perm id; the legacy id is its hex. */
  id?: bigint;
  /** HTML of the message's body. */
  body?: string;
  /** Recipient chips of an inline reply open under the message. */
  reply?: Mailbox[];
}

export interface ConversationSpec {
  subject: string;
  messages: MessageSpec[];
  /** Decimal part of the perm id; that of the first message where left out. */
  id?: bigint;
}

export interface RowSpec {
  from: Mailbox;
  subject: string;
  id?: bigint;
  isSelected?: boolean;
}

export interface InboxSpec {
  /** The account's own address; `null` for a title that does not tell. */
  account: string | null;
  rows?: RowSpec[];
  /** HTML of the open conversation, from `conversation()`. */
  open?: string;
  /** HTML of the conversation shown before, still in the page, hidden. */
  stale?: string;
  /** The conversation beside the list, in one view. */
  isSplit?: boolean;
  /** Recipients of a compose window; none where left out. */
  compose?: Mailbox[];
  /** First part of the title. */
  title?: string;
  /** Last part of the title: "Gmail", or what a Workspace calls it. */
  product?: string;
  bodyClass?: string;
  dir?: 'ltr' | 'rtl';
}

const FIRST_ID = 1_800_000_000_000_000_000n;

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

/** The legacy form of an id, as Gmail writes it. */
export function legacyId(id: bigint): string {
  return id.toString(16);
}

function addressed({ name, address }: Mailbox, className: string): string {
  const [shownName, email] = [escapeHtml(name), escapeHtml(address)];
  return `<span email="${email}" name="${shownName}" data-hovercard-id="${email}" class="${className}"><span>${shownName}</span></span>`;
}

function sender(from: Mailbox | null): string {
  return from ? addressed(from, 'gD') : '<span class="gD"></span>';
}

function inlineReply(to: readonly Mailbox[] | undefined): string {
  return to ? `<div class="gA gt"><div class="ip adB"><div class="M9">${composeForm(to)}</div></div></div>` : '';
}

function rendered(message: MessageSpec, id: bigint, isHidden: boolean): string {
  const to = (message.to ?? []).map((mailbox) => addressed(mailbox, 'g2')).join(', ');
  return `<div class="adn ads" style="${isHidden ? 'display: none;' : 'display:'}"
      data-message-id="#msg-f:${id}" data-legacy-message-id="${legacyId(id)}">
    <div class="gs"><div class="gE iv gt"><table class="cf gJ"><tbody>
      <tr class="acZ"><td class="gF gK"><h3 class="iw"><span class="qu" role="gridcell">${sender(message.from)}</span></h3></td>
        <td class="gH"><div role="button" aria-expanded="false" aria-haspopup="true" aria-label="More"></div></td></tr>
      <tr class="acZ xD"><td class="ady"><div class="iw ajw"><span class="hb">to ${to}</span></div></td></tr>
    </tbody></table></div></div>
    <div class="ii gt"><div class="a3s aiL">${message.body ?? '<p>Hello</p>'}</div></div>
    ${inlineReply(message.reply)}</div>`;
}

function folded(message: MessageSpec): string {
  return `<div class="adf ads"><div class="gs gt"><table class="cf gJ"><tbody><tr><td class="gF gK">${sender(message.from)}</td>
    <td><div class="iA g6">Hello</div></td></tr></tbody></table></div></div>`;
}

function message(spec: MessageSpec, id: bigint): string {
  switch (spec.state ?? 'expanded') {
    case 'expanded':
      return `<div class="h7 ie nH" role="listitem" aria-expanded="true">${rendered(spec, id, false)}</div>`;
    case 'collapsed':
      return `<div class="kv" role="listitem" aria-expanded="false">${folded(spec)}</div>`;
    case 'collapsed-again':
      return `<div class="kv" role="listitem" aria-expanded="false">${folded(spec)}${rendered(spec, id, true)}</div>`;
    case 'superseded':
      return `<div class="kQ" role="listitem" aria-expanded="false">${folded(spec)}</div>`;
    case 'draft':
      return `<div class="h7" role="listitem" aria-expanded="true">${inlineReply(spec.to)}</div>`;
  }
}

/** A conversation's container: heading and messages. */
export function conversation({ subject, messages, id = messages[0]?.id ?? FIRST_ID }: ConversationSpec): string {
  const log = btoa(JSON.stringify([`#thread-f:${id}`, null]));
  const items = messages.map((spec, index) => message(spec, spec.id ?? id + BigInt(index))).join('');
  return `<div class="nH a98 iY"><div class="nH V8djrc byY"><div class="ha">
      <h2 class="hP" tabindex="-1" data-thread-perm-id="thread-f:${id}" data-legacy-thread-id="${legacyId(id)}">${escapeHtml(subject)}</h2>
    </div></div>
    <div class="nH aHU"><div class="nH hx"><div class="nH" jslog="20686; u014N:xr6bB; 1:${log}" role="list">${items}</div></div></div></div>`;
}

function row({ from, subject, id = FIRST_ID, isSelected = false }: RowSpec): string {
  const ids = `data-thread-id="#thread-f:${id}" data-legacy-thread-id="${legacyId(id)}" data-legacy-last-message-id="${legacyId(id)}"`;
  return `<tr class="zA yO${isSelected ? ' aps' : ''}" role="row" tabindex="-1">
    <td class="yX xY" role="gridcell"><div class="yW">${addressed(from, 'yP')}</div></td>
    <td class="xY a4W" role="gridcell"><div role="link"><span class="bog"><span ${ids}>${escapeHtml(subject)}</span></span></div>
      <div class="brc" role="listitem" title="offer.pdf"></div></td></tr>`;
}

/** The list of threads, without the view around it. */
export function threadList(rows: readonly RowSpec[]): string {
  return `<div gh="tl" class="Cp"><table class="F cf zt" role="grid"><tbody>${rows.map(row).join('')}</tbody></table></div>`;
}

function composeForm(to: readonly Mailbox[]): string {
  const chips = to.map(
    ({ name, address }) =>
      `<div class="afV" role="option" data-hovercard-id="${escapeHtml(address)}" email="${escapeHtml(address)}" name="${escapeHtml(name)}"></div>`,
  );
  return `<div class="aoI" role="region"><form class="bAs"><div role="listbox">${chips.join('')}</div></form>
    <div class="Am" role="textbox" contenteditable="true" g_editable="true"></div></div>`;
}

/** A compose window, floating over the page. */
export function composeWindow(to: readonly Mailbox[]): string {
  return `<div class="dw"><div class="nH Hd" role="dialog"><h2 class="a3E">New Message</h2><div class="M9">${composeForm(to)}</div></div></div>`;
}

function view(content: string, isShown: boolean): string {
  return `<div class="nH"${isShown ? ' role="main"' : ' style="display: none;"'}><div gh="tm"></div>${content}</div>`;
}

function views({ rows = [], open, stale, isSplit = false }: InboxSpec): string {
  const list = threadList(rows);
  const hidden = stale ? view(stale, false) : '';
  if (isSplit) {
    const empty = '<div class="apa"><div class="apb">No conversations selected</div></div>';
    const pane = `<div class="Nu S3 apP"><div class="aia"><div class="ao8"><div class="ao9">${open ?? empty}</div></div></div></div>`;
    return hidden + view(`<div class="Nu tf">${list}</div>${pane}`, true);
  }
  return hidden + view(list, !open) + (open ? view(`<div class="nH g id">${open}</div>`, true) : '');
}

/** What stands in the page's body. */
export function inboxBody(spec: InboxSpec): string {
  const account = spec.account
    ? `<a class="gb_B" href="https://accounts.google.com/SignOutOptions?hl=en" aria-label="Google Account: Me (${escapeHtml(spec.account)})"></a>`
    : '';
  return `<header role="banner">${account}</header><div class="nH"><div role="navigation"></div><div class="AO"><div class="aeF">
    ${views(spec)}</div></div></div>${spec.compose ? composeWindow(spec.compose) : ''}`;
}

/** The page's title, as Gmail composes it. */
export function inboxTitle({ account, title = 'Inbox (3)', product = 'Gmail' }: InboxSpec): string {
  return account ? `${title} - ${account} - ${product}` : `${product} - ${title}`;
}

/** A whole page. */
export function inboxPage(spec: InboxSpec): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(inboxTitle(spec))}</title></head>
<body class="aAU ${spec.bodyClass ?? ''}" dir="${spec.dir ?? 'ltr'}">${inboxBody(spec)}</body></html>`;
}
