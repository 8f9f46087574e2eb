/** gmail.js as its README starts it. */
interface GmailJs {
  observe: { on(action: string, callback: () => void): void };
}

declare global {
  var Gmail: new (jQuery: unknown) => GmailJs;
  var jQuery: unknown;
  /** Has gmail.js watch; what it tells goes to `told`. */
  var watchWithGmailJs: (actions: readonly string[]) => void;
}

globalThis.watchWithGmailJs = (actions) => {
  const gmail = new globalThis.Gmail(globalThis.jQuery);
  for (const what of actions) {
    gmail.observe.on(what, () => void globalThis.told.push({ at: performance.now(), what }));
  }
};

export {};
