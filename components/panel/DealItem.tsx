import type { Creation, Edit } from '../../lib/domain/edit';
import { refKey } from '../../lib/domain/opportunity';
import { cap, titleOf } from '../display';
import type { DealEntry } from './deal-entries';
import { OpportunityCard } from '../opportunity/OpportunityCard';

interface DealItemProps {
  entry: DealEntry;
  edits: readonly Edit[];
  creations: readonly Creation[];
}

/** A deal's article; where several CRMs have the deal, theirs side by side under its title. */
export function DealItem({ entry: { members }, edits, creations }: DealItemProps) {
  const isShared = members.length > 1;
  const title = titleOf(members[0].match.opportunity);
  return (
    <div class={isShared ? 'deal is-shared' : 'deal'}>
      {isShared && (
        <h3 class="deal-title" dir="auto" title={cap(title)}>
          {title}
        </h3>
      )}
      <div class="members">
        {members.map(({ section, match }) => (
          <div key={refKey(match.opportunity.ref)} data-deal={refKey(match.opportunity.ref)}>
            <OpportunityCard section={section} match={match} edits={edits} creations={creations} isGrouped={isShared} />
          </div>
        ))}
      </div>
    </div>
  );
}
