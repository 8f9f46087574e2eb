import { h } from './dom.ts';

/**
 * What Gmail's page does all day beside showing mail: it numbers hovered people, and builds its toolbar anew
 * whenever the selection changes.
 */
export function makeNoise(toolbar: HTMLElement): void {
  let owners = 0;
  document.addEventListener('mouseover', ({ target }) => {
    const person = target instanceof Element ? target.closest('[data-hovercard-id]') : null;
    person?.setAttribute('data-hovercard-owner-id', String((owners += 1)));
    rebuildToolbar(toolbar);
  });
  rebuildToolbar(toolbar);
}

function rebuildToolbar(toolbar: HTMLElement): void {
  const button = (label: string, sign: string) =>
    h('div', { class: 'T-I', role: 'button', tabindex: '0', 'aria-label': label, 'data-tooltip': label }, sign);
  toolbar.replaceChildren(
    button('Archive', '▤'),
    button('Report spam', '⚠'),
    button('Delete', '✕'),
    button('Mark as unread', '✉'),
  );
}
