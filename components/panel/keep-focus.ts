import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Where the focus is before the list changes. */
interface Place {
  element: Element;
  /** Its article and those after it, then those before it, nearest first. */
  articles: { article: HTMLElement; deal: string | undefined }[];
}

function findPlace(list: HTMLElement | null): Place | null {
  const { activeElement } = document;
  if (!activeElement || !list?.contains(activeElement)) return null;
  const articles = [...list.querySelectorAll<HTMLElement>('article')];
  const at = articles.findIndex((article) => article.contains(activeElement));
  if (at === -1) return null;
  const nearest = [...articles.slice(at), ...articles.slice(0, at).toReversed()];
  return {
    element: activeElement,
    articles: nearest.map((article) => ({
      article,
      deal: article.closest<HTMLElement>('[data-deal]')?.dataset['deal'],
    })),
  };
}

/** True where the focus went with what had it, unless the rep is at work in another page. */
function isFocusLost(): boolean {
  const { activeElement } = document;
  return document.hasFocus() && (!activeElement || activeElement === document.body);
}

function restore({ element, articles }: Place, list: HTMLElement | null): void {
  // Of one article gone and one put elsewhere, the latter is another element of the same deal.
  const places = [...(list?.querySelectorAll<HTMLElement>('[data-deal]') ?? [])];
  const known = articles.flatMap(({ article, deal }) => {
    if (article.isConnected) return article;
    const place = places.find(({ dataset }) => deal !== undefined && dataset['deal'] === deal);
    return place?.querySelector<HTMLElement>('article') ?? [];
  });
  const heading = document.querySelector<HTMLElement>('main h2');
  if (element.isConnected && element instanceof HTMLElement) element.focus({ preventScroll: true });
  else (known[0] ?? heading)?.focus();
}

/**
 * What the rep clicks may be gone with its effect: "Undo", "Keep mine", or a whole article. The focus goes to the
 * article it was in, else to the next one, and to the sum above the list where none is left.
 */
export function useKeptFocus(list: RefObject<HTMLElement | null>): void {
  const before = useRef<Place | null>(null);
  // While rendering, the page is still as it was.
  before.current = findPlace(list.current);
  useLayoutEffect(() => {
    if (before.current && isFocusLost()) restore(before.current, list.current);
    before.current = null;
  });
}
