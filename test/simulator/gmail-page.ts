import type { Page } from '@playwright/test';

/** Opens a conversation from the list as a user does: by clicking its row. Resolves when its messages are there. */
export async function openThread(gmail: Page, subject: string): Promise<void> {
  await clickThread(gmail, subject);
  await gmail.locator('[role=main] h2.hP').getByText(subject, { exact: true }).waitFor();
  await gmail.locator('[role=main] .adn').filter({ visible: true }).first().waitFor();
}

/** Clicks a conversation's row and does not wait for it to open. */
export async function clickThread(gmail: Page, subject: string): Promise<void> {
  await gmail.getByRole('link', { name: subject, exact: true }).filter({ visible: true }).click();
}

/** Shows the list of a label: "Inbox", "Orders" or "Oddities". */
export async function openLabel(gmail: Page, label: 'Inbox' | 'Orders' | 'Oddities'): Promise<void> {
  await gmail.getByRole('navigation').getByRole('link', { name: label }).click();
  await gmail.locator('[role=main] [gh=tl]').waitFor();
}

/** Expands the collapsed message of this sender, the oldest where there are several. */
export async function expandMessage(gmail: Page, name: string): Promise<void> {
  await gmail
    .getByRole('button', { name: `Expand message from ${name}` })
    .filter({ visible: true })
    .first()
    .click();
}
