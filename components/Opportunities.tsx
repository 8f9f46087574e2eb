import { CRMS } from '../lib/crm/catalog';
import type { Creation, Edit } from '../lib/domain/edit';
import { UNDO_WINDOW } from '../lib/domain/edit';
import { refKey } from '../lib/domain/opportunity';
import type { Section } from '../lib/domain/panel-state';
import { CreationCard } from './CreationCard';
import { isDelivery } from './deliveries';
import { OpportunityCard } from './OpportunityCard';
import { usePanel } from './panel-context';
import { SkeletonCards } from './Skeleton';

interface OpportunitiesProps {
  sections: readonly Section[];
  edits: readonly Edit[];
  creations: readonly Creation[];
  /** Title of what was just asked for and is not yet among `creations`. */
  askedFor: string | null;
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

/** What is being created, then each connection's matches, in one list. */
export function Opportunities({ sections, edits, creations, askedFor }: OpportunitiesProps) {
  const { now } = usePanel();
  const coming = withoutArticle(creations, sections, now);
  const hasMatches = sections.some(({ matches }) => matches.length > 0);
  if (!hasMatches && coming.length === 0 && askedFor === null) {
    return sections.some(({ status }) => status === 'loading') ? <SkeletonCards /> : null;
  }
  return (
    <ul class="cards" aria-label="Opportunities">
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
      {sections.flatMap((section) =>
        section.matches.map((match, index) => (
          <li key={refKey(match.opportunity.ref)}>
            {sections.length > 1 && index === 0 && <GroupLabel section={section} />}
            <OpportunityCard section={section} match={match} edits={edits} creations={creations} />
          </li>
        )),
      )}
    </ul>
  );
}

function GroupLabel({ section: { connection } }: { section: Section }) {
  return (
    <p class="group">
      <bdi>{connection.label}</bdi> <bdi class="soft">{connection.accountName}</bdi>
    </p>
  );
}
