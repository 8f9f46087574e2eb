import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ConnectionId } from '../../lib/domain/opportunity';
import { refKey } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';

/** True where the focus went with the button that asked, or is still on it. */
function isFocusFree(): boolean {
  const { activeElement } = document;
  return !activeElement || activeElement === document.body || activeElement.closest('.more') !== null;
}

/**
 * After "Show more" the focus goes to the first article that came, from where the keyboard reads on. The articles are
 * found in `list`, by their opportunity's key in `data-deal`.
 */
export function useFocusOnMore(sections: readonly Section[]) {
  const list = useRef<HTMLUListElement>(null);
  const expected = useRef<{ connection: ConnectionId; after: number } | null>(null);
  useLayoutEffect(() => {
    const wanted = expected.current;
    const section = sections.find(({ connection }) => connection.id === wanted?.connection);
    const next = section?.matches[wanted?.after ?? 0];
    if (!next) return;
    expected.current = null;
    const key = refKey(next.opportunity.ref);
    const places = [...(list.current?.querySelectorAll<HTMLElement>('[data-deal]') ?? [])];
    const place = places.find(({ dataset }) => dataset['deal'] === key);
    if (isFocusFree()) place?.querySelector<HTMLElement>('article')?.focus({ preventScroll: true });
  });
  return {
    list,
    expectMore: ({ connection, matches }: Section) => {
      expected.current = { connection: connection.id, after: matches.length };
    },
  };
}
