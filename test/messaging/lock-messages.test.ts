import { describe, expect, it } from 'vitest';
import { protocol } from '../../lib/messaging/protocol';

const names = Object.keys(protocol).filter((name) => name.startsWith('lock.')) as (keyof typeof protocol)[];
const passes = (name: keyof typeof protocol, input: object) => protocol[name].input.safeParse(input).success;

describe('messages to the lock', () => {
  it('come from our own pages only', () => {
    expect(names).toHaveLength(7);
    expect(names.map((name) => protocol[name].from)).toEqual(names.map(() => 'page'));
  });

  it.each([
    { length: 7, isTaken: false },
    { length: 8, isTaken: true },
    { length: 1000, isTaken: true },
    { length: 1001, isTaken: false },
  ])('set a passphrase of $length characters: $isTaken', ({ length, isTaken }) => {
    const next = 'x'.repeat(length);
    expect(passes('lock.turnOn', { passphrase: next, idleMinutes: 5 })).toBe(isTaken);
    expect(passes('lock.change', { passphrase: 'seven grey herons', next })).toBe(isTaken);
  });

  it('try one that is too short: it is simply wrong', () => {
    expect(passes('lock.unlock', { passphrase: 'x' })).toBe(true);
    expect(passes('lock.turnOff', { passphrase: 'x' })).toBe(true);
    expect(passes('lock.unlock', { passphrase: 'x'.repeat(1001) })).toBe(false);
  });

  it.each([5, 15, 60, null])('leave it open for %s minutes', (idleMinutes) => {
    expect(passes('lock.setIdle', { idleMinutes })).toBe(true);
  });

  it.each([0, -5, 1.5, 100_000, '5', undefined])('do not leave it open for %s minutes', (idleMinutes) => {
    expect(passes('lock.setIdle', { idleMinutes })).toBe(false);
  });
});
