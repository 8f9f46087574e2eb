/** The part of a `storage` area the store needs. Values are ours: written and read by the same version of the schema. */
export interface KeyValue {
  get<Value>(key: string): Promise<Value | undefined>;
  set(key: string, value: unknown): Promise<void>;
  /** All of them or, where there is no room for all, none. */
  setAll(values: Readonly<Record<string, unknown>>): Promise<void>;
  remove(...keys: string[]): Promise<void>;
  keys(): Promise<string[]>;
  /** Keys that begin with `prefix`, with their values. */
  entries(prefix: string): Promise<[key: string, value: unknown][]>;
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
    setAll: (values) => area.set({ ...values }),
    remove: (...keys) => area.remove(keys),
    keys: async () => Object.keys(await area.get(null)),
    entries: async (prefix) => Object.entries(await area.get(null)).filter(([key]) => key.startsWith(prefix)),
  };
}
