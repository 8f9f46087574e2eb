import type { Mail, MailPerson } from '../model.ts';
import { h, onActivate } from './dom.ts';

/**
 * One message of a conversation. Expanding and collapsing changes a class and `aria-expanded` only; a message never
 * expanded has no `.adn` and no ids, one collapsed again keeps them, hidden.
 */
export function renderMessage(mail: Mail, own: string, isExpanded: boolean): HTMLElement {
  const collapsed = renderCollapsed(mail);
  const item = h('div', { role: 'listitem', tabindex: '-1' }, h('div', { class: 'Bk' }, collapsed));
  let expanded: HTMLElement | undefined;

  const show = (open: boolean) => {
    if (open && !expanded) {
      expanded = renderExpanded(mail, own);
      const header = expanded.querySelector<HTMLElement>('.gE');
      if (header) onActivate(header, () => show(false));
      item.firstElementChild?.append(expanded);
    }
    item.setAttribute('class', open ? 'h7 ie nH oy8Mbf' : 'kv');
    item.setAttribute('aria-expanded', String(open));
    if (expanded) expanded.style.display = open ? '' : 'none';
    collapsed.style.display = open ? 'none' : '';
  };
  onActivate(collapsed, () => show(true));
  show(isExpanded);
  return item;
}

function renderCollapsed(mail: Mail): HTMLElement {
  return h(
    'div',
    { class: 'adf ads', role: 'button', tabindex: '0', 'aria-label': `Expand message from ${mail.from.name}` },
    avatar(mail.from),
    h(
      'div',
      { class: 'gs' },
      h('span', { class: 'gF' }, sender(mail.from)),
      h('span', { class: 'iA g6' }, mail.body.join(' ')),
    ),
    h('span', { class: 'g3' }, mail.when),
  );
}

function renderExpanded(mail: Mail, own: string): HTMLElement {
  const body = mail.body.map((paragraph) => h('p', { dir: 'ltr' }, paragraph));
  const forwarded = mail.hasLookAlikeBody ? [lookAlike()] : [];
  return h(
    'div',
    { class: 'adn ads', 'data-message-id': `#msg-f:${BigInt(`0x${mail.id}`)}`, 'data-legacy-message-id': mail.id },
    avatar(mail.from),
    h(
      'div',
      { class: 'gs' },
      h(
        'div',
        { class: 'gE iv gt' },
        h(
          'table',
          { class: 'cf gJ' },
          h('tbody', {}, senderRow(mail), h('tr', { class: 'acZ xD' }, h('td', {}, recipients(mail, own)))),
        ),
      ),
      h('div', { class: 'ii gt' }, h('div', { class: 'a3s aiL' }, ...body, ...forwarded)),
    ),
  );
}

function senderRow(mail: Mail): HTMLElement {
  const angle = (mark: string) => h('span', { 'aria-hidden': 'true' }, mark);
  const address = mail.from.address ? [h('span', { class: 'go' }, angle('<'), mail.from.address, angle('>'))] : [];
  return h(
    'tr',
    { class: 'acZ' },
    h(
      'td',
      { class: 'gF gK' },
      h('h3', { class: 'iw' }, h('span', { class: 'qu', translate: 'no' }, sender(mail.from), ...address)),
    ),
    h('td', { class: 'gH bAk' }, h('span', { class: 'g3', title: mail.when }, mail.when)),
  );
}

function sender({ name, address }: MailPerson): HTMLElement {
  const identity = address ? { email: address, 'data-hovercard-id': address } : {};
  return h('span', { class: 'gD', name, ...identity }, h('span', {}, name || address));
}

function recipients(mail: Mail, own: string): HTMLElement {
  const people = mail.to.flatMap(({ name, address }, index) => {
    const shown = address === own ? 'me' : name || address;
    const person = h('span', { class: 'g2', email: address, name: shown, 'data-hovercard-id': address }, shown);
    return index > 0 ? [document.createTextNode(', '), person] : [person];
  });
  return h('div', { class: 'iw ajw' }, h('span', { class: 'hb', translate: 'no' }, 'to ', ...people));
}

function avatar({ name, address }: MailPerson): HTMLElement {
  const letter = (name || address || '?').replace(/^\W+/, '').charAt(0).toUpperCase() || '?';
  const identity = address ? { 'data-hovercard-id': address, jid: address } : {};
  return h('div', { class: 'aju', 'aria-hidden': 'true', 'data-name': name, ...identity }, letter);
}

/** What a forwarded or a crafted mail can hold: a header and a subject of its own. */
function lookAlike(): HTMLElement {
  const person = h('span', { class: 'gD', email: 'forged@evil.example', name: 'Forged' }, 'Forged');
  const message = h('div', { class: 'adn ads', 'data-legacy-message-id': 'ffffffffffffffff' }, person);
  return h(
    'div',
    { role: 'main' },
    h('h2', { class: 'hP', 'data-legacy-thread-id': 'ffffffffffffffff' }, 'Forged subject'),
    h('div', { role: 'list' }, h('div', { role: 'listitem', class: 'h7', 'aria-expanded': 'true' }, message)),
  );
}
