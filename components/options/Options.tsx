import type { Connection, CrmId } from '../../lib/domain/connection';
import type { Failure } from '../../lib/domain/failure';
import type { LockState } from '../../lib/domain/lock-state';
import type { ConnectionId } from '../../lib/domain/opportunity';
import { ConnectForm } from './ConnectForm';
import { ConnectionItem } from './ConnectionItem';
import { DefaultConnection } from './DefaultConnection';
import { KeepCopy } from './KeepCopy';
import type { LockActions } from './Locking';
import { Locking } from './Locking';
import type { StorageActions, StorageHealth } from './StoredData';
import { StoredData } from './StoredData';

/** Everything the options page can ask for. */
export interface OptionsActions extends StorageActions {
  /** Called in the click itself, before anything is awaited: asking for a host needs the gesture. */
  connect: (crm: CrmId, credentials: Record<string, string>) => Promise<Failure | null>;
  /** Resolves to how many changes the CRM has not got; with any, nothing is done unless `evenUnsent`. */
  disconnect: (id: ConnectionId, evenUnsent: boolean) => Promise<number>;
  /** An empty label goes back to the CRM's own name. Rejects with `CrmError`, as `makeDefault` does. */
  rename: (id: ConnectionId, label: string) => Promise<void>;
  /** New opportunities go there from now on. */
  makeDefault: (id: ConnectionId) => Promise<void>;
  exportLocal: () => Promise<void>;
  importLocal(file: File): Promise<{ ok: true; opportunities: number } | { ok: false; failure: Failure }>;
  loadSamples: () => Promise<void>;
  /** Whether what the CRMs answered may lie on the disk. Resolves to what went wrong, or `null`. */
  setMirror: (isOn: boolean) => Promise<Failure | null>;
  /** Deletes every record kept on this device for good. */
  deleteLocal: () => Promise<void>;
}

interface OptionsProps {
  connections: Connection[];
  /** What is wrong with a connection, where something is. */
  problems: Record<ConnectionId, Failure>;
  /** Where a CRM leads back to after signing in; `null` where the browser has no such address. */
  redirectUri: string | null;
  actions: OptionsActions;
  storage?: StorageHealth;
  /** Whether what the CRMs answered may lie on the disk; `null` until that is known. */
  mirror: boolean | null;
  /** `null` until the worker has told. */
  lock: LockState | null;
  lockActions: LockActions;
}

const HEALTHY: StorageHealth = { failure: null, damaged: 0 };

/** The options page: which CRMs, and where what is kept. */
export function Options({
  connections,
  problems,
  redirectUri,
  actions,
  storage = HEALTHY,
  mirror,
  lock,
  lockActions,
}: OptionsProps) {
  return (
    <main class="options">
      <header>
        <h1>Dealside</h1>
        <p class="soft">Your CRM beside your mail. Connect one or several, or keep opportunities on this device.</p>
      </header>
      <section class="block" aria-labelledby="connect-heading">
        <h2 id="connect-heading">Connect a CRM</h2>
        <ConnectForm onConnect={actions.connect} redirectUri={redirectUri} />
      </section>
      <section class="block" aria-labelledby="connections-heading">
        <h2 id="connections-heading">Connections</h2>
        {connections.length === 0 && <p class="soft">None yet.</p>}
        {connections.length > 0 && (
          <ul class="connections" aria-label="Connections">
            {connections.map((connection) => (
              <ConnectionItem
                key={connection.id}
                connection={connection}
                problem={problems[connection.id] ?? null}
                actions={actions}
              />
            ))}
          </ul>
        )}
        {connections.length > 1 && <DefaultConnection connections={connections} onChoose={actions.makeDefault} />}
      </section>
      <Locking lock={lock} actions={lockActions} />
      <section class="block" aria-labelledby="storage-heading">
        <h2 id="storage-heading">What is kept where</h2>
        <p class="soft">
          Keys, opportunities and changes on their way stay in this browser’s own storage. A key is sent to the CRM it
          belongs to, or to the proxy you entered for it, and to nobody else, and is never shown again. From Gmail,
          Dealside reads the names, addresses and subject of the open email, never its text; it asks your CRMs about
          those people and writes there only what you change or create.
        </p>
        <KeepCopy isOn={mirror} hasCrm={connections.some(({ crm }) => crm !== 'local')} onSet={actions.setMirror} />
        <StoredData health={storage} actions={actions} />
      </section>
    </main>
  );
}
