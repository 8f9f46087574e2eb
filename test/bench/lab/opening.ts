import type { Page } from '@playwright/test';

/** When a conversation was opened and its opportunities were on the screen; epoch milliseconds. */
export interface Painted {
  askedAt: number;
  /** The last change of Gmail's page that belongs to it. */
  openedAt: number;
  paintedAt: number;
}

const PATIENCE_MS = 15_000;

/** What the panel shows of a conversation: something of the email's own, and the title of an opportunity. */
interface Shown {
  marker: string;
  title: string;
}

/** Opens a conversation by its address, and waits until the panel has painted what it shows of it. */
export async function openAndPaint(
  { gmail, panel }: { gmail: Page; panel: Page },
  { hash, marker, title }: Shown & { hash: string },
): Promise<Painted> {
  // Resolves once the panel watches, before anything is opened.
  const painted = await panel.evaluateHandle(watchPaint, { title, marker, patience: PATIENCE_MS });
  const { askedAt, openedAt } = await gmail.evaluate(openConversation, hash);
  const paintedAt = await painted.evaluate(({ at }) => at);
  if (paintedAt === null) throw new Error(`"${title}" was not painted within ${PATIENCE_MS / 1000} s.`);
  return { askedAt, openedAt, paintedAt };
}

/** Runs in the panel. `at` resolves once a frame with the title has been drawn; `null` where that does not come. */
function watchPaint({ title, marker, patience }: Shown & { patience: number }): { at: Promise<number | null> } {
  const at = new Promise<number | null>((resolve) => {
    const isThere = () =>
      Array.from(document.querySelectorAll('article')).some(({ textContent }) => textContent.includes(title)) &&
      (document.body.textContent ?? '').includes(marker);
    const afterPaint = () =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(Date.now());
        port2.postMessage(null);
      });
    const observer = new MutationObserver(() => {
      if (!isThere()) return;
      observer.disconnect();
      afterPaint();
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    setTimeout(() => resolve(null), patience);
  });
  return { at };
}

/** Runs in Gmail. */
async function openConversation(hash: string): Promise<{ askedAt: number; openedAt: number }> {
  let openedAt = 0;
  const observer = new MutationObserver(() => (openedAt = Date.now()));
  observer.observe(document.body, { subtree: true, childList: true, attributes: true });
  const askedAt = Date.now();
  location.hash = hash;
  await new Promise((resolve) => setTimeout(resolve, 250));
  observer.disconnect();
  return { askedAt, openedAt };
}

interface Addressed {
  subject: string;
  opaqueId: string;
}

/** The address of each of the simulator's conversations, by its subject. */
export async function hashesOf(gmail: Page): Promise<(subject: string) => string> {
  const threads = await gmail.evaluate(
    async (): Promise<Addressed[]> => (await (await fetch('mailbox.json')).json()).threads,
  );
  return (subject) => {
    const found = threads.find((thread) => thread.subject === subject);
    if (!found) throw new Error(`The mailbox has no "${subject}".`);
    return `inbox/${found.opaqueId}`;
  };
}
