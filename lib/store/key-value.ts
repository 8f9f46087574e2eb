/** The part of a `storage` area the store needs. Values are ours: written and read by the same version of the schema. */
export interface KeyValue {
  get<Value>(key: string): Promise<Value | undefined>;
  set(key: string, value: unknown): Promise<void>;
  remove(...keys: string[]): Promise<void>;
  keys(): Promise<string[]>;
}

/** What `browser.storage.local` and `.session` offer. */
interface StorageArea {
  get(key: string | null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string[]): Promise<void>;
}

/** `area` as a typed key-value store. */
export function keyValue(area: StorageArea): KeyValue {
  return {
    get: async <Value>(key: string) => (await area.get(key))[key] as Value | undefined,
    set: (key, value) => area.set({ [key]: value }),
    remove: (...keys) => area.remove(keys),
    keys: async () => Object.keys(await area.get(null)),
  };
}
