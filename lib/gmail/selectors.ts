/**
 * Where things are in Gmail's page. Each entry: what it finds, when it was last seen to hold, and what is asked where
 * it fails. "2026-11" means: holds in the newest captures known then; "2013-" means: in every capture since.
 *
 * Containers were renamed four times between 2022-10 and 2023-11, account by account, so none is named here: roles,
 * `email=` and the ids carry the detection; classes only decide between them.
 */

/** The shown view (2013-, 2026-11). Gmail keeps earlier views as hidden siblings. Fallback: a pop-out's body. */
export const VIEW = '[role=main]';

/** A conversation's list of messages (2016-, 2026-11). Fallback: the message's parent. */
export const MESSAGE_LIST = '[role=list]';

/** `h7`: expanded message (2014-, 2026-11). Fallback: `aria-expanded` (2023-; absent in 2016 and 2019 captures). */
export const EXPANDED = '.h7';

/** `kv`/`ky`: collapsed; `kQ`/`kx`: behind "N older messages" (2014-, 2026-11). Fallback: `aria-expanded`. */
export const COLLAPSED = '.kv,.ky,.kQ,.kx';

/** A message's rendered part with its ids (2016-, 2026-11); hidden when collapsed again. Fallback: the attribute. */
export const RENDERED = '.adn,[data-message-id]';

/** What may be one message of a conversation; only the outermost match is (2014-, 2026-11). */
export const MESSAGE = `[role=listitem],${EXPANDED},${COLLAPSED},${RENDERED}`;

/** An address in a header (2013-, 2026-11); list rows, chips and popups carry it too, hence `FOREIGN`. */
export const ADDRESSED = '[email]';

/** The sender in a header (2013-, 2026-11). Fallback: the first `ADDRESSED` before `RECIPIENTS`. */
export const SENDER = '.gD';

/** The "to …" line of a header (2014-, 2026-11); shortened for long lists ("and 5 others"). No fallback: none shown. */
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
 * inline replies with their chips and quotes. Half are class-free, so that a renaming does not open the door. Rows are
 * not told by `role=row`: a header is a table too, with `role=gridcell` inside since 2019.
 */
export const FOREIGN =
  '.a3s,[gh=tl],tr.zA,form,[role=dialog],[role=textbox],[role=listbox],[contenteditable=true],.M9,.aoI,.ip.adB';
