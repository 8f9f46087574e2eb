import type { Creation, OpportunityDraft } from './edit';
import { isUnderway } from './edit';
import { fieldsOf } from './opportunity';
import { isSameValue } from './same-value';

/** What is on its way or stays goes on; what was decided anew starts anew. */
export function fromTheBeginning(creation: Creation): Creation {
  const { delivery } = creation;
  return delivery.is === 'sending' || delivery.is === 'saved'
    ? creation
    : { ...creation, attempts: 0, delivery: { is: 'queued' } };
}

/** One whose removal is given up: it is looked for, since what the removal has come to may be unknown. */
export function asLeft(creation: Creation): Creation {
  return { ...creation, isUndo: false, isLeft: true, delivery: { is: 'queued' } };
}

/** One that is to be gone: at once where nothing of it can be in the CRM. */
export function asTakenBack(creation: Creation): Creation | null {
  const { isNewContact, isNewCompany, wasSent, opportunityId } = creation.made;
  const hasTraces = isNewContact || isNewCompany || wasSent || opportunityId !== undefined;
  return hasTraces ? { ...creation, isUndo: true, delivery: { is: 'queued' } } : null;
}

/** Clicks this close together are one slow double click, however fast the CRM is; milliseconds. */
const DOUBLE_CLICK = 3_000;

/** The same opportunity asked for again while the first is on its way into the CRM, or in the same double click. */
export function isTwin(
  other: Creation,
  input: Pick<Creation, 'person' | 'account' | 'threadId' | 'draft'>,
  now: number,
): boolean {
  return (
    !other.isUndo &&
    (isUnderway(other.delivery) || other.delivery.is === 'similar' || Math.abs(now - other.at) < DOUBLE_CLICK) &&
    other.person.address === input.person.address &&
    other.account === input.account &&
    other.threadId === input.threadId &&
    isSameDraft(other.draft, input.draft)
  );
}

/** More said about it is more than a second click. */
function isSameDraft(a: OpportunityDraft, b: OpportunityDraft): boolean {
  return [...fieldsOf(a), ...fieldsOf(b)].every((field) => isSameValue(a[field], b[field]));
}
