/** What Gmail does to its page, for the benchmark: run in the page, the same for whoever watches. */
export interface Stimulus {
  /** Elements of the page. */
  size(): number;
  /** Inserts nodes into the shown view, and resolves once whoever watches has had time to react. */
  insert(shape: Shape): Promise<void>;
  /** Takes them out again. */
  clear(): Promise<void>;
  /** SHA-256 of the whole page's markup. */
  hash(): Promise<string>;
  /** Shows a conversation by its place in the address bar; resolves with when it stood in the page. */
  open(opaqueId: string): Promise<Opening>;
  /** Observes all that can be inserted, and does nothing: what any observer costs at least. */
  observe(): void;
  /** Changes the page every few milliseconds until told to stop, as a running timer or typing does. */
  churn(): () => void;
}

/** `frames`: 40 in each of 50 frames. `tasks`: each in a task of its own. `burst`: all in one task. */
export type Shape = 'frames' | 'tasks' | 'burst';

/** Times in milliseconds of the page's clock. */
export interface Opening {
  /** When the address changed. */
  askedAt: number;
  /** When the last change that belongs to it was in the page. */
  insertedAt: number;
  /** When animation frames began. */
  frames: number[];
}

declare global {
  var bench: Stimulus;
  /** When a peer told of an open email, milliseconds of the page's clock. */
  var told: { at: number; what: string }[];
}

const NODES = 2_000;
const PER_FRAME = 40;
/** Longer than any watcher here waits, milliseconds. */
const REST_MS = 320;
/** The same after a conversation was asked for, which takes its own time to be there. */
const OPEN_REST_MS = 700;
const CHURN_MS = 4;
/** What Gmail's nodes are called: a list's row, a view, a button, a body, and most have no class at all. */
const CLASSES = ['', 'nH', 'zA', '', 'T-I', 'a3s', ''];

const rest = (ms = REST_MS) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));

function task(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}

function place(): Element {
  const shown = document.querySelector('[role=main]') ?? document.body;
  const made = shown.querySelector(':scope > .bench');
  if (made) return made;
  const host = document.createElement('div');
  host.className = 'bench';
  shown.append(host);
  return host;
}

function node(index: number): HTMLElement {
  const element = document.createElement('div');
  const name = CLASSES[index % CLASSES.length];
  if (name) element.className = name;
  element.textContent = `Node ${index}`;
  return element;
}

async function insert(shape: Shape): Promise<void> {
  const host = place();
  for (let index = 0; index < NODES; index += 1) {
    if (shape === 'frames' && index % PER_FRAME === 0) await frame();
    if (shape === 'tasks') await task();
    host.append(node(index));
  }
  await rest();
}

async function hash(): Promise<string> {
  const bytes = new TextEncoder().encode(document.documentElement.outerHTML);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function open(opaqueId: string): Promise<Opening> {
  const frames: number[] = [];
  let insertedAt = 0;
  let isOver = false;
  const next = (at: number) => {
    frames.push(at);
    if (!isOver) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  const observer = new MutationObserver((records) => {
    const isItsOwn = ({ target }: MutationRecord) => target instanceof Element && target.closest('[role=main] .iY');
    if (records.some(isItsOwn)) insertedAt = performance.now();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  const askedAt = performance.now();
  location.hash = `inbox/${opaqueId}`;
  await rest(OPEN_REST_MS);
  isOver = true;
  observer.disconnect();
  return { askedAt, insertedAt, frames };
}

function churn(): () => void {
  const host = document.createElement('p');
  document.body.append(host);
  const timer = setInterval(() => host.replaceChildren(String(performance.now())), CHURN_MS);
  return () => {
    clearInterval(timer);
    host.remove();
  };
}

globalThis.told = [];
globalThis.bench = {
  size: () => document.querySelectorAll('*').length,
  insert,
  clear: async () => {
    document.querySelector('.bench')?.remove();
    await rest();
  },
  hash,
  open,
  observe: () => new MutationObserver(() => undefined).observe(document.body, { childList: true, subtree: true }),
  churn,
};
