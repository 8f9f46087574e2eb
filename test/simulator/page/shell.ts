import type { Label, Mailbox } from '../model.ts';
import { openCompose } from './compose.ts';
import { h, onActivate } from './dom.ts';
import { makeNoise } from './noise.ts';

const LABELS: [Label, string][] = [
  ['inbox', 'Inbox'],
  ['orders', 'Orders'],
  ['oddities', 'Oddities'],
];

interface ShellActions {
  open(label: Label): void;
  toggleSplit(): void;
}

/** Everything around the views: search, account, labels and the toolbar. */
export function renderShell(mailbox: Mailbox, views: HTMLElement, actions: ShellActions): HTMLElement[] {
  const toolbar = h('div', { gh: 'mtb' });
  makeNoise(toolbar);
  return [
    renderHeader(mailbox, actions),
    h(
      'div',
      { class: 'nH bkL' },
      renderNavigation(mailbox, actions),
      h('div', { class: 'nH bkK' }, h('div', { class: 'AO' }, h('div', { gh: 'tm' }, toolbar), views)),
    ),
  ];
}

function renderHeader({ account }: Mailbox, actions: ShellActions): HTMLElement {
  const split = h('div', { class: 'T-I', role: 'button', tabindex: '0', 'aria-label': 'Toggle split pane mode' }, '◫');
  onActivate(split, () => actions.toggleSplit());
  return h(
    'header',
    { role: 'banner' },
    h('span', { class: 'brand' }, 'Mail'),
    h('form', { role: 'search' }, h('input', { name: 'q', placeholder: 'Search mail', 'aria-label': 'Search mail' })),
    split,
    h(
      'a',
      { class: 'gb_A', href: '#', role: 'button', 'aria-label': `Account: ${account.name} (${account.address})` },
      account.name.charAt(0),
    ),
  );
}

function renderNavigation(mailbox: Mailbox, actions: ShellActions): HTMLElement {
  const compose = h('div', { class: 'T-I-KE', role: 'button', tabindex: '0' }, '✎ Compose');
  onActivate(compose, openCompose);
  const links = LABELS.map(([label, name]) => {
    const unread = mailbox.threads.filter((thread) => thread.label === label && thread.isUnread).length;
    const link = h(
      'a',
      { href: `#${label}`, 'aria-label': name },
      name,
      ...(unread ? [h('b', {}, String(unread))] : []),
    );
    onActivate(link, () => actions.open(label));
    return link;
  });
  return h('div', { class: 'aeN WR nH oy8Mbf', role: 'navigation' }, compose, ...links);
}
