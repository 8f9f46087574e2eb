import type { Failure } from '../../lib/domain/failure';
import { explain } from '../../lib/domain/failure';
import type { Section } from '../../lib/domain/panel-state';
import type { FilterName, SearchQuery } from '../../lib/domain/search';
import { FILTER_LABELS, SORT_LABELS } from '../search/filter-labels';
import { Icon } from '../Icon';
import { usePanel } from './panel-context';

/** Failures only the options page can mend. */
const NEEDS_OPTIONS = new Set<Failure['kind']>(['unauthorized', 'scope', 'no-permission']);

/** "tags or close date": filters as they read in a sentence. */
function listFilters(names: readonly FilterName[]): string {
  const words = names.map((name) => FILTER_LABELS[name].toLowerCase());
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(words);
}

/** What an answered section has to say beside, or in place of, its results; `null` where they speak for themselves. */
function remark(section: Section, query: SearchQuery, isAlone: boolean): string | null {
  const { connection, unsupported, capabilities, matches, status, isTruncated } = section;
  const { label } = connection;
  if (unsupported.length > 0) return `${label} can't be searched by ${listFilters(unsupported)}.`;
  if (matches.length > 0 && !capabilities.sorts.includes(query.sort.by)) {
    const refusal = `${label} can't sort by ${SORT_LABELS[query.sort.by].toLowerCase()}`;
    // Where not even the usual order can be had, it is the CRM's own.
    return capabilities.sorts.includes('updatedAt')
      ? `${refusal}: the newest change comes first there.`
      : `${refusal}.`;
  }
  const isEmpty = status === 'ready' && matches.length === 0 && !isTruncated;
  return isEmpty && !isAlone ? `Nothing in ${label}.` : null;
}

interface SectionNoticesProps {
  sections: readonly Section[];
  /** What the sections answer, where that is a search. */
  query?: SearchQuery;
}

/** What went wrong per connection, and what it can't do; what was known before stays below. */
export function SectionNotices({ sections, query }: SectionNoticesProps) {
  const isAlone = sections.every(({ matches }) => matches.length === 0);
  return (
    <div class="notices" aria-live="polite">
      {sections.map((section) => {
        const { connection, failure } = section;
        if (failure) return <FailureNotice key={connection.id} failure={failure} label={connection.label} />;
        const sentence = query && remark(section, query, isAlone);
        return (
          sentence && (
            <p key={connection.id} class="remark">
              <bdi>{sentence}</bdi>
            </p>
          )
        );
      })}
    </div>
  );
}

/** What went wrong, what to do, and the way to try again. `label` names who failed. */
export function FailureNotice({ failure, label }: { failure: Failure; label: string }) {
  const { actions } = usePanel();
  const { sentence, remedy } = explain(failure, label);
  return (
    <div class="note is-failure">
      <Icon name="warning" />
      <p>
        <bdi>{sentence}</bdi> {remedy}
      </p>
      <div class="note-actions">
        <button type="button" class="text-button" onClick={() => actions.refresh()}>
          Try again
        </button>
        {NEEDS_OPTIONS.has(failure.kind) && (
          <button type="button" class="text-button" onClick={() => actions.openOptions()}>
            Open options
          </button>
        )}
        {failure.kind === 'storage' && (
          <button type="button" class="text-button" onClick={() => actions.exportPending()}>
            Export pending changes
          </button>
        )}
      </div>
    </div>
  );
}
