import { render } from 'preact';
import { Options } from '../../components/options/Options';
import { browser } from '../../lib/browser';
import type { Connection } from '../../lib/domain/connection';
import type { Failure } from '../../lib/domain/failure';
import { createSend } from '../../lib/messaging/client';
import { saveFile } from '../../lib/panel/save-file';
import { OptionsModel } from '../../lib/panel/options-model';
import { CONNECTIONS_KEY, PROBLEMS_KEY } from '../../lib/domain/storage-keys';

const model = new OptionsModel({
  send: createSend((message) => browser.runtime.sendMessage(message)),
  requestOrigins: (origins) => browser.permissions.request({ origins: [...origins] }),
  readConnections: async () =>
    ((await browser.storage.local.get(CONNECTIONS_KEY))[CONNECTIONS_KEY] as Connection[] | undefined) ?? [],
  readProblems: async () =>
    ((await browser.storage.session.get(PROBLEMS_KEY))[PROBLEMS_KEY] as Record<string, Failure> | undefined) ?? {},
  saveFile,
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
    />
  );
}

browser.storage.onChanged.addListener((changes) => {
  if (CONNECTIONS_KEY in changes || PROBLEMS_KEY in changes) void model.refresh();
});
void model.refresh();
render(<App />, document.getElementById('root') as HTMLElement);
