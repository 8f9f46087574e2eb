import type { ComponentChildren } from 'preact';
import type { Edit } from '../../lib/domain/edit';
import { SectionNotices } from './SectionNotices';
import { SummaryBar } from './SummaryBar';
import type { Told } from './told';

interface ResultsProps extends Omit<Told, 'isShowing'> {
  edits: readonly Edit[];
  /** True where all was found for one person. */
  isOnePerson?: boolean;
  /** True while something is being created: that stands among the results. */
  isCreating?: boolean;
  /** The results. */
  children: ComponentChildren;
}

/** What connections answered, between how much that is and what of it is missing. */
export function Results({ isCreating = false, children, ...props }: ResultsProps) {
  const { sections } = props;
  const told = { ...props, isShowing: isCreating || sections.some(({ matches }) => matches.length > 0) };
  return (
    <>
      {sections.length > 0 && <SummaryBar {...told} />}
      <SectionNotices {...told} />
      {children}
      <SectionNotices {...told} isLate />
    </>
  );
}
