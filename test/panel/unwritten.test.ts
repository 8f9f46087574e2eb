import { expect, it, vi } from 'vitest';
import type { Failure } from '../../lib/domain/failure';
import { CrmError } from '../../lib/domain/failure';
import type { PanelState } from '../../lib/domain/panel-state';
import { EMPTY_PANEL } from '../../lib/domain/panel-state';
import { EMPTY_QUERY } from '../../lib/domain/search';
import type { PanelWorld } from '../../lib/panel/model';
import { PanelModel } from '../../lib/panel/model';
import { email } from '../store/memory';
import { CAPABILITIES, CONNECTION } from '../store/scripted-crm';

const FULL: Failure = { kind: 'storage', problem: 'full' };
const NO_ANSWER: Failure = { kind: 'internal', reason: 'no answer' };
const MARA = { name: 'Mara Rossi', address: 'mara@tessella.example' };

const shown: PanelState = {
  ...EMPTY_PANEL,
  email: email(),
  subject: MARA,
  sections: [
    {
      connection: CONNECTION,
      capabilities: CAPABILITIES,
      catalog: null,
      status: 'ready',
      failure: null,
      asOf: 1,
      contact: null,
      company: null,
      matches: [],
      isTruncated: false,
      hasMore: false,
      total: null,
      unsupported: [],
      offersSamples: false,
      isMirrored: false,
    },
  ],
};

/** A panel with a form just sent, to a worker that does not take it. */
async function open({ state = shown, failure = FULL, fails = 'opportunity.create' } = {}) {
  const world = { failure: failure as Failure | null };
  const sent = vi.fn<(name: string, input: unknown) => void>();
  const saveFile = vi.fn<PanelWorld['saveFile']>();
  const send = async (name: string, input: unknown) => {
    sent(name, input);
    if (name === fails && world.failure) throw new CrmError(world.failure);
    return name === 'pending.export' ? { json: '{"edits":[],"creations":[]}', count: 0 } : null;
  };
  const model = new PanelModel({
    send: send as PanelWorld['send'],
    readState: async () => state,
    now: () => 1000,
    newId: () => 'n1',
    later: () => () => undefined,
    saveFile,
  });
  await model.show(7);
  model.create(null, { title: 'Lab robots', amount: 84_000 });
  await vi.waitFor(() => expect(model.trouble.value).not.toBeNull());
  const asked = () => sent.mock.calls.filter(([name]) => name === 'opportunity.create').map(([, input]) => input);
  return { world, model, asked, sent, saveFile };
}

it.each<Failure>([
  FULL,
  NO_ANSWER,
  { kind: 'invalid', reason: 'This connection has ended: choose another one', field: null },
])('a creation the worker did not take stays with what was typed, as not made: $kind', async (failure) => {
  const { model } = await open({ failure });
  expect(model.state.value.creations).toMatchObject([
    {
      id: 'n1',
      connection: 'crm',
      draft: { title: 'Lab robots', amount: 84_000 },
      delivery: { is: 'rejected', failure },
    },
  ]);
  expect(model.trouble.value).toEqual(failure);
  expect(model.isCreating.value).toBe(false);
});

it('stays, too, where the search before it could not be ended', async () => {
  const state = { ...shown, search: { query: { ...EMPTY_QUERY, text: 'robots' }, sections: [] } };
  const { model, asked } = await open({ state, failure: NO_ANSWER, fails: 'search.asked' });
  expect(asked()).toEqual([]);
  expect(model.state.value.creations).toMatchObject([{ id: 'n1', delivery: { is: 'rejected', failure: NO_ANSWER } }]);
});

it('stays without any connection, and leaves it to the worker to find one', async () => {
  const { world, model, asked } = await open({ state: { ...shown, sections: [] } });
  expect(model.state.value.creations).toMatchObject([{ id: 'n1', draft: { amount: 84_000 } }]);
  world.failure = null;
  model.retryCreation('n1', null);
  await vi.waitFor(() => expect(model.state.value.creations).toEqual([]));
  expect(asked()).toMatchObject([{ connection: null }, { connection: null, draft: { amount: 84_000 } }]);
});

it('is the worker’s once it is published, whatever became of the answer', async () => {
  const { world, model, sent } = await open({ failure: NO_ANSWER });
  const [creation] = model.state.value.creations;
  const published = creation ? { ...creation, delivery: { is: 'rejected', failure: FULL } as const } : null;
  model.receive(7, { ...shown, creations: published ? [published] : [] });
  expect(model.state.value.creations).toEqual([published]);
  world.failure = null;
  model.retryCreation('n1', null);
  model.discardCreation('n1');
  expect(sent).toHaveBeenCalledWith('creation.retry', { id: 'n1', draft: null });
  expect(sent).toHaveBeenCalledWith('creation.discard', { id: 'n1' });
  model.receive(7, shown);
  expect(model.state.value.creations).toEqual([]);
});

it('is not taken for lost where it was published before the answer got lost', async () => {
  const { world, model } = await open({ failure: NO_ANSWER });
  const [creation] = model.state.value.creations;
  world.failure = FULL;
  model.retryCreation('n1', null);
  model.receive(7, { ...shown, creations: creation ? [creation] : [] });
  await vi.waitFor(() => expect(model.trouble.value).toEqual(FULL));
  model.receive(7, shown);
  expect(model.state.value.creations).toEqual([]);
});

it('is asked for again as the same one, corrected or not', async () => {
  const { world, model, asked } = await open();
  model.retryCreation('n1', null);
  await vi.waitFor(() => expect(model.state.value.creations[0]?.delivery.is).toBe('rejected'));
  world.failure = null;
  model.retryCreation('n1', { title: 'Lab robots, phase 2' });
  await vi.waitFor(() => expect(model.state.value.creations).toEqual([]));
  expect(asked()).toMatchObject([
    { id: 'n1', connection: null, draft: { title: 'Lab robots' } },
    { id: 'n1', connection: 'crm', draft: { title: 'Lab robots', amount: 84_000 } },
    { id: 'n1', connection: 'crm', draft: { title: 'Lab robots, phase 2' } },
  ]);
  await vi.waitFor(() => expect(model.trouble.value).toBeNull());
});

it('is gone when it is given up, and taken back from a worker that may have it all the same', async () => {
  const { model, sent } = await open();
  model.discardCreation('n1');
  expect(model.state.value.creations).toEqual([]);
  expect(sent).toHaveBeenCalledWith('creation.undo', { id: 'n1' });
});

it('is not shown to somebody else’s mail', async () => {
  const { model } = await open();
  model.receive(7, { ...shown, subject: { name: 'Ben', address: 'ben@tessella.example' } });
  expect(model.state.value.creations).toEqual([]);
});

it('is exported with what is pending', async () => {
  const { model, saveFile } = await open();
  model.exportPending();
  await vi.waitFor(() => expect(saveFile).toHaveBeenCalledOnce());
  expect(JSON.parse(saveFile.mock.calls[0]?.[1] ?? '')).toMatchObject({
    creations: [{ id: 'n1', draft: { amount: 84_000 } }],
  });
});
