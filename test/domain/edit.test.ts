import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delivery, Edit } from '../../lib/domain/edit';
import { applyEdits, findConflict, missingFields, supersede, undoOf } from '../../lib/domain/edit';
import type { OpportunityPatch } from '../../lib/domain/opportunity';
import { fieldsOf, pick } from '../../lib/domain/opportunity';
import { opportunity } from '../store/scripted-crm';

const patches: fc.Arbitrary<OpportunityPatch> = fc.record(
  {
    title: fc.constantFrom('A', 'B', 'C'),
    winProbability: fc.constantFrom(null, 0, 50, 100),
    amount: fc.constantFrom(null, 1, 2),
    tags: fc.constantFrom([], ['x'], ['x', 'y']),
    stageId: fc.constantFrom('s1', 's2', 's3'),
  },
  { requiredKeys: [] },
);
const records = patches.map((patch) => opportunity(patch));
const deliveries = fc.constantFrom<Delivery>(
  { is: 'queued' },
  { is: 'sending' },
  { is: 'rejected', failure: { kind: 'forbidden' } },
  { is: 'conflict', theirs: { title: 'theirs' } },
);

let ids = 0;
function edit(patch: OpportunityPatch, base: OpportunityPatch, changes: Partial<Edit> = {}): Edit {
  ids += 1;
  const ref = { connection: 'crm', id: '1' };
  return {
    id: String(ids),
    ref,
    patch,
    base,
    at: ids,
    attempts: 0,
    delivery: { is: 'queued' },
    undoes: null,
    ...changes,
  };
}

describe('what the rep sees', () => {
  it('is the confirmed record with every pending edit on top, the newest last', () => {
    fc.assert(
      fc.property(records, fc.array(fc.tuple(patches, deliveries)), (confirmed, made) => {
        const edits = made.map(([patch, delivery]) => edit(patch, {}, { delivery }));
        const expected = Object.assign({}, confirmed, ...made.map(([patch]) => patch)) as unknown;
        expect(applyEdits(confirmed, edits)).toEqual(expected);
        expect(applyEdits(confirmed, edits.toReversed())).toEqual(expected);
      }),
    );
  });

  it('holds nothing of saved edits, which the record has, nor of other opportunities’', () => {
    const saved = edit({ title: 'saved' }, {}, { delivery: { is: 'saved', at: 1 } });
    const other = edit({ title: 'other' }, {}, { ref: { connection: 'crm', id: '2' } });
    expect(applyEdits(opportunity(), [saved, other])).toEqual(opportunity());
  });
});

describe('a conflict', () => {
  it('is never there while the CRM holds what the rep saw, or already what the rep wants', () => {
    fc.assert(
      fc.property(records, patches, (now, patch) => {
        expect(findConflict({ patch, base: pick(now, fieldsOf(patch)) }, now)).toEqual({});
        expect(findConflict({ patch, base: {} }, { ...now, ...patch })).toEqual({});
      }),
    );
  });

  it('names only fields of the edit, with the CRM’s values', () => {
    fc.assert(
      fc.property(records, records, patches, (seen, now, patch) => {
        const theirs = findConflict({ patch, base: pick(seen, fieldsOf(patch)) }, now);
        expect(fieldsOf(patch)).toEqual(expect.arrayContaining(fieldsOf(theirs)));
        expect(theirs).toEqual(pick(now, fieldsOf(theirs)));
      }),
    );
  });
});

describe('what is sent', () => {
  it('is what the CRM lacks, and brings it to what the rep wants', () => {
    fc.assert(
      fc.property(records, patches, (now, patch) => {
        const missing = missingFields(patch, now);
        expect({ ...now, ...missing }).toEqual({ ...now, ...patch });
        expect(missingFields(patch, { ...now, ...missing })).toEqual({});
      }),
    );
  });
});

describe('a newer edit beside a refused one', () => {
  it('loses nothing that was typed: every field is in exactly one of the two, the newer value first', () => {
    fc.assert(
      fc.property(patches, patches, deliveries, (oldPatch, newPatch, delivery) => {
        const { newer, rest } = supersede(edit(newPatch, {}), edit(oldPatch, {}, { delivery }));
        expect({ ...oldPatch, ...rest?.patch, ...newer.patch }).toEqual({ ...oldPatch, ...newPatch });
        const shared = fieldsOf(newer.patch).filter((field) => field in (rest?.patch ?? {}));
        expect(shared).toEqual([]);
        expect(new Set([...fieldsOf(newer.patch), ...fieldsOf(rest?.patch ?? {})])).toEqual(
          new Set([...fieldsOf(oldPatch), ...fieldsOf(newPatch)]),
        );
      }),
    );
  });
});

describe('undoing', () => {
  it('goes back to what stood there, and undoing that goes forth again', () => {
    fc.assert(
      fc.property(records, patches, (before, patch) => {
        const made = edit(patch, pick(before, fieldsOf(patch)));
        const after = { ...before, ...patch };
        const undo = undoOf(made, after);
        expect({ ...after, ...undo.patch }).toEqual(before);
        expect(undoOf({ ...made, ...undo }, before).patch).toEqual(patch);
      }),
    );
  });
});
