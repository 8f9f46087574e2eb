import type { Edit } from '../lib/domain/edit';
import { applyEdits } from '../lib/domain/edit';
import type { Section } from '../lib/domain/panel-state';
import { hasMoney } from './display';
import { formatAge, formatTotal } from './format';
import { Icon } from './Icon';
import { usePanel } from './panel-context';

/** The opportunities of a section as the rep sees them. */
export function shownIn(section: Section, edits: readonly Edit[]) {
  return section.matches.map(({ opportunity }) => applyEdits(opportunity, edits));
}

/** `2 opportunities · €96,500 open`, or what is known instead. */
function summarise(sections: readonly Section[], edits: readonly Edit[], locale: string | undefined): string {
  const all = sections.flatMap((section) => shownIn(section, edits));
  // One that has not answered may be the one that has them.
  const isAnswered = sections.every(({ asOf }) => asOf !== null);
  if (all.length === 0 && sections.some(({ status }) => status === 'loading')) return 'Looking…';
  if (all.length === 0 && !isAnswered) return 'Not looked up';
  if (all.length === 0) return 'No opportunities';
  const count = `${all.length}${sections.some(({ isTruncated }) => isTruncated) ? '+' : ''}`;
  const worth = sections.flatMap((section) =>
    shownIn(section, edits).filter((shown) => shown.status === 'open' && hasMoney(section.catalog, shown)),
  );
  const total = formatTotal(worth, locale);
  return `${count} ${count === '1' ? 'opportunity' : 'opportunities'}${total ? ` · ${total} open` : ''}`;
}

/** How many and how much, from when, and the button that asks again. */
export function SummaryBar({ sections, edits }: { sections: readonly Section[]; edits: readonly Edit[] }) {
  const { actions, now, locale } = usePanel();
  const ages = sections.flatMap(({ asOf }) => asOf ?? []);
  const isLoading = sections.some(({ status }) => status === 'loading');
  return (
    <div class="bar">
      <h2>{summarise(sections, edits, locale)}</h2>
      {ages.length > 0 && <span class="soft">as of {formatAge(Math.min(...ages), now)}</span>}
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
