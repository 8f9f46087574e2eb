import { describe, expect, it } from 'vitest';
import { completeChange, yieldTo } from '../../lib/domain/deal-change';
import type { OpportunityFields, OpportunityPatch, StandardField } from '../../lib/domain/opportunity';
import { blankOpportunity, fieldsOf, pick } from '../../lib/domain/opportunity';
import { EMPTY_CATALOG } from '../../lib/domain/pipeline';

const catalog = {
  ...EMPTY_CATALOG,
  pipelines: [
    {
      id: 'sales',
      name: 'Sales',
      isRevenue: true,
      stages: [
        { id: 'early', name: 'Early', winProbability: 10 },
        { id: 'late', name: 'Late', winProbability: 80 },
        { id: 'plain', name: 'Plain', winProbability: null },
      ],
    },
    { id: 'other', name: 'Other', isRevenue: true, stages: [{ id: 'far', name: 'Far', winProbability: 25 }] },
  ],
};
const EVERYTHING: StandardField[] = [
  'status',
  'pipelineId',
  'stageId',
  'winProbability',
  'lossReasonId',
  'lossReason',
  'wonReason',
];

function deal(own: Partial<OpportunityFields> = {}): OpportunityFields {
  return {
    ...blankOpportunity({ connection: 'c', id: '1' }),
    status: 'open',
    pipelineId: 'sales',
    stageId: 'early',
    winProbability: 10,
    ...own,
  };
}

function complete(
  own: Partial<OpportunityFields>,
  patch: OpportunityPatch,
  { fields = EVERYTHING, closedOver = null as number | null, known = true } = {},
): OpportunityPatch {
  return completeChange(deal(own), patch, { catalog: known ? catalog : null, capabilities: { fields } }, closedOver);
}

describe('a new stage', () => {
  it.each<[string, Partial<OpportunityFields>, string, OpportunityPatch]>([
    ['proposes its probability', {}, 'late', { stageId: 'late', winProbability: 80 }],
    ['fills an empty one in', { winProbability: null }, 'late', { stageId: 'late', winProbability: 80 }],
    ['does not overwrite one set by hand', { winProbability: 33 }, 'late', { stageId: 'late' }],
    ['keeps 0 set by hand', { winProbability: 0 }, 'late', { stageId: 'late' }],
    ['names no probability that is there already', { winProbability: 80 }, 'late', { stageId: 'late' }],
    ['keeps what a stage nobody knows gave', { stageId: 'gone' }, 'late', { stageId: 'late' }],
    ['without a default leaves it alone', {}, 'plain', { stageId: 'plain' }],
    ['takes its pipeline along', {}, 'far', { stageId: 'far', pipelineId: 'other', winProbability: 25 }],
  ])('%s', (_, own, stageId, expected) => {
    expect(complete(own, { stageId })).toEqual(expected);
  });

  it('changes alone where the CRM has no fields for what goes along', () => {
    expect(complete({}, { stageId: 'far' }, { fields: ['stageId'] })).toEqual({ stageId: 'far' });
  });

  it('changes alone while nothing is known of stages', () => {
    expect(complete({}, { stageId: 'late' }, { known: false })).toEqual({ stageId: 'late' });
  });

  it('leaves a probability named with it as it is', () => {
    expect(complete({}, { stageId: 'late', winProbability: 50 })).toEqual({ stageId: 'late', winProbability: 50 });
  });
});

describe('a new status', () => {
  const lost = { status: 'lost', lossReasonId: 'price', lossReason: 'Price' };
  it.each<[string, Partial<OpportunityFields>, string, OpportunityPatch]>([
    ['won is certain', { winProbability: 33 }, 'won', { status: 'won', winProbability: 100 }],
    [
      'won is certain where only the stage has one',
      { winProbability: null },
      'won',
      { status: 'won', winProbability: 100 },
    ],
    ['won says nothing where none is kept', { winProbability: null, stageId: 'plain' }, 'won', { status: 'won' }],
    ['lost leaves it alone', { winProbability: 33 }, 'lost', { status: 'lost' }],
    ['abandoned leaves it alone', {}, 'abandoned', { status: 'abandoned' }],
    [
      'open again has that of the stage',
      { status: 'won', winProbability: 100 },
      'open',
      { status: 'open', winProbability: 10 },
    ],
    [
      'lost after all has that of the stage',
      { status: 'won', winProbability: 100 },
      'lost',
      { status: 'lost', winProbability: 10 },
    ],
    [
      'open again keeps one of a win that was not certain',
      { status: 'won', winProbability: 80 },
      'open',
      { status: 'open' },
    ],
    [
      'open again is not without a chance',
      { status: 'lost', winProbability: 0 },
      'open',
      { status: 'open', winProbability: 10 },
    ],
    ['open again keeps that of a loss', { status: 'lost', winProbability: 5 }, 'open', { status: 'open' }],
    ['no longer lost has no reason for it', lost, 'open', { status: 'open', lossReasonId: null, lossReason: null }],
    [
      'abandoned instead has no loss reason',
      lost,
      'abandoned',
      { status: 'abandoned', lossReasonId: null, lossReason: null },
    ],
    [
      'no longer won has no reason for it',
      { status: 'won', wonReason: 'Speed', winProbability: 10 },
      'open',
      { status: 'open', wonReason: null },
    ],
    ['that is none changes nothing else', lost, 'lost', { status: 'lost' }],
  ])('%s', (_, own, status, expected) => {
    expect(complete(own, { status })).toEqual(expected);
  });

  it('gives back the probability the closing replaced, where that is remembered', () => {
    const won = { status: 'won', winProbability: 100 };
    expect(complete(won, { status: 'open' }, { closedOver: 33 })).toEqual({ status: 'open', winProbability: 33 });
  });

  it('clears only what can be written', () => {
    expect(complete(lost, { status: 'open' }, { fields: ['status', 'lossReason'] })).toEqual({
      status: 'open',
      lossReason: null,
    });
  });

  it('together with a stage has that stage’s probability', () => {
    const won = { status: 'won', winProbability: 100 };
    expect(complete(won, { status: 'open', stageId: 'late' })).toEqual({
      status: 'open',
      stageId: 'late',
      winProbability: 80,
    });
  });
});

it('a change of anything else stays as it is', () => {
  expect(complete({}, { title: 'New', winProbability: 3 })).toEqual({ title: 'New', winProbability: 3 });
});

describe('what only came along', () => {
  it('yields to what somebody else made of it meanwhile', () => {
    const moved = complete({}, { stageId: 'late' });
    expect(yieldTo({ winProbability: 55 }, moved)).toEqual({ theirs: {}, patch: { stageId: 'late' } });
    const reopened = complete({ status: 'lost', lossReasonId: 'price' }, { status: 'open' });
    expect(yieldTo({ lossReasonId: 'timing' }, reopened)).toEqual({ theirs: {}, patch: { status: 'open' } });
  });

  it('stays where nobody changed it, beside a conflict about the rest', () => {
    const patch = complete({}, { stageId: 'late' });
    expect(yieldTo({}, patch)).toEqual({ theirs: {}, patch });
    expect(yieldTo({ stageId: 'plain' }, patch)).toEqual({ theirs: { stageId: 'plain' }, patch });
  });

  it.each<OpportunityPatch>([
    { winProbability: 50 },
    { stageId: 'plain' },
    { status: 'lost', lossReasonId: 'price' },
    { status: 'won', wonReason: 'Speed' },
  ])('is nothing of %j, which the rep changed by hand', (patch) => {
    const theirs = pick(deal({ status: 'abandoned' }), fieldsOf(patch));
    expect(yieldTo(theirs, patch)).toEqual({ theirs, patch });
  });
});
