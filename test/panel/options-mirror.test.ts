import { expect, it, vi } from 'vitest';
import { CrmError } from '../../lib/domain/failure';
import type { OptionsWorld } from '../../lib/panel/options-model';
import { OptionsModel } from '../../lib/panel/options-model';

function open() {
  const stored = { isOn: true };
  const send = vi.fn(async (_name: string, _input: unknown): Promise<unknown> => null);
  const model = new OptionsModel({
    send: send as unknown as OptionsWorld['send'],
    requestOrigins: async () => true,
    readConnections: async () => [],
    readProblems: async () => ({}),
    readMirror: async () => stored.isOn,
    saveFile: () => undefined,
  });
  return { model, send, stored };
}

it('whether a copy is kept is not known before it was read', async () => {
  const { model } = open();
  expect(model.mirror.value).toBeNull();
  await model.refresh();
  expect(model.mirror.value).toBe(true);
});

it('a copy is switched off by the worker, and shown as what came of it', async () => {
  const { model, send, stored } = open();
  stored.isOn = false;
  expect(await model.setMirror(false)).toBeNull();
  expect(send).toHaveBeenCalledExactlyOnceWith('mirror.set', { isOn: false });
  expect(model.mirror.value).toBe(false);
});

it('says what went wrong, and shows what is so all the same', async () => {
  const { model, send, stored } = open();
  stored.isOn = false;
  send.mockRejectedValue(new CrmError({ kind: 'storage', problem: 'broken' }));
  expect(await model.setMirror(false)).toEqual({ kind: 'storage', problem: 'broken' });
  expect(model.mirror.value).toBe(false);
});
