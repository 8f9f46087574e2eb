import { useEffect, useRef } from 'preact/hooks';
import { explain } from '../../lib/domain/failure';
import type { Section } from '../../lib/domain/panel-state';
import { usePanel } from './panel-context';

interface MoreResultsProps {
  section: Section;
  /** True where other connections have results too. */
  isNamed: boolean;
  /** Before the rep's own click is passed on. */
  onAsk: (section: Section) => void;
}

/** The end of what was fetched of a connection: the next part comes as the rep gets near it, or on a click. */
export function MoreResults(props: MoreResultsProps) {
  const { isTruncated, hasMore } = props.section;
  if (!isTruncated) return null;
  return hasMore ? <NextPart {...props} /> : <ListEnd {...props} />;
}

/** The CRM has more, and none of it is to be had here. */
function ListEnd({ section, isNamed }: MoreResultsProps) {
  const { locale } = usePanel();
  const { connection, matches } = section;
  if (section.isMirrored) {
    return (
      <div class="more">
        <span class="soft">
          From the copy on this device: <bdi>{connection.label}</bdi> may have more.
        </span>
      </div>
    );
  }
  return (
    <div class="more">
      <span class="soft">
        Only the first {matches.length.toLocaleString(locale)}
        {isNamed && (
          <>
            {' '}
            from <bdi>{connection.label}</bdi>
          </>
        )}{' '}
        are shown.
      </span>
    </div>
  );
}

function NextPart({ section, isNamed, onAsk }: MoreResultsProps) {
  const { actions } = usePanel();
  const { connection, status, failure, matches } = section;
  const end = useRef<HTMLDivElement>(null);
  const askedAt = useRef<number | null>(null);
  const isLoading = status === 'loading';

  useEffect(() => {
    // After a failure, and after a part that brought nothing, the rep decides.
    if (status !== 'ready' || askedAt.current === matches.length || !end.current) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        askedAt.current = matches.length;
        actions.searchMore(connection.id);
      },
      // Two cards ahead: it is there when the rep is.
      { rootMargin: '400px 0px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [connection.id, status, matches.length]);

  const name = isNamed ? `Show more from ${connection.label}` : 'Show more';
  return (
    <div ref={end} class="more">
      <button
        type="button"
        class="quiet"
        aria-label={name}
        aria-disabled={isLoading}
        onClick={() => {
          if (isLoading) return;
          onAsk(section);
          actions.searchMore(connection.id);
        }}
      >
        Show more
      </button>
      <span class="soft" role="status">
        {isLoading && 'Loading…'}
        {/* Alone, it stands right above the notice that says so. */}
        {failure && isNamed && <bdi>{explain(failure, connection.label).sentence}</bdi>}
      </span>
    </div>
  );
}
