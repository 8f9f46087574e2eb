import type { EvaluateInWorld } from './isolated-world.ts';

/** What a content script asked of the page since the traps were set. */
export interface Trapped {
  /** Searches in the page. */
  looks: number;
  /** Names of what it read that takes a layout, each as often as it was read. */
  forced: string[];
}

const SEARCHES = ['querySelector', 'querySelectorAll', 'getElementsByClassName', 'getElementsByTagName'];

/** What is computed from a layout, by what has it. */
const LAYOUT: Record<string, readonly string[]> = {
  'HTMLElement.prototype': ['offsetParent', 'offsetWidth', 'offsetHeight', 'offsetTop', 'offsetLeft', 'innerText'],
  'Element.prototype': [
    'getClientRects',
    'getBoundingClientRect',
    'checkVisibility',
    'scrollIntoView',
    'clientWidth',
    'clientHeight',
    'clientTop',
    'clientLeft',
    'scrollTop',
    'scrollLeft',
    'scrollWidth',
    'scrollHeight',
  ],
  globalThis: ['getComputedStyle', 'innerWidth', 'innerHeight', 'scrollX', 'scrollY'],
  'Document.prototype': ['elementFromPoint', 'elementsFromPoint'],
};

/**
 * Notes what the content script asks for, in its own world: Gmail's page has other prototypes, and what it asks does
 * not count. It makes everything slower, so nothing is timed afterwards.
 */
export async function setTraps(evaluate: EvaluateInWorld): Promise<() => Promise<Trapped>> {
  await evaluate(`(() => {
    globalThis.trapped = { looks: 0, forced: [] };
    const trap = (target, name, note) => {
      const original = Object.getOwnPropertyDescriptor(target, name);
      if (!original) throw new Error('There is no ' + name + ' to be watched.');
      const noted = (real) => function (...args) { note(name); return real.apply(this, args); };
      const { get, set, value, ...rest } = original;
      const watched = get ? { ...rest, set, get: noted(get) } : { ...rest, value: noted(value) };
      Object.defineProperty(target, name, watched);
    };
    for (const prototype of [Document.prototype, Element.prototype]) {
      for (const name of ${JSON.stringify(SEARCHES)}) trap(prototype, name, () => { trapped.looks += 1; });
    }
    const groups = [${Object.entries(LAYOUT)
      .map(([target, names]) => `[${target}, ${JSON.stringify(names)}]`)
      .join(', ')}];
    for (const [target, names] of groups) {
      for (const name of names) trap(target, name, (which) => { trapped.forced.push(which); });
    }
  })()`);
  return () => evaluate<Trapped>('(() => { const was = trapped; trapped = { looks: 0, forced: [] }; return was; })()');
}

/** Has the content script believe that its tab is hidden, as a tab in the background is. */
export async function pretendHidden(evaluate: EvaluateInWorld): Promise<void> {
  await evaluate(`(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
    document.dispatchEvent(new Event('visibilitychange'));
  })()`);
}
