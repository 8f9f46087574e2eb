import type { Section } from '../../lib/domain/panel-state';
import type { FilterName, SearchQuery } from '../../lib/domain/search';
import { FILTER_LABELS, SORT_LABELS } from '../search/filter-labels';
import { FailureNotice } from './FailureNotice';
import type { Told } from './told';

/** "tags or close date": filters as they read in a sentence. */
function listFilters(names: readonly FilterName[]): string {
  const words = names.map((name) => FILTER_LABELS[name].toLowerCase());
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(words);
}

/** What a connection can't do of what was searched for; `null` where it can do it all. */
function describeLimits(section: Section, query: SearchQuery): string | null {
  const { connection, unsupported, capabilities, matches } = section;
  const { label } = connection;
  if (unsupported.length > 0) return `${label} can't be searched by ${listFilters(unsupported)}.`;
  if (matches.length === 0 || capabilities.sorts.includes(query.sort.by)) return null;
  const refusal = `${label} can't sort by ${SORT_LABELS[query.sort.by].toLowerCase()}`;
  // Where not even the usual order can be had, it is the CRM's own.
  return capabilities.sorts.includes('updatedAt') ? `${refusal}: the newest change comes first there.` : `${refusal}.`;
}

function isNothing({ status, unsupported, matches, isTruncated }: Section): boolean {
  return status === 'ready' && unsupported.length === 0 && matches.length === 0 && !isTruncated;
}

interface SectionNoticesProps extends Told {
  /** True below the results. */
  isLate?: boolean;
}

/**
 * What the connections did not do. Above the results, what they can't, and what went wrong while there is nothing to
 * show; below them what went wrong beside what was known before, and who has nothing.
 */
export function SectionNotices({ sections, query, asked, isShowing, isLate = false }: SectionNoticesProps) {
  const remark = (section: Section, about: SearchQuery) => {
    if (!isLate) return describeLimits(section, about);
    return isShowing && isNothing(section) && `Nothing in ${section.connection.label}.`;
  };
  return (
    <div class="notices" aria-live="polite">
      {sections.map((section) => {
        const { connection, failure } = section;
        if (failure && isShowing === isLate) {
          return <FailureNotice key={connection.id} failure={failure} label={connection.label} asked={asked} />;
        }
        const text = query && remark(section, query);
        return (
          text && (
            <p key={connection.id} class="remark">
              <bdi>{text}</bdi>
            </p>
          )
        );
      })}
    </div>
  );
}
