import { expect, it } from 'vitest';
import { panelKey } from '../../lib/domain/storage-keys';
import { withRoom } from '../../lib/store/session-room';
import { memory } from './memory';

/** Characters that fit, as few as a test can fill. */
const ROOM = 100;

function smallSession() {
  const session = memory();
  const { set, setAll } = session;
  async function check(values: Readonly<Record<string, unknown>>): Promise<void> {
    const others = (await session.entries('')).filter(([key]) => !(key in values));
    if (JSON.stringify([...others, ...Object.entries(values)]).length > ROOM) throw new Error('quota exceeded');
  }
  session.set = (key, value) => check({ [key]: value }).then(() => set(key, value));
  session.setAll = (values) => check(values).then(() => setAll(values));
  return session;
}

it('what must be written down takes the room of what panels were shown', async () => {
  const session = smallSession();
  await session.set('facts', 'kept');
  await session.set(panelKey(1), 'x'.repeat(60));
  await withRoom(session).set('tab:1', 'the email that is open');
  expect(await session.get('tab:1')).toBe('the email that is open');
  expect(await session.get('facts')).toBe('kept');
  expect(await session.get(panelKey(1))).toBeUndefined();
  await session.set(panelKey(1), 'x'.repeat(20));
  await withRoom(session).setAll({ a: 'x'.repeat(20) });
  expect(await session.keys()).toEqual(['facts', 'tab:1', 'a']);
});

it('what panels were shown stays while there is room, and what can never be written is told', async () => {
  const session = smallSession();
  await session.set(panelKey(1), 'shown');
  await withRoom(session).set('tab:1', 'small');
  expect(await session.get(panelKey(1))).toBe('shown');
  await expect(withRoom(session).set('tab:1', 'x'.repeat(200))).rejects.toThrow('quota');
  expect(await session.get('tab:1')).toBe('small');
});
