import type { KeyValue } from '../../lib/store/key-value';

/** A storage area in memory: copies in and out, as the browser's does. */
export function memory(items = new Map<string, unknown>()): KeyValue & { items: Map<string, unknown> } {
  return {
    items,
    get: async <Value>(key: string) => structuredClone(items.get(key)) as Value | undefined,
    set: async (key, value) => void items.set(key, structuredClone(value)),
    setAll: async (values) => Object.entries(structuredClone(values)).forEach(([key, value]) => items.set(key, value)),
    remove: async (...keys) => keys.forEach((key) => items.delete(key)),
    keys: async () => [...items.keys()],
    entries: async (prefix) => structuredClone([...items].filter(([key]) => key.startsWith(prefix))),
  };
}

/** An open email with `changes` on top. */
export function email(address = 'mara@tessella.example', changes: object = {}) {
  return {
    account: { index: 0, address: 'jo@northwind.example' },
    threadId: `thread of ${address}`,
    messageId: 'm1',
    subject: 'Lab robots',
    sender: { name: 'Mara Rossi', address },
    participants: [{ name: 'Mara Rossi', address, role: 'from' as const }],
    senders: [address],
    isPopOut: false,
    viaGroup: false,
    ...changes,
  };
}
