/**
 * Where things are in Gmail's page. Each entry: what it finds, when it was last seen to hold, and what is asked where
 * it fails. "2026-11" means: holds in the newest captures known then; "2013-" means: in every capture since.
 *
 * Three layers. Attributes and roles first: `email=`, the ids, `role`, `aria-expanded`. Classes beside them, for the
 * layouts that lack those. Structure last: what stands before or inside what. Each layer alone is enough for a sender;
 * where none is, nobody is named, and the panel says so. Containers were renamed four times between 2022-10 and
 * 2023-11, account by account, so none is named here.
 */

/** The shown view (2013-, 2026-11). Gmail keeps earlier views as hidden siblings. Fallback: a pop-out's body. */
export const VIEW = '[role=main]';

/** A conversation's list of messages (2016-, 2026-11). Fallback: the message's parent. */
export const MESSAGE_LIST = '[role=list]';

/** `h7`: expanded message (2014-, 2026-11). Fallback: `aria-expanded` (2023-; absent in 2016 and 2019 captures). */
export const EXPANDED = '.h7';

/** `kv`/`ky`: collapsed; `kQ`/`kx`: behind "N older messages" (2014-, 2026-11). Fallback: `aria-expanded`. */
export const COLLAPSED = '.kv,.ky,.kQ,.kx';

/** The state of a message in ARIA (2023-, 2026-11; absent in 2016 and 2019 captures). Fallback: the two above. */
export const STATE = 'aria-expanded';

/** A message's rendered part with its ids (2016-, 2026-11); hidden when collapsed again. Fallback: one for the other. */
export const RENDERED = '.adn,[data-message-id],[data-legacy-message-id]';

/** A message that certainly shows no more than who wrote it, by either sign (2023-, 2026-11). No fallback: unknown. */
export const FOLDED = `${COLLAPSED},[${STATE}=false]`;

/** What a draft in the conversation has, and a message only while it is answered (2013-, 2026-11). No fallback. */
export const COMPOSED = '[contenteditable=true]';

/** What may be one message of a conversation; only the outermost match is (2014-, 2026-11). */
export const MESSAGE = `[role=listitem],${EXPANDED},${COLLAPSED},${RENDERED}`;

/** An address in a header (2013-, 2026-11); list rows, chips and popups carry it too, hence `FOREIGN`. No fallback. */
export const ADDRESSED = '[email]';

/** The sender in a header, with an address or without (2013-, 2026-11). Fallback: before `RECIPIENTS`, or `CELL`. */
export const SENDER = '.gD';

/** The first of a header is the sender's (heading 2016-, role 2019-, 2026-11). Fallback: the one address of a fold. */
export const CELL = 'h3,[role=gridcell]';

/** The "to …" line of a header (2014-, 2026-11); shortened for long lists. Fallback: next address in the same table. */
export const RECIPIENTS = '.hb';

/** One recipient (2014-, 2026-11): never taken for the sender, whatever stands around it. */
export const RECIPIENT = '.g2';

/** The subject, painted before the messages or, in split view, after (2013-, 2026-11). Fallback: a heading with ids. */
export const SUBJECT = 'h2.hP,h2[data-legacy-thread-id],h2[data-thread-perm-id]';

/** Google's usage log with the thread's id in base64 of `["#thread-` (2023-, 2026-11). A last resort: no contract. */
export const LOGGED_THREAD = '[jslog*="1:WyIj"]';

/** The row that split view shows beside its conversation (2026-08, InboxSDK pull request 1309). Last resort for ids. */
export const SELECTED_ROW_ID = '[gh=tl] tr.aps [data-legacy-thread-id]';

/** The account button of Google's bar (2026-11). Asked when the title does not name the account. */
export const ACCOUNT_BUTTON = 'a[aria-label*="@"]';

/**
 * What may look like a message header and is none: a message's body (`a3s`, 2013-), list rows, compose windows and
 * inline replies with their chips and quotes. Each has a class-free sign, so that a renaming does not open the door:
 * rows can be focused (2014-), and headers cannot; they are not told by their role, as headers are tables too, with
 * `role=gridcell` inside since 2019. A body has none but its place: inside a message, after its header.
 */
export const FOREIGN =
  '.a3s,[gh=tl],tr.zA,tr[tabindex],form,[role=dialog],[role=textbox],[role=listbox],[contenteditable=true],.M9,.aoI,.ip.adB';
