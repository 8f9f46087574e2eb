import { expect } from '@playwright/test';
import { startApp } from '../e2e/harness/app.ts';
import {
  article,
  button,
  chooseStatus,
  delivery,
  lossReason,
  openEmail,
  opportunities,
  stage,
  stageName,
  status,
  winProbability,
} from '../e2e/harness/panel.ts';
import { say } from '../scripts/run.ts';
import { openLabel, openThread } from '../simulator/gmail-page.ts';
import { openCamera } from './pictures.ts';

const MAIL = 'Lab robots, phase 2: revised offer';
const NEWCOMERS_MAIL = 'Packaging line for the spring season';

/** Plays the main job on the CRM of this device, prints each step and leaves pictures. Throws at the first surprise. */
export async function play(): Promise<void> {
  const app = await startApp();
  const camera = openCamera(app);
  const done = (step: string, picture?: string) => say(`✓ ${step}${picture ? `  → ${picture}` : ''}`);
  try {
    const panel = await app.panel();
    await expect(button(panel, 'Use on this device')).toBeVisible();
    done('The side panel is open beside Gmail, with nothing connected.', await camera.panel('start'));

    await button(panel, 'Use on this device').click();
    await button(panel, 'Load sample data').click();
    await expect(panel.getByText('Open an email to see its opportunities')).toBeVisible();
    done('A CRM on this device, with sample data.', await camera.panel('overview'));

    await openThread(app.gmail, MAIL);
    const deal = article(panel, 'Lab robots, phase 2');
    await expect(deal).toBeVisible();
    await camera.panel('opportunities');
    done("Mara Rossi's mail is open: her opportunities are there.", await camera.both('gmail-and-panel'));

    await stage(deal).selectOption({ label: 'Contract Sent' });
    await expect(delivery(deal)).toContainText('Saved');
    done('Stage moved to Contract Sent.', await camera.panel('stage-moved'));
    await button(deal, 'Undo').click();
    await expect(stageName(deal)).toHaveText('Presentation');
    done('Undone: the stage is Presentation again.');

    await winProbability(deal).fill('65');
    await winProbability(deal).press('Enter');
    await expect(delivery(deal)).toContainText('Saved');
    done('Win probability set to 65 %.');

    const maintenance = article(panel, 'Maintenance 2027');
    await chooseStatus(maintenance, 'Lost');
    await expect(lossReason(maintenance)).toBeVisible();
    await lossReason(maintenance).selectOption({ index: 1 });
    await expect(delivery(maintenance)).toContainText('Saved');
    await expect(status(maintenance, 'Lost')).toBeChecked();
    done('Maintenance 2027 is lost, with a reason.', await camera.panel('lost-with-reason'));

    await button(deal, 'Edit details').click();
    done('The rest of a deal, one click away.', await camera.panel('details'));

    await openLabel(app.gmail, 'Inbox');
    await openThread(app.gmail, NEWCOMERS_MAIL);
    await expect(openEmail(panel)).toContainText('Noor Haddad');
    await expect(opportunities(panel)).toHaveCount(0);
    await camera.panel('unknown-sender');
    await button(panel, 'Create opportunity').click();
    await expect(article(panel, `Quillworks: ${NEWCOMERS_MAIL}`)).toBeFocused();
    done('A newcomer: contact, company and opportunity in one click.', await camera.panel('created'));
    say('\nDone. The pictures are in .output/demo/.');
  } finally {
    await app.stop();
  }
}
