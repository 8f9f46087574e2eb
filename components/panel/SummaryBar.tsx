import type { Edit } from '../../lib/domain/edit';
import { applyEdits } from '../../lib/domain/edit';
import { explain } from '../../lib/domain/failure';
import { refKey } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import { findSharedDeals } from '../../lib/domain/same-deal';
import { hasMoney } from '../display';
import { formatAsOf, formatTotal } from '../format';
import { Icon } from '../Icon';
import { usePanel } from './panel-context';
import type { Told } from './told';

/** The opportunities of a section as the rep sees them. */
export function shownIn(section: Section, edits: readonly Edit[]) {
  return section.matches.map(({ opportunity }) => applyEdits(opportunity, edits));
}

/** `2`, `12 of 340` or `50+`: how many are shown, and of how many as far as the CRM tells. */
export function countIn({ matches, total, isTruncated }: CountedSection, locale: string | undefined): string {
  const shown = matches.length.toLocaleString(locale);
  if (isTruncated && total !== null && total > matches.length) return `${shown} of ${total.toLocaleString(locale)}`;
  return isTruncated ? `${shown}+` : shown;
}

type CountedSection = Pick<Section, 'matches' | 'total' | 'isTruncated'>;

/** Several sections' results as one; a total only where each is known. */
function together(sections: readonly Section[], twice: ReadonlySet<string>): CountedSection {
  const totals = sections.map(({ matches, total, isTruncated }) => (isTruncated ? total : matches.length));
  return {
    matches: sections.flatMap(({ matches }) =>
      matches.filter(({ opportunity }) => !twice.has(refKey(opportunity.ref))),
    ),
    total: totals.includes(null) ? null : totals.reduce<number>((sum, total) => sum + (total ?? 0), 0),
    isTruncated: sections.some(({ isTruncated }) => isTruncated),
  };
}

/** `2 opportunities · €96,500 open`, or what is known instead. */
function summarise({ sections, edits, isOnePerson, query }: SummaryBarProps, locale: string | undefined): string {
  // A deal kept in two CRMs is one deal.
  const groups = findSharedDeals(sections, isOnePerson ?? false);
  const twice = new Set(groups.flatMap(([, ...others]) => others.map(({ ref }) => refKey(ref))));
  const all = sections.flatMap((section) => section.matches);
  // One that has not answered may be the one that has them.
  const isAnswered = sections.every(({ asOf, unsupported }) => asOf !== null && unsupported.length === 0);
  if (all.length === 0 && sections.some(({ status }) => status === 'loading')) return 'Looking…';
  if (all.length === 0 && !isAnswered) return 'Not looked up';
  const counted = together(sections, twice);
  if (all.length === 0) return counted.isTruncated ? 'None so far' : 'No opportunities';
  // The copy may know a part of them only.
  if (query && sections.every((section) => section.matches.length === 0 || section.isMirrored)) {
    return `${counted.matches.length.toLocaleString(locale)} in the copy`;
  }
  const count = countIn(counted, locale);
  const worth = sections.flatMap((section) =>
    shownIn(section, edits).filter(
      (shown) => shown.status === 'open' && hasMoney(section.catalog, shown) && !twice.has(refKey(shown.ref)),
    ),
  );
  // The sum of some is no sum.
  const total = counted.isTruncated ? '' : formatTotal(worth, locale);
  return `${count} ${count === '1' ? 'opportunity' : 'opportunities'}${total ? ` · ${total} open` : ''}`;
}

interface SummaryBarProps extends Told {
  edits: readonly Edit[];
  /** True where all was found for one person. */
  isOnePerson?: boolean;
}

/** How many and how much, from when, and the button that asks again. */
export function SummaryBar(props: SummaryBarProps) {
  const { sections } = props;
  const { actions, locale } = usePanel();
  const isLoading = sections.some(({ status }) => status === 'loading');
  return (
    <div class="bar">
      {/* Takes the focus where the last article is gone. */}
      <h2 tabIndex={-1}>{summarise(props, locale)}</h2>
      <Freshness {...props} />
      <button
        type="button"
        class={`icon-button ${isLoading ? 'is-turning' : ''}`}
        aria-label="Refresh"
        title="Refresh"
        onClick={() => actions.refresh()}
      >
        <Icon name="refresh" />
      </button>
    </div>
  );
}

/** From when the answers are; where some are missing, the way to why. As wide and as high in either case. */
function Freshness({ sections, asked, isShowing }: Told) {
  const { now } = usePanel();
  const ages = sections.flatMap(({ asOf }) => asOf ?? []);
  const failed = sections.filter(({ failure }) => isShowing && failure);
  const age = ages.length > 0 && <span>{formatAsOf(Math.min(...ages), now, failed.length > 0)}</span>;
  if (failed.length === 0) return age && <span class="age soft">{age}</span>;
  const reasons = failed.map(
    ({ failure, connection }) => failure && explain(failure, connection.label, asked).sentence,
  );
  return (
    <button
      type="button"
      class="age soft"
      title={reasons.join(' ')}
      onClick={() => document.querySelector<HTMLElement>('.notices .is-failure')?.focus()}
    >
      <b>{failed.every(({ asOf }) => asOf !== null) ? 'Not refreshed' : 'Incomplete'}</b> {age}
    </button>
  );
}
