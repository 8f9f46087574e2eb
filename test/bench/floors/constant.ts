import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the floor answers, whoever wrote. */
export const CONSTANT_TITLE = 'The same deal for everybody';

/** `chrome`, as far as the floor uses it. */
interface FloorBrowser {
  runtime: {
    sendMessage(message: { subject: string }): Promise<unknown>;
    onMessage: { addListener(listen: (message: { subject: string }) => void): void };
  };
  storage: {
    session: {
      set(values: Record<string, unknown>): Promise<void>;
      onChanged: { addListener(listen: (changes: Record<string, { newValue?: unknown }>) => void): void };
    };
  };
}

/** Each runs alone in its context: it may use nothing from around it. */
type Context = (browser: FloorBrowser, title: string) => void;

/** Tells of every conversation as soon as it is there: it waits for nothing, and recognises one page only. */
const content: Context = ({ runtime }) => {
  let told = '';
  const look = () => {
    const main = document.querySelector('[role=main]');
    const subject = main?.querySelector('.adn') ? (main.querySelector('h2')?.textContent ?? '') : '';
    if (subject === told) return;
    told = subject;
    void runtime.sendMessage({ subject });
  };
  const attributeFilter = ['style', 'role'];
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributeFilter });
};

const worker: Context = ({ runtime, storage }, title) => {
  runtime.onMessage.addListener(({ subject }) => void storage.session.set({ answer: { subject, title } }));
};

const panel: Context = ({ storage }) => {
  storage.session.onChanged.addListener(({ answer }) => {
    if (!answer) return;
    const { subject, title } = answer.newValue as { subject: string; title: string };
    const article = document.createElement('article');
    article.textContent = `${subject}: ${title}`;
    document.body.replaceChildren(article);
  });
};

/** Writes an extension that takes the way of every message and asks nobody: what any panel like ours costs at least. */
export function makeConstantExtension(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  for (const [name, run] of Object.entries({ content, worker, panel })) {
    write(`${name}.js`, `(${run.toString()})(chrome, ${JSON.stringify(CONSTANT_TITLE)});`);
  }
  write('sidepanel.html', '<!doctype html><meta charset="utf-8"><body><script src="panel.js"></script></body>');
  write('options.html', '<!doctype html><title>Nothing to choose</title>');
  const manifest = {
    manifest_version: 3,
    name: 'A constant answer',
    version: '1',
    permissions: ['storage', 'sidePanel'],
    background: { service_worker: 'worker.js' },
    side_panel: { default_path: 'sidepanel.html' },
    content_scripts: [{ matches: ['https://mail.google.com/mail/*'], js: ['content.js'], run_at: 'document_idle' }],
  };
  write('manifest.json', JSON.stringify(manifest));
  return folder;
}
