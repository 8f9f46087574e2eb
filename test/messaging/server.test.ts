import { describe, expect, it, vi } from 'vitest';
import type { MessageName } from '../../lib/messaging/protocol';
import { protocol } from '../../lib/messaging/protocol';
import type { StampedSender } from '../../lib/messaging/sender';
import { classifySender } from '../../lib/messaging/sender';
import type { Handlers } from '../../lib/messaging/server';
import { dispatch } from '../../lib/messaging/server';

const self = { id: 'abcdefghijklmnop', origin: 'chrome-extension://abcdefghijklmnop' };

/** Senders as Chromium 156 stamps them. */
const contentScript: StampedSender = {
  id: self.id,
  origin: 'https://mail.google.com',
  url: 'https://mail.google.com/mail/u/0/#inbox',
  frameId: 0,
  tab: { id: 7 },
};
const sidePanel: StampedSender = { id: self.id, origin: self.origin, url: `${self.origin}/sidepanel.html` };
const optionsInTab: StampedSender = {
  id: self.id,
  origin: self.origin,
  url: `${self.origin}/options.html`,
  frameId: 0,
  tab: { id: 9 },
};

function spies(): Handlers {
  const names = Object.keys(protocol) as MessageName[];
  return Object.fromEntries(names.map((name) => [name, vi.fn(async () => null)])) as unknown as Handlers;
}

describe('who sent a message', () => {
  it('is told by the stamped origin, for our pages also when they are open in a tab', () => {
    expect(classifySender(contentScript, self)).toBe('gmail');
    expect(classifySender(sidePanel, self)).toBe('page');
    expect(classifySender(optionsInTab, self)).toBe('page');
  });

  it.each<[string, StampedSender]>([
    ['another extension', { ...sidePanel, id: 'ponmlkjihgfedcba' }],
    ['another site', { ...contentScript, origin: 'https://mail.google.com.evil.example' }],
    ['Gmail over plain http', { ...contentScript, origin: 'http://mail.google.com' }],
    ['a frame inside Gmail', { ...contentScript, frameId: 3 }],
    ['a page that claims ours in its URL only', { ...contentScript, origin: 'null', url: `${self.origin}/x` }],
    ['nobody', {}],
  ])('is nobody we listen to: %s', (_, sender) => {
    expect(classifySender(sender, self)).toBeNull();
  });

  it('falls back to the URL where the browser stamps no origin', () => {
    const { origin: _, ...withoutOrigin } = contentScript;
    expect(classifySender(withoutOrigin, self)).toBe('gmail');
  });
});

describe('a message', () => {
  it('reaches its handler validated, with the tab the browser stamped', async () => {
    const handlers = spies();
    const reply = await dispatch(
      handlers,
      { name: 'email.opened', input: { email: null, tabId: 999 } },
      contentScript,
      self,
    );
    expect(reply).toEqual({ ok: true, value: null });
    expect(handlers['email.opened']).toHaveBeenCalledWith({ email: null }, 7);
  });

  it.each([
    ['an unknown name', { name: 'vault.read', input: {} }],
    ['a name from the prototype', { name: 'constructor', input: {} }],
    ['no name', {}],
    ['nothing', undefined],
    ['an input of another shape', { name: 'panel.shown', input: { tabId: '7' } }],
    ['a patch with a field there is not', editMessage({ secret: 1 })],
    ['a probability over 100', editMessage({ winProbability: 101 })],
  ])('is refused without reaching a handler: %s', async (_, message) => {
    const handlers = spies();
    const reply = await dispatch(handlers, message, sidePanel, self);
    expect(reply).toMatchObject({ ok: false, failure: { kind: 'internal' } });
    for (const handler of Object.values(handlers)) expect(handler).not.toHaveBeenCalled();
  });

  it('of a page is refused from Gmail, whatever it is', async () => {
    const handlers = spies();
    for (const [name, { from }] of Object.entries(protocol)) {
      if (from === 'gmail') continue;
      const reply = await dispatch(handlers, { name, input: {} }, contentScript, self);
      expect(reply).toEqual({ ok: false, failure: { kind: 'internal', reason: 'message from the wrong place' } });
    }
  });

  it('that makes its handler throw answers with a kind, not with the error', async () => {
    const handlers = { ...spies(), 'panel.shown': () => Promise.reject(new Error('key sk-123 leaked')) };
    const reply = await dispatch(handlers, { name: 'panel.shown', input: { tabId: 1 } }, sidePanel, self);
    expect(JSON.stringify(reply)).not.toContain('sk-123');
    expect(reply).toEqual({ ok: false, failure: { kind: 'internal', reason: 'Error' } });
  });

  it.each(['No SW', 'The browser is shutting down.'])(
    'to a worker that is being ended (%s) answers that it was interrupted, so that it is sent again',
    async (message) => {
      const handlers = { ...spies(), 'panel.shown': () => Promise.reject(new Error(message)) };
      const reply = await dispatch(handlers, { name: 'panel.shown', input: { tabId: 1 } }, sidePanel, self);
      expect(reply).toEqual({ ok: false, failure: { kind: 'interrupted' } });
    },
  );
});

function editMessage(patch: object): unknown {
  const ref = { connection: 'local', id: '1' };
  return { name: 'opportunity.edit', input: { id: crypto.randomUUID(), ref, patch, base: {}, undoes: null } };
}
