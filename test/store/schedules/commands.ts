import fc from 'fast-check';
import type { Field } from '../../../lib/domain/opportunity';
import type { CallKind, Fault } from './faulty-crm';
import { FAULTS } from './faulty-crm';

/** The fields the schedules change: numbers, a choice that brings another field along, a text, a list. */
export const CHANGED = ['winProbability', 'stageId', 'amount', 'title', 'tags'] as const satisfies readonly Field[];
export type ChangedField = (typeof CHANGED)[number];

/** What happens to the worker from outside. `which` counts through what there is, over and over. */
export type Happening =
  | { do: 'edit'; which: number; fields: ChangedField[]; times: number }
  | { do: 'undo'; which: number }
  | { do: 'decide'; which: number; how: 'retry' | 'discard' }
  | { do: 'resolve'; which: number; keep: 'mine' | 'theirs' }
  | { do: 'create'; thread: number; title: number; times: number; clicks: number }
  | { do: 'undo creation'; which: number }
  | { do: 'decide creation'; which: number; how: 'retry' | 'discard' }
  | { do: 'resolve creation'; which: number; use: 'existing' | 'new' }
  | { do: 'colleague'; which: number; field: ChangedField }
  | { do: 'offline' }
  | { do: 'online' }
  | { do: 'wait'; ms: number }
  | { do: 'die'; turns: number; when: 'before' | 'after' }
  | { do: 'look up'; who: number };

/** A happening, and how much the worker gets done before the next. */
export interface Command {
  happening: Happening;
  turns: number;
}

/** A whole course of events. Once they are over, everything heals and `isStubborn` says how open questions end. */
export interface Schedule {
  commands: Command[];
  /** What becomes of each call to the CRM; after the last of them all goes well. */
  faults: Record<CallKind, Fault[]>;
  /** Which of those who wait is next. */
  picks: number[];
  areContactsUnique: boolean;
  /** Retry and mine; else discard and theirs. */
  isStubborn: boolean;
}

const which = fc.nat({ max: 5 });
const how = fc.constantFrom('retry' as const, 'discard' as const);

/** With a stage the panel sends what comes along with it, and that gives way to what was set by hand. */
function isByHand(fields: readonly ChangedField[]): boolean {
  return !(fields.includes('stageId') && fields.includes('winProbability'));
}

const edit = fc.record({
  do: fc.constant('edit' as const),
  which,
  fields: fc.uniqueArray(fc.constantFrom(...CHANGED), { minLength: 1, maxLength: 2 }).filter(isByHand),
  times: fc.constantFrom(1, 1, 1, 2),
});
const undo = fc.record({ do: fc.constant('undo' as const), which });
const decide = fc.record({ do: fc.constant('decide' as const), which, how });
const resolve = fc.record({
  do: fc.constant('resolve' as const),
  which,
  keep: fc.constantFrom('mine' as const, 'theirs' as const),
});
const create = fc.record({
  do: fc.constant('create' as const),
  thread: fc.nat({ max: 2 }),
  title: fc.constantFrom(0, 0, 1),
  times: fc.constantFrom(1, 1, 2),
  clicks: fc.constantFrom(1, 1, 2),
});
const undoCreation = fc.record({ do: fc.constant('undo creation' as const), which });
const decideCreation = fc.record({ do: fc.constant('decide creation' as const), which, how });
const resolveCreation = fc.record({
  do: fc.constant('resolve creation' as const),
  which,
  use: fc.constantFrom('existing' as const, 'new' as const),
});
const colleague = fc.record({ do: fc.constant('colleague' as const), which, field: fc.constantFrom(...CHANGED) });
const network = fc.constantFrom({ do: 'offline' as const }, { do: 'online' as const });
const wait = fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(500, 4_000, 9_000, 20_000, 60_000) });
const die = fc.record({
  do: fc.constant('die' as const),
  turns: fc.integer({ min: 1, max: 14 }),
  when: fc.constantFrom('before' as const, 'after' as const),
});
const lookUp = fc.record({ do: fc.constant('look up' as const), who: fc.nat({ max: 2 }) });

const weather: fc.WeightedArbitrary<Happening>[] = [
  { arbitrary: network, weight: 1 },
  { arbitrary: wait, weight: 3 },
  { arbitrary: die, weight: 2 },
  { arbitrary: lookUp, weight: 1 },
];
const edits: fc.WeightedArbitrary<Happening>[] = [
  { arbitrary: edit, weight: 6 },
  { arbitrary: undo, weight: 2 },
  { arbitrary: decide, weight: 1 },
  { arbitrary: resolve, weight: 1 },
  { arbitrary: colleague, weight: 2 },
];
const creates: fc.WeightedArbitrary<Happening>[] = [
  { arbitrary: create, weight: 5 },
  { arbitrary: undoCreation, weight: 2 },
  { arbitrary: decideCreation, weight: 1 },
  { arbitrary: resolveCreation, weight: 2 },
];

/** Short stretches leave things half done; long ones let them end. */
const turns = fc.oneof(fc.nat({ max: 6 }), fc.nat({ max: 25 }), fc.constant(200));

function faultsOf(kind: CallKind, share: number): fc.Arbitrary<Fault[]> {
  const fault = fc.oneof(
    { arbitrary: fc.constant<Fault>('none'), weight: 100 - share },
    { arbitrary: fc.constantFrom<Fault[]>(...FAULTS[kind]), weight: share },
  );
  return fc.array(fault, { maxLength: 15, size: 'max' });
}

function scheduleOf(happenings: readonly fc.WeightedArbitrary<Happening>[]): fc.Arbitrary<Schedule> {
  return fc.record({
    commands: fc.array(fc.record({ happening: fc.oneof(...happenings), turns }), {
      minLength: 2,
      maxLength: 12,
      size: 'max',
    }),
    faults: fc.record({ read: faultsOf('read', 15), write: faultsOf('write', 35), create: faultsOf('create', 50) }),
    picks: fc.array(fc.nat({ max: 15 }), { minLength: 1, maxLength: 8 }),
    areContactsUnique: fc.boolean(),
    isStubborn: fc.boolean(),
  });
}

/** Courses of events around edits of known opportunities, around new ones, and around both at once. */
export const SCHEDULES = {
  edits: scheduleOf([...edits, ...weather]),
  creations: scheduleOf([...creates, ...weather]),
  both: scheduleOf([...edits, ...creates, ...weather]),
};
