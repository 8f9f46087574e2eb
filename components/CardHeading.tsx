import type { Ref } from 'preact';
import type { Section } from '../lib/domain/panel-state';
import type { Opportunity } from '../lib/domain/opportunity';
import { cap, hasMoney, pipelineOf, safeUrl, titleOf } from './display';
import { describeClose, describeStageAge, formatMoney } from './format';
import { Icon } from './Icon';
import { usePanel } from './panel-context';

interface CardHeadingProps {
  section: Section;
  opportunity: Opportunity;
  titleId: string;
  details: { isOpen: boolean; id: string; opener: Ref<HTMLButtonElement>; onToggle: () => void };
}

/** What a deal is, how much, and when: text to read before anything to operate. */
export function CardHeading({ section, opportunity, titleId, details }: CardHeadingProps) {
  const { now, locale } = usePanel();
  const { amount, currency, status, stageChangedAt } = opportunity;
  const title = titleOf(opportunity);
  const url = safeUrl(opportunity.url);
  const close = describeClose(opportunity, now, locale);
  const stageAge = status === 'open' ? describeStageAge(stageChangedAt, now) : null;
  const pipeline = pipelineOf(section.catalog, opportunity);
  return (
    <>
      <div class="top">
        <h3 id={titleId} dir="auto" title={cap(title)}>
          {title}
        </h3>
        {amount !== null && hasMoney(section.catalog, opportunity) && (
          <span class="money">{formatMoney(amount, currency, locale)}</span>
        )}
      </div>
      <div class="meta">
        <p>
          {close && status !== 'open' && <span class={`is-${close.tone}`}>{close.text}</span>}
          {pipeline && <bdi>{pipeline.name}</bdi>}
          {close && status === 'open' && <span class={`is-${close.tone}`}>{close.text}</span>}
          {stageAge && <span>{stageAge}</span>}
        </p>
        <button
          type="button"
          class="icon-button"
          aria-label="Edit details"
          title="Edit details"
          aria-expanded={details.isOpen}
          aria-controls={details.isOpen ? details.id : undefined}
          ref={details.opener}
          onClick={details.onToggle}
        >
          <Icon name="edit" />
        </button>
        {url && (
          <a
            class="icon-button"
            href={url}
            target="_blank"
            rel="noreferrer"
            aria-label={`Open in ${section.connection.label}`}
            title={`Open in ${section.connection.label}`}
          >
            <Icon name="open" />
          </a>
        )}
      </div>
    </>
  );
}
