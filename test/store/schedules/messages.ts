/** Messages from the panel to the worker. */
export interface Messages {
  /** Has `deliver` bring a message, and again where the worker dies over it; `isTwice`: once more, later. */
  send(id: string, deliver: () => void, isTwice?: boolean): void;
  /** The worker has answered it. */
  answered(id: string): void;
  isOpen(id: string): boolean;
  hasOpen(): boolean;
  /** Sends again what has not been answered: the worker has died. */
  sendAgain(): void;
  /** Delivers once more what is to be delivered twice. */
  repeat(): void;
}

/** No messages yet. */
export function createMessages(): Messages {
  const open = new Map<string, () => void>();
  let late: (() => void)[] = [];
  return {
    send(id, deliver, isTwice = false) {
      open.set(id, deliver);
      deliver();
      if (isTwice) late.push(deliver);
    },
    answered: (id) => void open.delete(id),
    isOpen: (id) => open.has(id),
    hasOpen: () => open.size > 0,
    sendAgain: () => [...open.values()].forEach((deliver) => deliver()),
    repeat() {
      for (const deliver of late) deliver();
      late = [];
    },
  };
}
