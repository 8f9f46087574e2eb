import type { OpportunityPatch } from '../../../lib/domain/opportunity';
import type { ChangedField } from './commands';

/**
 * Values nobody has used before, so that each can be told whose it is; of the stages there are only a few, the rep's
 * and the colleague's.
 */
export function createValues() {
  let count = 0;

  function next(field: ChangedField, whose: 'rep' | 'colleague', shown: OpportunityPatch): OpportunityPatch {
    count += 1;
    // The panel sends nothing where the stage chosen is the one that is there.
    if (field === 'stageId' && shown.stageId === `a${1 + (count % 3)}`) count += 1;
    const isRep = whose === 'rep';
    switch (field) {
      case 'winProbability':
        return { winProbability: (isRep ? 1_000 : 5_000) + count };
      case 'stageId':
        return { stageId: isRep ? `a${1 + (count % 3)}` : `b${1 + (count % 2)}` };
      case 'amount':
        return { amount: (isRep ? 1_000 : 900_000) + count };
      case 'title':
        return { title: isRep ? ` Mine ${count} ` : `Theirs ${count}` };
      case 'tags':
        return { tags: isRep ? [`z${count}`, `a${count}`] : [`theirs${count}`] };
    }
  }

  return {
    of: (fields: readonly ChangedField[], whose: 'rep' | 'colleague', shown: OpportunityPatch = {}): OpportunityPatch =>
      Object.assign({}, ...fields.map((field) => next(field, whose, shown))) as OpportunityPatch,
  };
}
