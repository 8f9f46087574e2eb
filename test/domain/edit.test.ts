import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delivery, Edit } from '../../lib/domain/edit';
import { findConflict, findNews, missingFields, rebase } from '../../lib/domain/conflict';
import { applyEdits, undoOf } from '../../lib/domain/edit';
import type { OpportunityPatch } from '../../lib/domain/opportunity';
import { fieldsOf, pick } from '../../lib/domain/opportunity';
import { supersede } from '../../lib/domain/supersede';
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
        const missing = missingFields({ patch, base: {} }, now);
        expect({ ...now, ...missing }).toEqual({ ...now, ...patch });
        expect(missingFields({ patch, base: {} }, { ...now, ...missing })).toEqual({});
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

describe('what an earlier try may have done', () => {
  const sent = edit({ winProbability: 50 }, { winProbability: 5 }, { delivery: { is: 'queued' }, wasSent: true });
  const later = edit({ winProbability: 80 }, { winProbability: 50 });

  it('is no conflict with the edit that takes it over, and somebody else’s value is', () => {
    const { newer, rest } = supersede(later, sent);
    expect(rest).toBeNull();
    expect(newer).toMatchObject({ base: { winProbability: 5 }, tookOver: [sent.id] });
    for (const winProbability of [5, 50, 80]) expect(findConflict(newer, opportunity({ winProbability }))).toEqual({});
    expect(findConflict(newer, opportunity({ winProbability: 60 }))).toEqual({ winProbability: 60 });
  });

  it('is put back by an edit that restores, which leaves alone what somebody else made of it', () => {
    const restoring = { patch: { winProbability: 5 }, base: { winProbability: 5 }, ours: { winProbability: [50] } };
    expect(missingFields(restoring, opportunity({ winProbability: 50 }))).toEqual({ winProbability: 5 });
    for (const winProbability of [5, 70]) {
      expect(missingFields(restoring, opportunity({ winProbability }))).toEqual({});
      expect(findConflict(restoring, opportunity({ winProbability }))).toEqual({});
    }
  });
});

describe('what a stage brought along by a try nobody answered', () => {
  const moved = edit({ stageId: 's2' }, { stageId: 's1' }, { wasSent: true });
  const later = edit({ winProbability: 80 }, { winProbability: 5 });

  it('is no conflict with a later edit while the CRM holds that stage, and is one where it does not', () => {
    const now = opportunity({ stageId: 's2', winProbability: 50 });
    expect(findConflict(later, now, [moved])).toEqual({});
    expect(findConflict(later, { ...now, stageId: 's1' }, [moved])).toEqual({ winProbability: 50 });
    expect(findConflict(later, now, [{ ...moved, wasSent: false }])).toEqual({ winProbability: 50 });
  });

  it('is none either where another edit took that one over', () => {
    const { newer } = supersede(edit({ stageId: 's3' }, { stageId: 's2' }), moved);
    const now = opportunity({ stageId: 's2', winProbability: 50 });
    expect(findConflict(later, now, [newer])).toEqual({});
    expect(findConflict({ ...newer, patch: { ...newer.patch, winProbability: 70 } }, now)).toEqual({});
  });
});

describe('an edit taken over by a newer one', () => {
  it('takes along what means nothing alone: a pipeline its stage, a loss its reason', () => {
    const old = edit({ pipelineId: 'other', stageId: 'first', title: 'A' }, { pipelineId: 'sales', stageId: 'won' });
    const { newer, rest } = supersede(edit({ stageId: 'second' }, { stageId: 'first' }), old);
    expect(newer.patch).toEqual({ pipelineId: 'other', stageId: 'second' });
    expect(newer.base).toEqual({ pipelineId: 'sales', stageId: 'won' });
    expect(rest?.patch).toEqual({ title: 'A' });
  });

  it('keeps its conflict for the newer one unless that was made in sight of it', () => {
    const old = edit({ amount: 2 }, { amount: 1 }, { delivery: { is: 'conflict', theirs: { amount: 9 } } });
    expect(supersede(edit({ amount: 3 }, { amount: 9 }), old).newer.base).toEqual({ amount: 9 });
    expect(supersede(edit({ amount: 3 }, { amount: 2 }), old).newer.base).toEqual({ amount: 1 });
  });
});

describe('what is left of an edit whose field went over to a newer one', () => {
  it('knows nothing any more of what may have been put there', () => {
    const old = edit({ stageId: 's2', title: 'A' }, {}, { ours: { stageId: ['s3'], title: ['B'] } });
    expect(supersede(edit({ stageId: 's4' }, {}), old).rest).toMatchObject({ ours: { title: ['B'] } });
  });
});

describe('what is left of an edit whose question went over to a newer one', () => {
  const conflict = { is: 'conflict', theirs: { amount: 9, title: 'B' } } as const;
  const old = edit({ amount: 2, title: 'A', stageId: 's2' }, {}, { delivery: conflict });

  it('asks about its own fields only, and is sent where none is in question', () => {
    const once = supersede(edit({ amount: 3 }, {}), old).rest;
    expect(once?.delivery).toEqual({ is: 'conflict', theirs: { title: 'B' } });
    expect(once && supersede(edit({ title: 'C' }, {}), once).rest).toMatchObject({
      patch: { stageId: 's2' },
      delivery: { is: 'queued' },
    });
  });
});

describe('the base of a later edit, once an earlier one is saved', () => {
  const moved = { patch: { stageId: 's2' }, base: { stageId: 's1' } };
  const before = opportunity({ stageId: 's1', winProbability: 5, amount: 1 });

  it('is what the CRM made of the earlier one', () => {
    const after = opportunity({ stageId: 's2', winProbability: 50, amount: 1 });
    expect(
      rebase({ winProbability: 5, stageId: 's2' }, { edit: moved, before, after, stageProbability: null }),
    ).toEqual({
      winProbability: 50,
      stageId: 's2',
    });
  });

  it('stays what the rep saw where somebody else has changed it meanwhile', () => {
    const theirs = opportunity({ stageId: 's1', winProbability: 70, amount: 9 });
    const after = opportunity({ stageId: 's2', winProbability: 70, amount: 9 });
    expect(
      rebase({ winProbability: 5, amount: 1 }, { edit: moved, before: theirs, after, stageProbability: null }),
    ).toEqual({
      winProbability: 5,
      amount: 1,
    });
  });

  it('is what the CRM made of a later one, where it held what a try of the edit itself had put there', () => {
    const sent = { patch: { winProbability: 80 }, base: { winProbability: 5 }, wasSent: true };
    const held = opportunity({ stageId: 's1', winProbability: 80 });
    const answered = { edit: moved, before: held, after: { ...held, winProbability: 50 }, stageProbability: null };
    expect(rebase(sent.base, answered, sent)).toEqual({ winProbability: 50 });
    expect(rebase(sent.base, answered)).toEqual({ winProbability: 5 });
  });

  it('knows what a stage brings along also where the answer to it was lost', () => {
    const applied = opportunity({ stageId: 's2', winProbability: 50, amount: 9 });
    const answered = { edit: { ...moved, wasSent: true }, before: applied, after: applied, stageProbability: null };
    expect(rebase({ winProbability: 5, amount: 1 }, answered)).toEqual({ winProbability: 50, amount: 1 });
    const known = { ...answered, stageProbability: 50 };
    expect(rebase({ winProbability: 5 }, known)).toEqual({ winProbability: 50 });
    // Neither what the rep saw nor what the stage brings: somebody else's.
    expect(rebase({ winProbability: 5 }, { ...known, stageProbability: 40 })).toEqual({ winProbability: 5 });
  });
});

describe('news', () => {
  const edited = { patch: { winProbability: 35 }, base: { winProbability: 5 } };
  const known = opportunity({ updatedAt: '2026-11-01T09:00:00.000Z' });

  it('is what somebody else changed beside the edit’s own fields, custom ones too', () => {
    const now = {
      ...known,
      amount: 90_000,
      winProbability: 60,
      'custom:7': 'x',
      updatedAt: '2026-11-02T09:00:00.000Z',
    };
    expect(findNews(edited, known, now)).toEqual(['amount', 'custom:7']);
  });

  it('is none where the record was not changed since, however little the list told of it', () => {
    expect(findNews(edited, { ...known, companyId: null }, known)).toEqual([]);
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
