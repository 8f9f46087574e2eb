import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** The item with the focus, then those after it, then those before it, nearest first; none where it is elsewhere. */
function itemsFromFocus(list: HTMLElement | null): HTMLElement[] {
  const items = [...(list?.children ?? [])].filter((item) => item instanceof HTMLElement);
  const at = items.findIndex((item) => item.contains(document.activeElement));
  return at === -1 ? [] : [...items.slice(at), ...items.slice(0, at).toReversed()];
}

/**
 * What the rep clicks is often gone with its effect: "Undo", "Discard", with it the whole item. The focus then goes to
 * the item it was in, or to the next one.
 */
export function useKeptItem(list: RefObject<HTMLElement | null>): void {
  // While rendering, the page is still as it was.
  const before = itemsFromFocus(list.current);
  const region = useRef<HTMLElement | null>(null);
  region.current = list.current?.parentElement ?? region.current;
  useLayoutEffect(() => {
    const isLost = document.hasFocus() && document.activeElement === document.body;
    if (before.length > 0 && isLost) (before.find((item) => item.isConnected) ?? region.current)?.focus();
  });
}
