import type { Ref } from 'preact';
import { CRMS } from '../../lib/crm/catalog';
import type { Section } from '../../lib/domain/panel-state';
import type { Opportunity } from '../../lib/domain/opportunity';
import { cap, hasMoney, pipelineOf, safeUrl, titleOf } from '../display';
import { describeWord } from '../form/field-values';
import { describeClose, describeStageAge, formatMoney, isClosed } from '../format';
import { Icon } from '../Icon';
import { usePanel } from '../panel/panel-context';

interface CardHeadingProps {
  section: Section;
  opportunity: Opportunity;
  titleId: string;
  /** The same deal stands beside it from another CRM: the heading they share has the title, this one the label. */
  isGrouped: boolean;
  details: {
    isOpen: boolean;
    id: string;
    opener: Ref<HTMLButtonElement>;
    onToggle: () => void;
    /** Before a click, when the pointer or the focus comes to the button. */
    onApproach: () => void;
  };
}

/** A status nothing else in the article tells: the CRM's own word where no radios show it. */
function oddStatus({ status }: Opportunity, { capabilities }: Section): string | null {
  if (capabilities.statuses.length > 0 || status === '' || status === 'open' || isClosed(status)) return null;
  return describeWord(status);
}

/** The article's name: its title, or under a heading shared with another CRM's the connection's label. */
function Title({ id, title, label }: { id: string; title: string; label: string | null }) {
  if (label === null) {
    return (
      <h3 id={id} dir="auto" title={cap(title)}>
        {title}
      </h3>
    );
  }
  return (
    <h4 id={id} dir="auto">
      <span class="visually-hidden">{title}, </span>
      <bdi>{label}</bdi>
    </h4>
  );
}

/** What a deal is, how much, and when: text to read before anything to operate. */
export function CardHeading({ section, opportunity, titleId, isGrouped, details }: CardHeadingProps) {
  const { now, locale } = usePanel();
  const { amount, currency, status, stageChangedAt } = opportunity;
  const title = titleOf(opportunity);
  const url = safeUrl(opportunity.url);
  const close = describeClose(opportunity, now, locale);
  const stageAge = status === 'open' ? describeStageAge(stageChangedAt, now) : null;
  const pipeline = pipelineOf(section.catalog, opportunity)?.name;
  const odd = oddStatus(opportunity, section);
  const openIn = `Open in ${CRMS[section.connection.crm].label}`;
  return (
    <>
      <div class="top">
        <Title id={titleId} title={title} label={isGrouped ? section.connection.label : null} />
        {amount !== null && hasMoney(section.catalog, opportunity) && (
          <span class="money">{formatMoney(amount, currency, locale)}</span>
        )}
      </div>
      <div class="meta">
        <p>
          {close && isClosed(status) && <span class={`is-${close.tone}`}>{close.text}</span>}
          {odd && <bdi>{odd}</bdi>}
          {pipeline && <bdi>{pipeline}</bdi>}
          {close && !isClosed(status) && <span class={`is-${close.tone}`}>{close.text}</span>}
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
          onPointerEnter={details.onApproach}
          onFocus={details.onApproach}
          onClick={details.onToggle}
        >
          <Icon name="edit" />
        </button>
        {url && (
          <a class="icon-button" href={url} target="_blank" rel="noreferrer" aria-label={openIn} title={openIn}>
            <Icon name="open" />
          </a>
        )}
      </div>
    </>
  );
}
