/** What code evaluated in an extension page or in the worker finds there, as far as tests use it. */
declare global {
  const chrome: {
    storage: Record<'local' | 'session', { get(keys: null): Promise<Record<string, unknown>> }>;
    permissions: { getAll(): Promise<{ origins?: string[] }> };
    runtime: { id: string; sendMessage(message: unknown): Promise<unknown> };
    windows: { getCurrent(): Promise<{ id: number }> };
    sidePanel: { open(options: { windowId: number }): Promise<void> };
  };
}

export {};
