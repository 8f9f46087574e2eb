import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Section } from '../../lib/domain/panel-state';
import type { DealEntry } from './deal-entries';
import { Icon } from '../Icon';
import { MoreResults } from './MoreResults';
import { usePanel } from './panel-context';
import { SkeletonCard } from './Skeleton';
import { countIn } from './SummaryBar';

/** True where a connection is asked and has nothing to show meanwhile. */
export function isAwaited({ status, matches, unsupported }: Section): boolean {
  return status === 'loading' && matches.length === 0 && unsupported.length === 0;
}

interface SectionItemsProps {
  section: Section;
  /** What stands at this connection's place in the list. */
  entries: readonly DealEntry[];
  /** True where there are other connections to tell it from. */
  isNamed: boolean;
  isSearch: boolean;
  renderDeal: (entry: DealEntry) => ComponentChildren;
  onAskMore: (section: Section) => void;
}

/** One connection's part of the list. */
export function SectionItems({ section, entries, isNamed, isSearch, renderDeal, onAskMore }: SectionItemsProps) {
  const [isFolded, setFolded] = useState(false);
  if (isAwaited(section)) return isNamed ? <AwaitedItem section={section} /> : null;
  const isShared = ({ members }: DealEntry) => members.length > 1;
  // The heading folds its own deals; those shared with other connections are theirs too.
  const shown = entries.filter((entry) => !isFolded || entry.isFirst || isShared(entry));
  return (
    <>
      {shown.map((entry) => (
        <li key={entry.key}>
          {isNamed && entry.isFirst && (
            <GroupLabel section={section} isFolded={isFolded} onToggle={isSearch ? () => setFolded(!isFolded) : null} />
          )}
          {(!isFolded || isShared(entry)) && renderDeal(entry)}
          {isSearch && entry.isLast && !isFolded && (
            <MoreResults section={section} isNamed={isNamed} onAsk={onAskMore} />
          )}
        </li>
      ))}
    </>
  );
}

/** Holds the place: what comes does not push away what is read below. */
function AwaitedItem({ section }: { section: Section }) {
  return (
    <li aria-hidden="true">
      <GroupLabel section={section} isFolded={false} onToggle={null} />
      <SkeletonCard />
    </li>
  );
}

interface GroupLabelProps {
  section: Section;
  isFolded: boolean;
  /** `null` where it can't be folded. */
  onToggle: (() => void) | null;
}

/** Whose articles follow. Long lists fold, so that the next connection's are in reach. */
function GroupLabel({ section, isFolded, onToggle }: GroupLabelProps) {
  const { locale } = usePanel();
  const { label, accountName } = section.connection;
  const name = (
    <>
      <bdi>{label}</bdi> <bdi class="soft">{accountName}</bdi>
    </>
  );
  if (!onToggle) return <p class="group">{name}</p>;
  return (
    <p class="group">
      <button type="button" class="fold" aria-expanded={!isFolded} onClick={onToggle}>
        <span class="fold-name">{name}</span>
        <span class="soft">
          {section.isMirrored ? `${section.matches.length} in the copy` : countIn(section, locale)}
        </span>
        <Icon name="fold" />
      </button>
    </p>
  );
}
