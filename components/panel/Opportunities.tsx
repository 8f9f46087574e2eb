import { useRef } from 'preact/hooks';
import { CRMS } from '../../lib/crm/catalog';
import type { Creation, Edit } from '../../lib/domain/edit';
import { UNDO_WINDOW } from '../../lib/domain/edit';
import { refKey } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import type { Seen } from '../../lib/domain/same-deal';
import { CreationCard } from '../opportunity/CreationCard';
import type { DealEntry, Places } from './deal-entries';
import { listDeals, seenIn } from './deal-entries';
import { DealItem } from './DealItem';
import { isDelivery } from '../opportunity/deliveries';
import { useFocusOnMore } from './focus-on-more';
import { useKeptFocus } from './keep-focus';
import { MoreResults } from './MoreResults';
import { usePanel } from './panel-context';
import { isAwaited, SectionItems } from './SectionItems';
import { SkeletonCards } from './Skeleton';

interface OpportunitiesProps {
  sections: readonly Section[];
  edits: readonly Edit[];
  creations: readonly Creation[];
  /** Title of what was just asked for and is not yet among `creations`. */
  askedFor: string | null;
  /** Address of the person all is about; `null` for results of a search, which come in parts. */
  person: string | null;
}

/** Creations whose opportunity is not in the answers yet. */
function withoutArticle(creations: readonly Creation[], sections: readonly Section[], now: number): Creation[] {
  const shown = new Set(sections.flatMap(({ matches }) => matches.map(({ opportunity }) => refKey(opportunity.ref))));
  return creations.filter((creation) => {
    const { connection, made } = creation;
    if (made.opportunityId && shown.has(refKey({ connection, id: made.opportunityId }))) return false;
    const isRecent = isDelivery('saved', creation) && !creation.isUndo && now - creation.delivery.at < UNDO_WINDOW;
    return isRecent || !isDelivery('saved', creation);
  });
}

function keysOfMade(creations: readonly Creation[]): ReadonlySet<string> {
  return new Set(
    creations.flatMap(({ connection, made }) =>
      made.opportunityId ? [refKey({ connection, id: made.opportunityId })] : [],
    ),
  );
}

/**
 * The deals there are; one another CRM turns out to have as well stays where it is, with what is typed into it. Those of
 * one person stay in their order while that person is looked at, and new ones come below, under what is being read; what
 * the rep has just `made` stays above, where it was made.
 */
function useDeals(sections: readonly Section[], person: string | null, made: ReadonlySet<string>): DealEntry[] {
  const seen = useRef<Seen>(new Map());
  const shown = useRef<{ person: string | null; places: Places }>({ person: null, places: new Map() });
  const known = shown.current.person === person ? shown.current.places : new Map<string, number>();
  const places = new Map([...[...made].filter((key) => !known.has(key)).map((key) => [key, -1] as const), ...known]);
  const entries = listDeals(sections, person !== null, seen.current, person === null ? undefined : places);
  seen.current = seenIn(entries, seen.current);
  shown.current = { person, places: new Map(entries.map(({ key }, index) => [key, index])) };
  return entries;
}

/** What is being created, then each connection's matches, in one list. */
export function Opportunities({ sections, edits, creations, askedFor, person }: OpportunitiesProps) {
  const { now } = usePanel();
  const coming = withoutArticle(creations, sections, now);
  const isSearch = person === null;
  const entries = useDeals(sections, person, keysOfMade(creations));
  const { list, expectMore } = useFocusOnMore(sections);
  useKeptFocus(list);
  const isNamed = sections.length > 1;
  const hasItems = entries.length > 0 || coming.length > 0 || askedFor !== null;
  const isEmpty = (section: Section) => !entries.some(({ home }) => home === section);

  if (!hasItems && sections.some(isAwaited)) return <SkeletonCards />;
  return (
    <>
      {hasItems && (
        <ul class="cards" aria-label="Opportunities" ref={list}>
          {askedFor !== null && (
            <li key="asked">
              <CreationCard title={askedFor} creation={null} crm="" canUndo={false} section={null} />
            </li>
          )}
          {coming.toReversed().map((creation) => {
            const section = sections.find(({ connection }) => connection.id === creation.connection);
            return (
              <li key={creation.id}>
                <CreationCard
                  title={creation.draft.title}
                  creation={creation}
                  crm={section?.connection.label ?? CRMS.local.label}
                  canUndo={section?.capabilities.canDelete ?? false}
                  section={section ?? null}
                />
              </li>
            );
          })}
          {sections.map((section) => (
            <SectionItems
              key={section.connection.id}
              section={section}
              entries={entries.filter(({ home }) => home === section)}
              isNamed={isNamed}
              isSearch={isSearch}
              renderDeal={(entry) => <DealItem entry={entry} edits={edits} creations={creations} />}
              onAskMore={expectMore}
            />
          ))}
        </ul>
      )}
      {/* All they have stands at other connections' places, or was filtered out so far. */}
      {isSearch &&
        sections
          .filter(isEmpty)
          .map((section) => (
            <MoreResults key={section.connection.id} section={section} isNamed={isNamed} onAsk={expectMore} />
          ))}
    </>
  );
}
