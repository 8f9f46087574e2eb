/** Someone named in the header of a message. */
export interface Participant {
  /** Display name as Gmail shows it; may be empty, localised ("me") or hostile: show as text only. */
  name: string;
  /** E-mail address, trimmed and lower-cased. */
  address: string;
  /** Where the address was first seen in the thread. */
  role: 'from' | 'to';
}

/** The Gmail account a tab belongs to. */
export interface GmailAccount {
  /** The N of `/mail/u/N/`; 0 where the URL names none. */
  index: number;
  /** The account's own address, or `null` where the page does not tell (a pop-out window). */
  address: string | null;
}

/**
 * What the content script reports: the open email's header, and nothing of its body.
 * The open email is the last visible, expanded message of the visible conversation.
 */
export interface OpenEmail {
  account: GmailAccount;
  /** Legacy (16 hex digits) id where the page has one, else Gmail's `thread-f:` or `thread-a:` id. */
  threadId: string | null;
  /** Legacy id of the message where the page has one, else its `msg-f:` or `msg-a:` id. */
  messageId: string | null;
  subject: string | null;
  /** Who wrote the open message; `null` when its header shows no address. */
  sender: { name: string; address: string } | null;
  /** Everyone named in the thread's headers, first seen first, each address once. */
  participants: Participant[];
  /** Addresses that wrote messages of this thread, oldest to newest by their newest message, each once. */
  senders: string[];
  /** True in a conversation's own window, whose page does not show whose account it is. */
  isPopOut: boolean;
  /** True when a group rewrote the sender ("'Jane' via Support"): the writer's own address is not on the page. */
  viaGroup: boolean;
}

/** Participants beyond this number are dropped where the page is read: no panel can show them. */
export const MAX_PARTICIPANTS = 100;
