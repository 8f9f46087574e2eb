import type { Label, Mailbox, Thread } from '../model.ts';
import { renderConversation } from './conversation.ts';
import { renderList } from './list.ts';
import { renderShell } from './shell.ts';
import { openInPane, renderSplit } from './split.ts';
import { Views } from './views.ts';

const views = new Views();
let splits: Map<Label, HTMLElement> | null = null;
const mailbox: Mailbox = await (await fetch('mailbox.json')).json();
const { account, threads } = mailbox;
const popped = new URLSearchParams(location.search).get('th');

if (popped) showPopOut(threads.find(({ id }) => id === popped));
else showMail();

/** A conversation in a window of its own: no list, no navigation, and a title that does not tell the account. */
function showPopOut(thread: Thread | undefined): void {
  if (!thread) return;
  document.body.className = 'aAU xE Su';
  document.title = `Gmail - ${thread.subject}`;
  const main = document.createElement('div');
  main.className = 'nH';
  main.setAttribute('role', 'main');
  main.append(renderConversation(thread, account.address, undefined));
  document.body.replaceChildren(main);
}

function showMail(): void {
  const actions = { open: (label: Label) => go(label), toggleSplit };
  document.body.className = 'aAU';
  document.body.replaceChildren(...renderShell(mailbox, views.host, actions));
  addEventListener('hashchange', () => route());
  route();
}

/** Sets the address; what is shown follows from it, as for a link or the back button. */
function go(label: Label, thread?: Thread): void {
  location.hash = thread ? `${path(label)}/${thread.opaqueId}` : path(label);
}

function path(label: Label): string {
  return label === 'inbox' ? 'inbox' : `label/${label}`;
}

function route(): void {
  const parts =
    location.hash
      .replace(/^#/, '')
      .split('?', 1)[0]
      ?.replace(/^label\//, '')
      .split('/') ?? [];
  const label: Label = parts[0] === 'orders' || parts[0] === 'oddities' ? parts[0] : 'inbox';
  const thread = threads.find(({ opaqueId }) => opaqueId === parts[1]);
  for (const link of document.querySelectorAll('.aeN a'))
    link.classList.toggle('nZ', link.getAttribute('href') === `#${label}`);
  document.title = `${thread?.subject ?? title(label)} - ${account.address} - Gmail`;
  if (splits) showSplit(splits, label, thread);
  else if (thread) views.show(thread.id, () => [renderConversation(thread, account.address, () => popOut(thread))]);
  else views.show(`list ${label}`, () => [list(label)]);
}

function title(label: Label): string {
  const unread = threads.filter((thread) => thread.label === label && thread.isUnread).length;
  const name = label.charAt(0).toUpperCase() + label.slice(1);
  return unread ? `${name} (${unread})` : name;
}

function list(label: Label): HTMLElement {
  return renderList(label, threads, account.address, (thread) => go(label, thread));
}

function showSplit(byLabel: Map<Label, HTMLElement>, label: Label, thread: Thread | undefined): void {
  const split = byLabel.get(label) ?? renderSplit(list(label));
  byLabel.set(label, split);
  views.show(`split ${label}`, () => [split]);
  if (thread)
    openInPane(
      split,
      thread,
      renderConversation(thread, account.address, () => popOut(thread)),
    );
}

function toggleSplit(): void {
  splits = splits ? null : new Map();
  route();
}

function popOut(thread: Thread): void {
  open(`?view=btop&th=${thread.id}`, '_blank', 'popup,width=900,height=700');
}
