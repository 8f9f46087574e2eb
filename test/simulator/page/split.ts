import type { Thread } from '../model.ts';
import { h } from './dom.ts';

/** Split view: the list stays beside a pane whose content is replaced. Both are inside one `role=main`. */
export function renderSplit(list: HTMLElement): HTMLElement {
  const empty = h('div', { class: 'apa' }, 'No conversations selected');
  return h(
    'div',
    { class: 'split' },
    h('div', { class: 'Nu tf' }, list),
    h(
      'div',
      { class: 'Nu S3 apP' },
      h('div', { class: 'aia' }, h('div', { class: 'ao8' }, h('div', { class: 'ao9' }, empty))),
    ),
  );
}

/** Puts a conversation into the pane and marks its row. */
export function openInPane(split: HTMLElement, thread: Thread, conversation: HTMLElement): void {
  for (const row of split.querySelectorAll('tr.zA'))
    row.classList.toggle('aps', row.getAttribute('data-row') === thread.id);
  split.querySelector('.ao9')?.replaceChildren(conversation);
}
