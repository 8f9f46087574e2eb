import { createModel, signal } from '@preact/signals';
import { originsFor } from '../crm/catalog';
import type { Connection, CrmId } from '../domain/connection';
import type { Failure } from '../domain/failure';
import { toFailure } from '../domain/failure';
import { BASE_URL_PROBLEM, isBaseUrl } from '../domain/base-url';
import type { ConnectionId } from '../domain/opportunity';
import type { Send } from '../messaging/client';
import { PENDING_FILE } from './pending-file';

/** The browser as the options page sees it. */
export interface OptionsWorld {
  send: Send;
  /** Shows the browser's prompt; must be the first thing a click does, before anything is awaited. */
  requestOrigins(origins: readonly string[]): Promise<boolean>;
  readConnections(): Promise<Connection[]>;
  readProblems(): Promise<Record<ConnectionId, Failure>>;
  /** Whether what the CRMs answered may lie on the disk. */
  readMirror(): Promise<boolean>;
  saveFile(name: string, json: string): void;
}

type ImportResult = { ok: true; opportunities: number } | { ok: false; failure: Failure };

/** The options page's state and intents. */
export const OptionsModel = createModel((world: OptionsWorld) => {
  const connections = signal<Connection[]>([]);
  const problems = signal<Record<ConnectionId, Failure>>({});
  /** Why the worker's storage can't be used, and how many edits and creations in it nobody can read any more. */
  const storage = signal<{ failure: Failure | null; damaged: number }>({ failure: null, damaged: 0 });

  /** Whether what the CRMs answered may lie on the disk; `null` until that is known. */
  const mirror = signal<boolean | null>(null);

  async function refresh(): Promise<void> {
    mirror.value = await world.readMirror();
    connections.value = await world.readConnections();
    problems.value = await world.readProblems();
  }

  async function checkStorage(): Promise<void> {
    storage.value = await world.send('storage.check', {}).then(
      ({ damaged }) => ({ failure: null, damaged }),
      (error: unknown) => ({ failure: toFailure(error), damaged: 0 }),
    );
  }

  return {
    connections,
    problems,
    storage,
    mirror,
    refresh,
    checkStorage,
    /** Resolves to how many edits and creations the CRMs have not got; where there is none, there is no file. */
    async exportPending(): Promise<number> {
      const { json, count } = await world.send('pending.export', {});
      if (count > 0) world.saveFile(PENDING_FILE, json);
      return count;
    },
    async resetStorage(): Promise<void> {
      await world.send('storage.reset', {});
      await checkStorage();
    },
    /** What went wrong, or `null` once connected. */
    async connect(crm: CrmId, credentials: Record<string, string>): Promise<Failure | null> {
      // Before the browser asks for a host that was not meant.
      if (credentials.baseUrl && !isBaseUrl(credentials.baseUrl)) {
        return { kind: 'invalid', reason: BASE_URL_PROBLEM, field: null };
      }
      try {
        const origins = originsFor(crm, credentials);
        const isGranted = origins.length === 0 || (await world.requestOrigins(origins));
        if (!isGranted) return { kind: 'no-permission' };
        await world.send('connection.connect', { crm, credentials });
        await refresh();
        return null;
      } catch (error) {
        return toFailure(error);
      }
    },
    /** How many changes the CRM has not got yet: with any, nothing is done unless `evenUnsent`. */
    async disconnect(connection: ConnectionId, evenUnsent: boolean): Promise<number> {
      const { unsent } = await world.send('connection.disconnect', { connection, evenUnsent });
      await refresh();
      return unsent;
    },
    async rename(connection: ConnectionId, label: string): Promise<void> {
      await world.send('connection.rename', { connection, label });
      await refresh();
    },
    async makeDefault(connection: ConnectionId): Promise<void> {
      await world.send('connection.makeDefault', { connection });
      await refresh();
    },
    /** What went wrong, or `null`. What is half done is shown, too: it goes on by itself. */
    async setMirror(isOn: boolean): Promise<Failure | null> {
      const failure = await world.send('mirror.set', { isOn }).then(() => null, toFailure);
      await refresh();
      return failure;
    },
    async exportLocal(): Promise<void> {
      const { json } = await world.send('local.export', {});
      world.saveFile('dealside-opportunities.json', json);
    },
    async importLocal(file: File): Promise<ImportResult> {
      try {
        const { opportunities } = await world.send('local.import', { json: await file.text() });
        return { ok: true, opportunities };
      } catch (error) {
        return { ok: false, failure: toFailure(error) };
      }
    },
    deleteLocal: async () => {
      await world.send('local.deleteAll', {});
    },
    loadSamples: async () => {
      await world.send('local.loadSamples', {});
      await refresh();
    },
  };
});
