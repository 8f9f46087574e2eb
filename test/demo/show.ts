import { startApp } from '../e2e/harness/app.ts';
import { startCopper } from '../e2e/harness/copper.ts';
import { say } from '../scripts/run.ts';

/** Opens a browser with the panel beside a simulated Gmail, and waits until it is closed. */
export async function show(): Promise<void> {
  const copper = await startCopper();
  const app = await startApp({ screen: 'own', isUntouched: true, hosts: copper.hosts });
  const closed = new Promise((resolve) => app.browser.context.once('close', resolve));
  await app.panel();
  say(`
Dealside is open beside a simulated Gmail. Nothing leaves this machine. Try:

  • In the panel: "Use on this device", then "Load sample data".
  • Open Mara Rossi's mail. Move a deal's stage, type a win probability and press Enter,
    set one to Lost and choose a reason, then undo.
  • Open Noor Haddad's mail, whom no CRM knows: "Create opportunity" makes all of it in one click.
  • The options page connects Copper: a make-believe one, with API key "${copper.login.apiKey}"
    and email "${copper.login.email}".

Close the browser to end.`);
  await closed;
  await app.stop();
  await copper.stop();
}
