type Attributes = Record<string, string | undefined>;

/** An element with attributes and children; strings become text, never markup (the page enforces Trusted Types). */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Calls `act` on a click, and on Enter, as Gmail does for its rows and buttons. */
export function onActivate(element: HTMLElement, act: () => void): void {
  element.addEventListener('click', (event) => {
    event.stopPropagation();
    act();
  });
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') act();
  });
}
