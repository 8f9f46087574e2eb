import type { Creation } from '../../lib/domain/edit';
import type { Opportunity } from '../../lib/domain/opportunity';
import type { Catalog } from '../../lib/domain/pipeline';
import { findStage } from '../../lib/domain/pipeline';
import { hasMoney, safeUrl, titleOf } from '../display';
import { describeClose, formatMoney } from '../format';
import { usePanel } from '../panel/panel-context';
import type { With } from './deliveries';

export interface SimilarQuestionProps {
  creation: With<'similar', Creation>;
  catalog: Catalog | null;
  /** The connection's label. */
  crm: string;
}

/** Enough to tell whether it is the one meant. */
function useFacts(catalog: Catalog | null, opportunity: Opportunity): string[] {
  const { now, locale } = usePanel();
  const { companyName, stageId, amount, currency } = opportunity;
  const facts = [
    companyName,
    findStage(catalog, stageId)?.stage.name,
    amount !== null && hasMoney(catalog, opportunity) && formatMoney(amount, currency, locale),
    describeClose(opportunity, now, locale)?.text,
  ];
  return facts.filter((fact) => typeof fact === 'string' && fact !== '') as string[];
}

/** What is already there, and the choice: that one, another, or neither. */
export function SimilarQuestion({ creation, catalog, crm }: SimilarQuestionProps) {
  const { actions } = usePanel();
  const { why, opportunity } = creation.delivery;
  const facts = useFacts(catalog, opportunity);
  const title = titleOf(opportunity);
  const url = safeUrl(opportunity.url);
  return (
    <>
      <p>
        {why === 'thread' ? 'This thread already has an opportunity:' : `${crm} has a very similar open opportunity:`}
      </p>
      <p class="similar-title" dir="auto">
        {url ? (
          <a href={url} target="_blank" rel="noreferrer">
            {title}
          </a>
        ) : (
          title
        )}
      </p>
      {facts.length > 0 && (
        <p class="similar-facts">
          {facts.map((fact, index) => (
            <span key={index}>
              {index > 0 && ' · '}
              <bdi>{fact}</bdi>
            </span>
          ))}
        </p>
      )}
      <div class="note-actions">
        <button type="button" class="text-button" onClick={() => actions.resolveCreation(creation.id, 'existing')}>
          Use this one
        </button>
        <button type="button" class="text-button" onClick={() => actions.resolveCreation(creation.id, 'new')}>
          Create another
        </button>
        <button type="button" class="text-button" onClick={() => actions.discardCreation(creation.id)}>
          Discard
        </button>
      </div>
    </>
  );
}
