import type { Section } from '../../lib/domain/panel-state';
import { cap } from '../display';
import { formatAge, formatMoment } from '../format';
import { usePanel } from '../panel/panel-context';

interface ItemHeadingProps {
  /** What comes before the title: "Created". */
  verb?: string | undefined;
  title: string;
  section: Section | undefined;
  /** True where there are other connections to tell it from. */
  isNamed: boolean;
  /** Epoch milliseconds. */
  at: number;
}

/** Which opportunity an entry is about, and when it was. */
export function ItemHeading({ verb, title, section, isNamed, at }: ItemHeadingProps) {
  const { now, locale } = usePanel();
  const instant = new Date(at).toISOString();
  return (
    <div class="entry-top">
      <p class="entry-title" title={cap(title)}>
        {verb && `${verb} `}
        <bdi>{title}</bdi>
      </p>
      {isNamed && section && <bdi class="entry-place">{section.connection.label}</bdi>}
      <time dateTime={instant} title={formatMoment(instant, now, locale) ?? undefined}>
        {formatAge(at, now)}
      </time>
    </div>
  );
}
