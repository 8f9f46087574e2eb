import { describe, expect, it, vi } from 'vitest';
import type { Failure } from '../../lib/domain/failure';
import { CrmError } from '../../lib/domain/failure';
import { EMPTY_PANEL } from '../../lib/domain/panel-state';
import type { PanelWorld } from '../../lib/panel/model';
import { PanelModel } from '../../lib/panel/model';
import type { OptionsWorld } from '../../lib/panel/options-model';
import { OptionsModel } from '../../lib/panel/options-model';
import { opportunity } from '../store/scripted-crm';

const FULL: Failure = { kind: 'storage', problem: 'full' };
const BROKEN: Failure = { kind: 'storage', problem: 'broken' };

const PENDING = { format: 'dealside-pending', version: 1, edits: [{ id: 'written' }], creations: [], damaged: [] };

/** A worker that answers as given; what is not given it answers with null. */
function answering(answers: Record<string, unknown>) {
  return vi.fn(async (name: string) => {
    const answer = answers[name] ?? null;
    if (answer instanceof Error) throw answer;
    return answer;
  }) as unknown as PanelWorld['send'];
}

describe('a panel whose worker finds no room', () => {
  async function open(answers: Record<string, unknown>) {
    const saveFile = vi.fn<PanelWorld['saveFile']>();
    const model = new PanelModel({
      send: answering({ 'opportunity.edit': new CrmError(FULL), ...answers }),
      readState: async () => EMPTY_PANEL,
      now: () => 1000,
      newId: () => 'typed',
      later: () => () => undefined,
      saveFile,
    });
    await model.show(7);
    model.edit(opportunity(), { winProbability: 35 });
    await vi.waitFor(() => expect(model.trouble.value).toEqual(FULL));
    return { model, saveFile };
  }

  it('keeps what was typed, as not saved', async () => {
    const { model } = await open({});
    expect(model.state.value.edits).toMatchObject([
      { id: 'typed', patch: { winProbability: 35 }, delivery: { is: 'rejected', failure: FULL } },
    ]);
  });

  it('exports it beside what is written down', async () => {
    const { model, saveFile } = await open({ 'pending.export': { json: JSON.stringify(PENDING), count: 1 } });
    model.exportPending();
    await vi.waitFor(() => expect(saveFile).toHaveBeenCalledOnce());
    const [name, json] = saveFile.mock.calls[0] ?? [];
    expect(name).toBe('dealside-pending.json');
    expect(JSON.parse(json ?? '')).toMatchObject({
      format: 'dealside-pending',
      edits: [{ id: 'written' }, { id: 'typed', patch: { winProbability: 35 } }],
    });
  });

  it('says why nothing could be exported', async () => {
    const { model, saveFile } = await open({ 'pending.export': new CrmError(BROKEN) });
    model.exportPending();
    await vi.waitFor(() => expect(model.trouble.value).toEqual(BROKEN));
    expect(saveFile).not.toHaveBeenCalled();
  });
});

describe('the options page', () => {
  function open(answers: Record<string, unknown>) {
    const saveFile = vi.fn<OptionsWorld['saveFile']>();
    const send = answering(answers);
    const model = new OptionsModel({
      send,
      requestOrigins: async () => true,
      readConnections: async () => [],
      readProblems: async () => ({}),
      readMirror: async () => true,
      saveFile,
    });
    return { model, send, saveFile };
  }

  it('tells how the storage fares, also when it can’t be used', async () => {
    const { model } = open({ 'storage.check': { damaged: 2 } });
    await model.checkStorage();
    expect(model.storage.value).toEqual({ failure: null, damaged: 2 });
    const broken = open({ 'storage.check': new CrmError(BROKEN) });
    await broken.model.checkStorage();
    expect(broken.model.storage.value).toEqual({ failure: BROKEN, damaged: 0 });
  });

  it('makes a file of what is pending, and none of nothing', async () => {
    const { model, saveFile } = open({ 'pending.export': { json: '{}', count: 3 } });
    expect(await model.exportPending()).toBe(3);
    expect(saveFile).toHaveBeenCalledExactlyOnceWith('dealside-pending.json', '{}');
    const empty = open({ 'pending.export': { json: '{}', count: 0 } });
    expect(await empty.model.exportPending()).toBe(0);
    expect(empty.saveFile).not.toHaveBeenCalled();
  });

  it('looks again after a reset', async () => {
    const { model, send } = open({ 'storage.check': { damaged: 0 } });
    await model.resetStorage();
    expect(send).toHaveBeenNthCalledWith(1, 'storage.reset', {});
    expect(send).toHaveBeenNthCalledWith(2, 'storage.check', {});
  });
});
