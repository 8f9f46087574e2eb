import { describe, expect, it, vi } from 'vitest';
import { CrmError } from '../../lib/domain/failure';
import type { PanelState } from '../../lib/domain/panel-state';
import { EMPTY_PANEL } from '../../lib/domain/panel-state';
import type { PanelWorld } from '../../lib/panel/model';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { PanelModel } from '../../lib/panel/model';
import { email } from '../store/memory';
import type { Creation, Edit } from '../../lib/domain/edit';
import { CAPABILITIES, CONNECTION, opportunity } from '../store/scripted-crm';

const shown: PanelState = {
  ...EMPTY_PANEL,
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
      matches: [{ reason: 'primary-contact', opportunity: opportunity() }],
      isTruncated: false,
      hasMore: false,
      total: null,
      unsupported: [],
      offersSamples: false,
      isMirrored: false,
    },
  ],
};

const creation = (own: Partial<Creation>): Creation => ({
  id: 'n1',
  connection: 'crm',
  person: { name: '', address: 'mara@tessella.example' },
  domain: null,
  threadId: null,
  account: null,
  draft: { title: 'Lab robots' },
  at: 1,
  attempts: 1,
  delivery: { is: 'saved', at: 2 },
  isUndo: false,
  made: {},
  ...own,
});

const sentEdit: Edit = {
  id: '6f1e0a5e-3c2b-4a8a-9a53-5d8c1d0f4b7a',
  ref: { connection: 'crm', id: '1' },
  patch: {},
  base: {},
  at: 1,
  attempts: 1,
  delivery: { is: 'saved', at: 2 },
  undoes: null,
};

const unanswered = new CrmError({ kind: 'interrupted' });

async function openPanel(answer: (name: string) => Promise<unknown> = async () => null) {
  const states = new Map<number, PanelState>([[7, shown]]);
  const timers: (() => void)[] = [];
  const send = vi.fn((name: string, _input: unknown) => answer(name));
  const world: PanelWorld = {
    send: send as unknown as PanelWorld['send'],
    readState: async (tabId) => states.get(tabId),
    now: () => 1000,
    newId: () => crypto.randomUUID(),
    later(_, callback) {
      timers.push(callback);
      return () => timers.splice(timers.indexOf(callback), 1);
    },
    saveFile: vi.fn<PanelWorld['saveFile']>(),
  };
  const model = new PanelModel(world);
  await model.show(7);
  // What it asked for at once has come back, where it comes back at all.
  await new Promise((resolve) => void setTimeout(resolve));
  const sent = (name: string) => send.mock.calls.filter(([called]) => called === name).map(([, input]) => input);
  return { model, states, timers, sent };
}

describe('the panel', () => {
  it('has its first state without waiting for the worker', async () => {
    const { model } = await openPanel(() => new Promise(() => undefined));
    expect(model.isReady.value).toBe(true);
    expect(model.state.value.sections).toHaveLength(1);
  });

  it('ignores states of other tabs', async () => {
    const { model } = await openPanel();
    model.receive(8, EMPTY_PANEL);
    expect(model.state.value.sections).toHaveLength(1);
  });

  it('shows nothing of the last tab while the next one’s state is not there', async () => {
    const { model } = await openPanel();
    await model.show(9);
    expect(model.isReady.value).toBe(false);
    expect(model.state.value.sections).toEqual([]);
  });
});

describe('an edit made in the panel', () => {
  it('is in the state in the same turn, with what stood there before as its base', async () => {
    const { model, sent } = await openPanel(() => new Promise(() => undefined));
    model.edit(opportunity(), { winProbability: 35 });
    expect(model.state.value.edits).toMatchObject([{ patch: { winProbability: 35 }, base: { winProbability: 5 } }]);
    expect(sent('opportunity.edit')).toMatchObject([{ patch: { winProbability: 35 }, base: { winProbability: 5 } }]);
  });

  it('of a field in conflict starts from the other side’s value, which is in sight', async () => {
    const { model, sent } = await openPanel(() => new Promise(() => undefined));
    const delivery = { is: 'conflict', theirs: { winProbability: 60 } } as const;
    const asked = { ...sentEdit, patch: { winProbability: 35 }, base: { winProbability: 5 }, delivery };
    model.receive(7, { ...shown, edits: [asked] });
    model.edit({ ...opportunity(), winProbability: 35 }, { winProbability: 40, amount: 1 });
    expect(sent('opportunity.edit')).toMatchObject([{ base: { winProbability: 60, amount: 84_000 } }]);
  });

  it('is sent again where nobody answered: the worker may have died', async () => {
    const answers = [() => Promise.reject(unanswered), () => Promise.reject(unanswered), async () => null];
    const { model, sent, timers } = await openPanel(async (name) =>
      name === 'opportunity.edit' ? answers.shift()?.() : null,
    );
    model.edit(opportunity(), { winProbability: 35 });
    for (const count of [1, 2]) {
      await vi.waitFor(() => expect(timers).toHaveLength(1));
      expect(model.state.value.edits).toMatchObject([{ delivery: { is: 'sending' } }]);
      timers.pop()?.();
      await vi.waitFor(() => expect(sent('opportunity.edit')).toHaveLength(count + 1));
    }
    const [first, ...again] = sent('opportunity.edit');
    expect(again).toEqual([first, first]);
  });

  it('given up is given up by the worker, too, which may have it', async () => {
    const { model, sent } = await openPanel(async (name) => {
      if (name === 'opportunity.edit') throw new CrmError({ kind: 'storage', problem: 'full' });
      return null;
    });
    model.edit(opportunity(), { winProbability: 35 });
    await vi.waitFor(() => expect(model.state.value.edits).toMatchObject([{ delivery: { is: 'rejected' } }]));
    const [made] = model.state.value.edits;
    model.discardEdit(made?.id ?? '');
    expect(model.state.value.edits).toEqual([]);
    expect(sent('edit.discard')).toEqual([{ id: made?.id }]);
  });

  it('is shown once after the worker has published it', async () => {
    const { model, states } = await openPanel();
    model.edit(opportunity(), { winProbability: 35 });
    const [edit] = model.state.value.edits;
    const published = { ...shown, edits: edit ? [edit] : [] };
    states.set(7, published);
    model.receive(7, published);
    expect(model.state.value.edits).toHaveLength(1);
    await vi.waitFor(() => expect(model.state.value.edits[0]?.delivery).toEqual(edit?.delivery));
  });

  it('the worker could not take is kept, retried and discarded by hand', async () => {
    let isBroken = true;
    const { model, sent } = await openPanel(async (name) => {
      if (isBroken && name === 'opportunity.edit') throw new CrmError({ kind: 'internal', reason: 'no answer' });
      return null;
    });
    model.edit(opportunity(), { winProbability: 35 });
    await vi.waitFor(() => expect(model.state.value.edits[0]?.delivery.is).toBe('rejected'));
    const id = model.state.value.edits[0]?.id ?? '';
    isBroken = false;
    model.retryEdit(id);
    await vi.waitFor(() => expect(model.state.value.edits).toEqual([]));
    expect(sent('opportunity.edit').map((input) => (input as { id: string }).id)).toEqual([id, id]);
  });

  it('taken back writes what stood there before, on top of what is shown now', async () => {
    const { model, sent } = await openPanel();
    const saved = {
      id: crypto.randomUUID(),
      ref: opportunity().ref,
      patch: { stageId: 'won' },
      base: { stageId: 'lead' },
      at: 1,
      attempts: 1,
      undoes: null,
      delivery: { is: 'saved', at: 2 },
    } as const;
    model.undoEdit(saved);
    expect(sent('opportunity.edit')).toMatchObject([
      { patch: { stageId: 'lead' }, base: { stageId: 'qualified' }, undoes: saved.id },
    ]);
  });
});

describe('an edit on top of one the worker never took', () => {
  /** A panel with an edit of two fields that was refused; what is edited next, the worker takes. */
  async function openRefused() {
    const world = { isBroken: true };
    const panel = await openPanel(async (name) => {
      if (world.isBroken && name === 'opportunity.edit') throw new CrmError({ kind: 'storage', problem: 'broken' });
      return null;
    });
    const { model } = panel;
    model.edit(opportunity(), { winProbability: 35, amount: 1 });
    await vi.waitFor(() => expect(model.state.value.edits).toMatchObject([{ delivery: { is: 'rejected' } }]));
    world.isBroken = false;
    const edit = (patch: Edit['patch']) => model.edit({ ...opportunity(), winProbability: 35, amount: 1 }, patch);
    return { ...panel, edit };
  }

  it('is measured against what stood there before that one', async () => {
    const { sent, edit } = await openRefused();
    edit({ winProbability: 40, title: 'Robots' });
    expect(sent('opportunity.edit').at(-1)).toMatchObject({
      patch: { winProbability: 40, title: 'Robots' },
      base: { winProbability: 5, title: opportunity().title },
    });
  });

  it('takes its fields over: only the others are left to be retried', async () => {
    const { model, sent, edit } = await openRefused();
    const [refused] = model.state.value.edits;
    edit({ winProbability: 40 });
    await vi.waitFor(() => expect(model.state.value.edits).toHaveLength(1));
    expect(model.state.value.edits).toMatchObject([{ id: refused?.id, delivery: { is: 'rejected' } }]);
    model.retryEdit(refused?.id ?? '');
    expect(sent('opportunity.edit').at(-1)).toMatchObject({ id: refused?.id, patch: { amount: 1 } });
    expect(model.state.value.edits[0]?.patch).toEqual({ amount: 1 });
    expect(model.state.value.edits[0]?.base).toEqual({ amount: 84_000 });
  });

  it('leaves nothing of it where it has all its fields, not even its trouble', async () => {
    const { model, edit } = await openRefused();
    edit({ winProbability: 40, amount: 2 });
    await vi.waitFor(() => expect(model.state.value.edits).toEqual([]));
    expect(model.trouble.value).toBeNull();
  });

  it('leaves one alone that the worker turns out to have, and one of another opportunity', async () => {
    const { model, states, sent, edit } = await openRefused();
    const [refused] = model.state.value.edits;
    model.edit({ ...opportunity(), ref: { connection: 'crm', id: '77' } }, { winProbability: 50 });
    expect(sent('opportunity.edit').at(-1)).toMatchObject({ base: { winProbability: 5 } });
    expect(model.state.value.edits[0]?.patch).toEqual({ winProbability: 35, amount: 1 });
    const published = { ...shown, edits: refused ? [refused] : [] };
    states.set(7, published);
    model.receive(7, published);
    edit({ winProbability: 40 });
    expect(sent('opportunity.edit').at(-1)).toMatchObject({ base: { winProbability: 35 } });
  });
});

describe('creating', () => {
  const withMara: PanelState = {
    ...shown,
    email: email(),
    subject: { name: 'Mara Rossi', address: 'mara@tessella.example' },
  };

  async function openMara(answer?: (name: string) => Promise<unknown>) {
    const panel = await openPanel(answer);
    panel.model.receive(7, withMara);
    return panel;
  }

  it('by a double click asks once', async () => {
    const { model, sent } = await openMara(() => new Promise(() => undefined));
    model.create(null, null);
    model.create(null, null);
    expect(sent('opportunity.create')).toHaveLength(1);
    expect(model.isCreating.value).toBe(true);
  });

  it('is announced until it is among what is published, and never beside itself', async () => {
    const { model, sent } = await openMara(() => new Promise(() => undefined));
    model.create(null, null);
    const [asked] = sent('opportunity.create') as { id: string }[];
    model.receive(7, { ...withMara, creations: [creation({ id: asked!.id })] });
    expect(model.isCreating.value).toBe(false);
    model.create(null, null);
    expect(sent('opportunity.create')).toHaveLength(1);
  });

  it('says for whom, as the rep saw it, whatever is open by the time the worker hears of it', async () => {
    const { model, sent } = await openMara();
    model.create(null, null);
    model.receive(7, {
      ...withMara,
      email: email('ben@b.example'),
      subject: { name: 'Ben', address: 'ben@b.example' },
    });
    expect(sent('opportunity.create')).toMatchObject([
      {
        person: { address: 'mara@tessella.example' },
        domain: 'tessella.example',
        threadId: 'thread of mara@tessella.example',
        account: 'jo@northwind.example',
        draft: { title: 'Tessella: Lab robots' },
      },
    ]);
    expect(model.isCreating.value).toBe(false);
  });

  it('ends a search first: the new opportunity is among the person’s', async () => {
    const { model, sent } = await openMara();
    model.receive(7, { ...withMara, search: { query: { ...EMPTY_QUERY, text: 'robots' }, sections: [] } });
    model.create(null, null);
    await vi.waitFor(() => expect(sent('opportunity.create')).toHaveLength(1));
    expect(sent('search.asked')).toEqual([{ tabId: 7, query: EMPTY_QUERY }]);
  });

  it('that could not even end the search can be asked again', async () => {
    const { model } = await openMara(async (name) => {
      if (name === 'search.asked') throw new CrmError({ kind: 'internal', reason: 'no answer' });
      return null;
    });
    model.receive(7, { ...withMara, search: { query: { ...EMPTY_QUERY, text: 'robots' }, sections: [] } });
    model.create(null, null);
    await vi.waitFor(() => expect(model.trouble.value).not.toBeNull());
    expect(model.isCreating.value).toBe(false);
  });

  it('that the worker could not take says why, and can be asked again', async () => {
    const { model } = await openMara(async (name) => {
      if (name === 'opportunity.create') throw new CrmError({ kind: 'internal', reason: 'no answer' });
      return null;
    });
    model.create(null, null);
    await vi.waitFor(() => expect(model.trouble.value).toEqual({ kind: 'internal', reason: 'no answer' }));
    expect(model.isCreating.value).toBe(false);
  });
});

describe('undoing', () => {
  it('in a search measures against the whole record, not against the overview’s part of it', async () => {
    const { model, sent } = await openPanel();
    const record = opportunity({ winProbability: 60 });
    const [section] = shown.sections;
    const part = { ...section!, matches: [{ reason: null, opportunity: { ...record, winProbability: null } }] };
    const whole = { ...section!, matches: [{ reason: null, opportunity: record }] };
    const edit = { ...sentEdit, patch: { winProbability: 60 }, base: { winProbability: 40 } };
    model.receive(7, {
      ...shown,
      sections: [part],
      search: { query: { ...EMPTY_QUERY, text: 'lab' }, sections: [whole] },
      edits: [edit],
    });
    model.undoEdit(edit);
    expect(sent('opportunity.edit')).toMatchObject([{ patch: { winProbability: 40 }, base: { winProbability: 60 } }]);
  });
});

describe('undoing what is not shown', () => {
  const other = { connection: 'crm', id: '77' };
  const first: Edit = { ...sentEdit, ref: other, patch: { winProbability: 40 }, base: { winProbability: 20 } };
  const second: Edit = {
    ...first,
    id: crypto.randomUUID(),
    patch: { winProbability: 60 },
    base: { winProbability: 40 },
  };
  const entry = (edit: Edit, now = edit.patch) =>
    ({ is: 'edit', edit, title: 'Elsewhere', currency: 'EUR', now }) as const;

  it('starts from the values its entry in the activity has now', async () => {
    const { model, sent } = await openPanel();
    model.receive(7, { ...shown, activity: [entry(first, { winProbability: 55 })] });
    model.undoEdit(first);
    expect(sent('opportunity.edit')).toMatchObject([
      { ref: other, patch: { winProbability: 20 }, base: { winProbability: 55 }, undoes: first.id },
    ]);
  });

  it('starts from the undo clicked before it, though the worker has not taken that yet', async () => {
    const { model, sent } = await openPanel(() => new Promise(() => undefined));
    model.receive(7, { ...shown, activity: [entry(second), entry(first, second.patch)] });
    model.undoEdit(second);
    model.undoEdit(first);
    expect(sent('opportunity.edit')).toMatchObject([
      { patch: { winProbability: 40 }, base: { winProbability: 60 } },
      { patch: { winProbability: 20 }, base: { winProbability: 40 } },
    ]);
  });

  it('goes by the activity for the overview’s opportunities, which are there in part only', async () => {
    const { model, sent } = await openPanel();
    const [section] = shown.sections;
    const part = { ...section!, matches: [{ reason: null, opportunity: opportunity({ winProbability: null }) }] };
    const edit: Edit = { ...first, ref: opportunity().ref };
    model.receive(7, { ...shown, sections: [part], activity: [entry(edit)] });
    model.undoEdit(edit);
    expect(sent('opportunity.edit')).toMatchObject([{ patch: { winProbability: 20 }, base: { winProbability: 40 } }]);
  });

  it('is in the activity in the same turn, and once after the worker has published it', async () => {
    const { model, states } = await openPanel();
    const before = { ...shown, activity: [entry(first)] };
    states.set(7, before);
    model.receive(7, before);
    model.undoEdit(first);
    const [undo, ...others] = model.state.value.activity;
    expect(undo).toMatchObject({ is: 'edit', title: 'Elsewhere', edit: { undoes: first.id } });
    expect(others).toEqual(before.activity);
    const published = { ...before, activity: undo ? [undo, ...before.activity] : [] };
    states.set(7, published);
    model.receive(7, published);
    expect(model.state.value.activity).toHaveLength(2);
  });
});

it('says which opportunity a creation is to be', async () => {
  const { model, sent } = await openPanel();
  model.resolveCreation('n1', 'existing');
  expect(sent('creation.resolve')).toEqual([{ id: 'n1', use: 'existing' }]);
});

describe('searching', () => {
  it('asks for the last text only, once the typing pauses', async () => {
    const { model, timers, sent } = await openPanel();
    for (const text of ['l', 'la', 'lab']) model.search({ ...EMPTY_QUERY, text });
    expect(sent('search.asked')).toEqual([]);
    timers.forEach((run) => run());
    expect(sent('search.asked')).toEqual([{ tabId: 7, query: { ...EMPTY_QUERY, text: 'lab' } }]);
  });

  it('is for the tab it was typed in, whichever is in front when the pause is over', async () => {
    const { model, timers, sent } = await openPanel();
    model.search({ ...EMPTY_QUERY, text: 'lab' });
    await model.show(9);
    timers.forEach((run) => run());
    expect(sent('search.asked')).toEqual([{ tabId: 7, query: { ...EMPTY_QUERY, text: 'lab' } }]);
  });
});
