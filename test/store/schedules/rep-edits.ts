import type { Edit } from '../../../lib/domain/edit';
import { applyEdits, baseFor, isUnderway, undoOf } from '../../../lib/domain/edit';
import type { OpportunityPatch } from '../../../lib/domain/opportunity';
import { fieldsOf } from '../../../lib/domain/opportunity';
import type { Desk, Do } from './desk';
import { at } from './desk';
import type { Decision, Intent } from './record';
import { keysOf } from './record';

/** The rep's edits, as the panel makes them; each act resolves to a line for the story. */
export function createEditing({ course, rows, values, messages, worker }: Desk) {
  let count = 0;
  const { intents, decisions } = course;
  const now = () => course.server.journal.length;

  async function shown(id: string, edits: readonly Edit[]): Promise<OpportunityPatch> {
    const record = await rows.get('opportunities', ['crm', id]);
    if (!record) return {};
    const written = new Set(edits.flatMap((edit) => [edit.id, ...(edit.tookOver ?? [])]));
    const local = intents.filter((one) => one.opportunity === id && messages.isOpen(one.id) && !written.has(one.id));
    return Object.assign(applyEdits(record, edits), ...local.map(({ patch }) => patch)) as OpportunityPatch;
  }

  function send(
    input: Pick<Edit, 'id' | 'ref' | 'patch' | 'base' | 'undoes'>,
    times: number,
    edits: readonly Edit[],
  ): void {
    const { id, ref, patch, base, undoes } = input;
    const pending = edits.filter((edit) => edit.ref.id === ref.id && edit.delivery.is !== 'saved');
    const before = [
      ...pending,
      ...intents.filter((one) => one.opportunity === ref.id && messages.isOpen(one.id)),
    ].flatMap((edit) => fieldsOf(edit.base).map((field) => ({ field, value: edit.base[field] })));
    const intent: Intent = { id, opportunity: ref.id, patch, base, undoes, since: now(), state: 'asked', before };
    intents.push(intent);
    const settle = (state: Intent['state']) => {
      intent.state = intent.state === 'accepted' ? 'accepted' : state;
      messages.answered(id);
    };
    const deliver = () =>
      void worker()
        .outbox.add(structuredClone(input))
        .then(
          () => settle('accepted'),
          () => settle('refused'),
        );
    messages.send(id, deliver, times > 1);
  }

  async function edit({ which, fields, times }: Do<'edit'>): Promise<string> {
    const all = await rows.getAll('opportunities');
    const target = at(all, which);
    if (!target) return 'nothing to edit';
    const edits = await rows.getAll('edits');
    const own = edits.filter(({ ref }) => ref.id === target.ref.id);
    const base = baseFor(fields, await shown(target.ref.id, edits), own);
    const patch = values.of(fields, 'rep', base);
    const id = `e${(count += 1)}`;
    send({ id, ref: target.ref, patch, base, undoes: null }, times, edits);
    return `${id} of ${target.ref.id}: ${JSON.stringify(base)} -> ${JSON.stringify(patch)}`;
  }

  async function undo({ which }: Do<'undo'>): Promise<string> {
    const edits = await rows.getAll('edits');
    const target = at(
      edits.filter(
        ({ id, delivery }) =>
          (delivery.is === 'saved' || isUnderway(delivery)) && !intents.some(({ undoes }) => undoes === id),
      ),
      which,
    );
    const record = target && (await rows.get('opportunities', [target.ref.connection, target.ref.id]));
    if (!target || !record) return 'nothing to undo';
    const change = undoOf(target, await shown(target.ref.id, edits));
    const id = `e${(count += 1)}`;
    send({ id, ...change }, 1, edits);
    return `${id} undoes ${target.id} of ${target.ref.id}: ${JSON.stringify(change.base)} -> ${JSON.stringify(change.patch)}`;
  }

  /** A decision about an edit counts when the worker has answered; until then it may have been taken or not. */
  function decide(edit: Edit, is: Decision['is'], work: Promise<void>): void {
    for (const key of keysOf(edit)) course.heldUp.add(key);
    const theirs = edit.delivery.is === 'conflict' ? edit.delivery.theirs : {};
    const isAnswer = is === 'theirs' || is === 'mine';
    const fields = fieldsOf(edit.patch).filter((field) => !isAnswer || field in theirs);
    const made = fields.map((field) => ({
      opportunity: edit.ref.id,
      field,
      value: edit.patch[field],
      base: edit.base[field],
      ...(field in theirs ? { theirs: theirs[field] } : {}),
      is,
      since: now(),
      after: intents.length,
      isSure: false,
    }));
    decisions.push(...made);
    void work.then(() => made.forEach((one) => (one.isSure = true)));
  }

  async function editsIn(is: Edit['delivery']['is']): Promise<Edit[]> {
    return (await rows.getAll('edits')).filter(({ delivery }) => delivery.is === is);
  }

  async function decideEdit({ which, how }: Do<'decide'>): Promise<string> {
    const target = at(await editsIn('rejected'), which);
    if (!target) return 'nothing rejected';
    decide(target, how, worker().outbox[how](target.id));
    return `${how} ${target.id}`;
  }

  async function resolveEdit({ which, keep }: Do<'resolve'>): Promise<string> {
    const target = at(await editsIn('conflict'), which);
    if (!target) return 'no conflict';
    decide(target, keep, worker().outbox.resolve(target.id, keep, seenIn(target)));
    return `${keep} for ${target.id}`;
  }

  return { edit, undo, decideEdit, resolveEdit, editsIn };
}

function seenIn({ delivery }: Edit): OpportunityPatch {
  return delivery.is === 'conflict' ? delivery.theirs : {};
}
