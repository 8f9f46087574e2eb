import type { Label, MailPerson, Thread } from '../model.ts';
import { h, onActivate } from './dom.ts';

/** Rows carry the very attributes messages do (`email`, `data-legacy-thread-id`): the main cause of a wrong sender. */
export function renderList(label: Label, threads: Thread[], own: string, open: (thread: Thread) => void): HTMLElement {
  const rows = threads.filter((thread) => thread.label === label).map((thread) => renderRow(thread, own, open));
  return h(
    'div',
    { gh: 'tl', class: 'Cp' },
    h('table', { class: 'F cf zt', role: 'grid', 'aria-label': 'Conversations' }, h('tbody', {}, ...rows)),
  );
}

function renderRow(thread: Thread, own: string, open: (thread: Thread) => void): HTMLElement {
  const last = thread.mails.at(-1);
  const ids = {
    'data-thread-id': `#thread-f:${BigInt(`0x${thread.id}`)}`,
    'data-legacy-thread-id': thread.id,
    'data-legacy-last-message-id': last?.id,
    'data-legacy-last-non-draft-message-id': last?.id,
  };
  const row = h(
    'tr',
    {
      class: `zA ${thread.isUnread ? 'zE' : 'yO'}`,
      role: 'row',
      tabindex: '-1',
      draggable: 'true',
      'data-row': thread.id,
    },
    h(
      'td',
      { class: 'oZ-x3 xY' },
      h('div', { class: 'oZ-jc T-Jo', role: 'checkbox', 'aria-checked': 'false', 'aria-label': 'Select' }),
    ),
    h('td', { class: 'apU xY' }, h('span', { class: 'aXw T-KT', role: 'img', 'aria-label': 'Not starred' }, '☆')),
    h('td', { class: 'yX xY', role: 'gridcell' }, h('div', { class: 'yW' }, ...renderSenders(thread, own))),
    h(
      'td',
      { class: 'xY a4W', role: 'gridcell' },
      h(
        'div',
        { class: 'xS', role: 'link', tabindex: '0', 'aria-label': thread.subject },
        h('span', { class: 'bog' }, h('span', ids, thread.subject)),
        h('span', { class: 'y2' }, ` – ${last?.body.join(' ') ?? ''}`),
      ),
    ),
    h('td', { class: 'xW xY', role: 'gridcell' }, h('span', {}, last?.when ?? '')),
  );
  onActivate(row, () => open(thread));
  return row;
}

function renderSenders(thread: Thread, own: string): Node[] {
  const senders = new Map(thread.mails.map(({ from }) => [from.address, from]));
  const names = [...senders.values()].flatMap((person, index) => [
    ...(index > 0 ? [document.createTextNode(', ')] : []),
    h('span', { class: 'bA4' }, renderSender(person, own, thread.isUnread)),
  ]);
  const count = thread.mails.length > 1 ? [h('span', { class: 'bx0' }, String(thread.mails.length))] : [];
  return [...names, ...count];
}

function renderSender({ name, address }: MailPerson, own: string, isUnread: boolean): HTMLElement {
  const shown = address === own ? 'me' : name || address;
  const identity = address ? { email: address, 'data-hovercard-id': address } : {};
  return h('span', { class: isUnread ? 'zF' : 'yP', name: shown, ...identity }, shown);
}
