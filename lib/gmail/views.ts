import { isPopOut } from './route';
import { FOREIGN, MESSAGE, VIEW } from './selectors';
import { isShown } from './visibility';

/** The views the user sees. A body may hold `role=main` of its own, and earlier views stay in the page, hidden. */
export function findViews(document: Document, href: string): HTMLElement[] {
  const shown = [...document.querySelectorAll<HTMLElement>(VIEW)].filter(
    (view) => !view.parentElement?.closest(`${VIEW},${MESSAGE},${FOREIGN}`) && isShown(view),
  );
  return shown.length === 0 && isPopOut(document, href) ? [document.body] : shown;
}
