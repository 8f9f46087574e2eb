import { expect, it, vi } from 'vitest';
import type { Failure } from '../../lib/domain/failure';
import { CrmError } from '../../lib/domain/failure';
import type { PanelState } from '../../lib/domain/panel-state';
import { EMPTY_PANEL } from '../../lib/domain/panel-state';
import type { PanelWorld } from '../../lib/panel/model';
import { PanelModel } from '../../lib/panel/model';
import { email } from '../store/memory';
import { CAPABILITIES, CONNECTION } from '../store/scripted-crm';

const FULL: Failure = { kind: 'storage', problem: 'full' };
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
    },
  ],
};

/** A panel with a form just sent, to a worker without room for it. */
async function open() {
  const world = { failure: FULL as Failure | null };
  const sent = vi.fn<(name: string, input: unknown) => void>();
  const saveFile = vi.fn<PanelWorld['saveFile']>();
  const send = async (name: string, input: unknown) => {
    sent(name, input);
    if (name === 'opportunity.create' && world.failure) throw new CrmError(world.failure);
    return name === 'pending.export' ? { json: '{"edits":[],"creations":[]}', count: 0 } : null;
  };
  const model = new PanelModel({
    send: send as PanelWorld['send'],
    readState: async () => shown,
    now: () => 1000,
    newId: () => 'n1',
    later: () => () => undefined,
    saveFile,
  });
  await model.show(7);
  model.create(null, { title: 'Lab robots', amount: 84_000 });
  await vi.waitFor(() => expect(model.state.value.creations).toHaveLength(1));
  const asked = () => sent.mock.calls.filter(([name]) => name === 'opportunity.create').map(([, input]) => input);
  return { world, model, asked, sent, saveFile };
}

it('a creation there was no room for stays with what was typed, as not made', async () => {
  const { model } = await open();
  expect(model.state.value.creations).toMatchObject([
    {
      id: 'n1',
      connection: 'crm',
      draft: { title: 'Lab robots', amount: 84_000 },
      delivery: { is: 'rejected', failure: FULL },
    },
  ]);
  expect(model.trouble.value).toEqual(FULL);
  expect(model.isCreating.value).toBe(false);
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

it('is gone when it is given up, and nobody else hears of it', async () => {
  const { model, sent } = await open();
  model.discardCreation('n1');
  expect(model.state.value.creations).toEqual([]);
  expect(sent.mock.calls.map(([name]) => name)).not.toContain('creation.discard');
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
