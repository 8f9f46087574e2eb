import browser from 'webextension-polyfill';

/** The one import of the polyfill: promises everywhere, the same names in Chrome and Firefox. */
export { browser };

interface SidePanel {
  setPanelBehavior(behavior: { openPanelOnActionClick: boolean }): Promise<void>;
}

/** Has the toolbar button open the panel: Chrome's side panel, which the polyfill's types lack, or Firefox's sidebar. */
export function openPanelOnClick(): void {
  const { sidePanel } = (globalThis as { chrome?: { sidePanel?: SidePanel } }).chrome ?? {};
  if (sidePanel) void sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
  else browser.action.onClicked.addListener(() => void browser.sidebarAction.toggle());
}

/**
 * Keeps content scripts out of `storage.local` (they run beside hostile pages). Chrome only; Firefox has no such
 * switch, and there the vault relies on content scripts asking for nothing but messages.
 */
export async function keepStorageFromContentScripts(): Promise<void> {
  const area = browser.storage.local as typeof browser.storage.local & {
    setAccessLevel?(options: { accessLevel: 'TRUSTED_CONTEXTS' }): Promise<void>;
  };
  await area.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}
