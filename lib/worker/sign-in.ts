import type { SignIn } from '../crm/crm';
import { CrmError } from '../domain/failure';
import { browser } from './browser';

/**
 * Signing in through the browser: it opens the CRM's page in a window of its own and hands back the address that page
 * led to. Chrome keeps the worker alive meanwhile, however long the rep takes.
 */
export const signIn: SignIn = {
  get redirectUri() {
    return browser.identity.getRedirectURL('outreach');
  },
  async open(url) {
    try {
      return await browser.identity.launchWebAuthFlow({ url, interactive: true });
    } catch {
      // The browser's reason names the address, and with it the client's id.
      const reason = 'Signing in was not finished. Press Connect to open the page again';
      throw new CrmError({ kind: 'invalid', reason, field: null });
    }
  },
};
