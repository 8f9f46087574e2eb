/** Someone in a header. An empty address stands for the header Gmail shows without one. */
export interface MailPerson {
  name: string;
  address: string;
}

/** One message of a thread. */
export interface Mail {
  /** 16 hex digits, as in `data-legacy-message-id`. */
  id: string;
  from: MailPerson;
  to: MailPerson[];
  /** Paragraphs of the body. */
  body: string[];
  /** As the list and the header show it. */
  when: string;
  /** Renders markup in the body that looks like a message header from somebody else, as forwarded mail does. */
  hasLookAlikeBody?: boolean;
}

/** One conversation, oldest message first. */
export interface Thread {
  /** 16 hex digits, as in `data-legacy-thread-id`. */
  id: string;
  /** The id in the address bar, which says nothing about the others. */
  opaqueId: string;
  /** `data-thread-perm-id`; Gmail sometimes leaves it out, and sometimes writes the word "undefined". */
  permId: string | null;
  subject: string;
  label: Label;
  isUnread: boolean;
  mails: Mail[];
}

export type Label = 'inbox' | 'orders' | 'oddities';

/** Everything one account's page shows. */
export interface Mailbox {
  account: MailPerson & { index: number };
  threads: Thread[];
}
