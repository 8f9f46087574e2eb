import { h } from './dom.ts';

/**
 * The sibling views under `.aeF`: all but one are hidden with inline `display:none`, and `role=main` is on the shown
 * one. Views stay in the document, so showing one again, or going back to the list, changes attributes only.
 */
export class Views {
  readonly host = h('div', { class: 'aeF' });
  readonly #byKey = new Map<string, HTMLElement>();

  /** Shows the view of this key, made by `make` the first time. */
  show(key: string, make: () => HTMLElement[]): void {
    for (const view of this.#byKey.values()) {
      view.style.display = 'none';
      view.removeAttribute('role');
    }
    const view = this.#byKey.get(key) ?? this.#add(key, make());
    view.style.display = '';
    view.setAttribute('role', 'main');
  }

  #add(key: string, content: HTMLElement[]): HTMLElement {
    const view = h('div', { class: 'nH' }, ...content);
    this.#byKey.set(key, view);
    this.host.append(view);
    return view;
  }
}
