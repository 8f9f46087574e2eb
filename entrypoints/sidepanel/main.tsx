import { render } from 'preact';
import { Panel } from '../../components/panel/Panel';
import { browser } from 'wxt/browser';
import type { PanelState } from '../../lib/domain/panel-state';
import { panelKey, tabOfPanelKey } from '../../lib/domain/storage-keys';
import { createSend } from '../../lib/messaging/client';
import { createClock } from '../../lib/panel/clock';
import { followTab } from '../../lib/panel/current-tab';
import { PanelModel } from '../../lib/panel/model';
import { saveFile } from '../../lib/panel/save-file';
import { watchOver } from '../../lib/panel/watchdog';

const model = new PanelModel({
  send: createSend((message) => browser.runtime.sendMessage(message)),
  readState: async (tabId) =>
    (await browser.storage.session.get(panelKey(tabId)))[panelKey(tabId)] as PanelState | undefined,
  now: () => Date.now(),
  newId: () => crypto.randomUUID(),
  later(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  saveFile,
});
const now = createClock(model.state);
watchOver(model.state, model.wake);
const actions = { ...model, openOptions: () => void browser.runtime.openOptionsPage() };

function App() {
  return (
    <Panel
      state={model.state.value}
      isReady={model.isReady.value}
      isCreating={model.isCreating.value}
      trouble={model.trouble.value}
      now={now.value}
      actions={actions}
    />
  );
}

browser.storage.session.onChanged.addListener((changes) => {
  for (const [key, { newValue }] of Object.entries(changes)) {
    const tabId = tabOfPanelKey(key);
    if (tabId !== undefined) model.receive(tabId, newValue as PanelState | undefined);
  }
});
followTab((tabId) => void model.show(tabId));
// A worker that is asleep hears nothing of it; the panel wakes it, and what waits is sent.
globalThis.addEventListener('online', () => model.wake());
render(<App />, document.getElementById('root') as HTMLElement);
