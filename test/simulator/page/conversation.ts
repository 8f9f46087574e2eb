import type { Thread } from '../model.ts';
import { h, onActivate } from './dom.ts';
import { renderMessage } from './message.ts';

/** The subject is there at once, the messages two frames later, as on a slow line. */
export function renderConversation(thread: Thread, own: string, popOut: (() => void) | undefined): HTMLElement {
  const messages = h('div', { class: 'nH', role: 'list', 'aria-label': 'Messages' });
  requestAnimationFrame(() => requestAnimationFrame(() => messages.append(...renderMessages(thread, own))));
  return h(
    'div',
    { class: 'nH a98 iY' },
    h(
      'div',
      { class: 'ha' },
      h(
        'h2',
        {
          class: 'hP',
          tabindex: '-1',
          'data-thread-perm-id': thread.permId ?? undefined,
          'data-legacy-thread-id': thread.id,
        },
        thread.subject,
      ),
      ...(popOut ? [popOutButton(popOut)] : []),
    ),
    h('div', { class: 'nH aHU' }, h('div', { class: 'nH hx' }, messages)),
  );
}

/** Older messages come collapsed, the newest expanded. */
function renderMessages(thread: Thread, own: string): HTMLElement[] {
  return thread.mails.map((mail, index) => renderMessage(mail, own, index === thread.mails.length - 1));
}

function popOutButton(popOut: () => void): HTMLElement {
  const button = h('div', { role: 'button', tabindex: '0', class: 'T-I', 'aria-label': 'In new window' }, '↗');
  onActivate(button, popOut);
  return button;
}
