import { render } from 'preact';
import { Options } from '../../components/options/Options';
import { browser } from 'wxt/browser';
import type { Connection } from '../../lib/domain/connection';
import type { Failure } from '../../lib/domain/failure';
import type { LockState } from '../../lib/domain/lock-state';
import { createSend } from '../../lib/messaging/client';
import { LockModel } from '../../lib/panel/lock-model';
import { saveFile } from '../../lib/panel/save-file';
import { OptionsModel } from '../../lib/panel/options-model';
import { CONNECTIONS_KEY, LOCK_STATE_KEY, MIRROR_KEY, MIRROR_OFF, PROBLEMS_KEY } from '../../lib/domain/storage-keys';

const send = createSend((message) => browser.runtime.sendMessage(message));
const model = new OptionsModel({
  send,
  requestOrigins: (origins) => browser.permissions.request({ origins: [...origins] }),
  readConnections: async () =>
    ((await browser.storage.local.get(CONNECTIONS_KEY))[CONNECTIONS_KEY] as Connection[] | undefined) ?? [],
  readProblems: async () =>
    ((await browser.storage.session.get(PROBLEMS_KEY))[PROBLEMS_KEY] as Record<string, Failure> | undefined) ?? {},
  readMirror: async () => (await browser.storage.local.get(MIRROR_KEY))[MIRROR_KEY] !== MIRROR_OFF,
  saveFile,
});

const lock = new LockModel({
  send,
  readLock: async () => (await browser.storage.session.get(LOCK_STATE_KEY))[LOCK_STATE_KEY] as LockState | undefined,
});

// Typed as always there; a browser without the permission has no such member.
const identity = browser.identity as typeof browser.identity | undefined;
const redirectUri = identity?.getRedirectURL('outreach') ?? null;

function App() {
  return (
    <Options
      connections={model.connections.value}
      problems={model.problems.value}
      redirectUri={redirectUri}
      actions={model}
      storage={model.storage.value}
      mirror={model.mirror.value}
      lock={lock.state.value}
      lockActions={lock}
    />
  );
}

browser.storage.onChanged.addListener((changes) => {
  if (CONNECTIONS_KEY in changes || PROBLEMS_KEY in changes || MIRROR_KEY in changes) void model.refresh();
  if (LOCK_STATE_KEY in changes) void lock.refresh();
});
void model.refresh();
void model.checkStorage();
void lock.refresh();
render(<App />, document.getElementById('root') as HTMLElement);
