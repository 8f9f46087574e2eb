import { useLayoutEffect, useId, useRef, useState } from 'preact/hooks';
import type { Creation, Edit } from '../../lib/domain/edit';
import { applyEdits } from '../../lib/domain/edit';
import type { Match } from '../../lib/domain/match';
import { REASON_LABELS } from '../../lib/domain/match';
import { completeChange } from '../../lib/domain/deal-change';
import type { Field, Opportunity, OpportunityPatch } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import { CardControls } from './CardControls';
import { CardHeading } from './CardHeading';
import { ConflictAlert } from './ConflictAlert';
import { creationOf, editsOf, fieldProblems, viewEdits } from './deliveries';
import { DeliveryStatus } from './DeliveryStatus';
import { hasDraft } from '../form/drafts';
import { isClosed } from '../format';
import { lazy } from '../lazy';
import { knownRecords } from '../form/known-records';
import { hasStages } from '../display';
import { usePanel } from '../panel/panel-context';

const Details = lazy(async () => (await import('./Details')).Details);

interface OpportunityCardProps {
  section: Section;
  match: Match;
  /** Every edit and creation the panel knows; the card picks its own. */
  edits: readonly Edit[];
  creations: readonly Creation[];
  /** The same deal stands beside it from another CRM, under a heading they share. */
  isGrouped?: boolean;
}

/** Takes the focus when it was just created, once. */
function useFocusWhenCreated(created: Creation | undefined) {
  const { takeFocus } = usePanel();
  const article = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (created?.delivery.is === 'saved' && !created.isUndo && takeFocus(created.id, created.delivery.at))
      article.current?.focus();
  }, [created?.id]);
  return article;
}

/** True for fields whose refusal is shown at a control of the article itself. */
function isInCard(field: Field, { catalog, capabilities }: Section, { status }: Opportunity): boolean {
  switch (field) {
    case 'stageId':
    case 'pipelineId':
      return hasStages(catalog);
    case 'status':
      return capabilities.statuses.length > 0;
    case 'lossReasonId':
    case 'lossReason':
      return status === 'lost';
    default:
      return field === 'winProbability';
  }
}

/** The win probability a deal had before an edit that is still known of closed it. */
function replacedByClosing(own: readonly Edit[], { status }: Opportunity): number | null {
  const closing = own.findLast(({ patch }) => patch.status === status && patch.winProbability !== undefined);
  return closing?.base.winProbability ?? null;
}

/** One opportunity: what it is, the controls that change it, and how its edits fare. */
export function OpportunityCard({ section, match, edits, creations, isGrouped = false }: OpportunityCardProps) {
  const { actions, drafts, now, locale } = usePanel();
  const confirmed = match.opportunity;
  const { ref } = confirmed;
  const crm = section.connection.label;
  const own = editsOf(ref, edits);
  const opportunity = applyEdits(confirmed, own);
  const view = viewEdits(own, now);
  const refused = fieldProblems(view.rejected, crm);
  const created = creationOf(ref, creations, now);
  const isUntouched = !own.some(({ at }) => at > (created?.at ?? 0));
  const article = useFocusWhenCreated(created);

  const titleId = useId();
  const detailsId = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const [details, setDetails] = useState<'closed' | 'opened' | 'restored'>(() =>
    hasDraft(ref, drafts) ? 'restored' : 'closed',
  );
  const change = (patch: OpportunityPatch) =>
    actions.edit(opportunity, completeChange(opportunity, patch, section, replacedByClosing(own, opportunity)));
  const closeDetails = () => {
    setDetails('closed');
    opener.current?.focus();
  };
  const areDetailsOpen = details !== 'closed';
  const toggleDetails = () => setDetails(areDetailsOpen ? 'closed' : 'opened');
  const context = {
    catalog: section.catalog,
    currency: opportunity.currency,
    records: knownRecords(section, opportunity),
    now,
    locale,
  };

  return (
    <article
      ref={article}
      class={`card ${isClosed(opportunity.status) ? 'is-closed' : ''}`}
      tabIndex={-1}
      aria-labelledby={titleId}
    >
      <CardHeading
        section={section}
        opportunity={opportunity}
        titleId={titleId}
        isGrouped={isGrouped}
        details={{
          isOpen: areDetailsOpen,
          id: detailsId,
          opener,
          onToggle: toggleDetails,
          onApproach: Details.preload,
        }}
      />
      <CardControls section={section} opportunity={opportunity} refused={refused} onChange={change} />
      {areDetailsOpen && (
        <div id={detailsId}>
          <Details
            opportunity={opportunity}
            section={section}
            refused={refused}
            takesFocus={details === 'opened'}
            onClose={closeDetails}
          />
        </div>
      )}
      {view.conflicts.map((edit) => (
        <ConflictAlert
          key={edit.id}
          edit={edit}
          theirs={edit.delivery.theirs}
          context={context}
          crm={crm}
          onResolve={(keep) => actions.resolveEdit(edit.id, keep)}
        />
      ))}
      <div class="state">
        <span class="why" dir="auto">
          {match.reason ? REASON_LABELS[match.reason] : opportunity.companyName}
        </span>
        <DeliveryStatus
          view={view}
          canWrite={opportunity.canWrite}
          creation={created?.isUndo || isUntouched ? created : undefined}
          canUndoCreation={section.capabilities.canDelete && opportunity.canDelete}
          catalog={section.catalog}
          crm={crm}
          onCorrect={(field) =>
            areDetailsOpen || isInCard(field, section, opportunity) ? undefined : () => setDetails('opened')
          }
        />
      </div>
    </article>
  );
}
