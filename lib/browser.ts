import browser from 'webextension-polyfill';

/** The one import of the polyfill: promises everywhere, the same names in Chrome and Firefox. */
export { browser };

interface SidePanel {
  setPanelBehavior(behavior: { openPanelOnActionClick: boolean }): Promise<void>;
}

/** Chrome's side panel, which the polyfill's types lack; `undefined` in Firefox, which has a sidebar instead. */
export function sidePanel(): SidePanel | undefined {
  return (globalThis as { chrome?: { sidePanel?: SidePanel } }).chrome?.sidePanel;
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
