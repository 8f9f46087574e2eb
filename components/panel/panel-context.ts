import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Drafts } from '../form/drafts';
import type { PanelActions } from './panel-actions';

/** What every part of the panel needs, so that it is not handed through each of them. */
export interface PanelSurroundings {
  actions: PanelActions;
  /** Epoch milliseconds, ticking. */
  now: number;
  /** For numbers and dates; the browser's own where undefined. */
  locale: string | undefined;
  /** What was typed and not yet sent; outlives the components it was typed in. */
  drafts: Drafts;
  /** True once for each creation saved while the panel was open: its article may take the focus. */
  takeFocus: (creationId: string, savedAt: number) => boolean;
}

export const PanelContext = createContext<PanelSurroundings | null>(null);

/** The panel around the calling component. */
export function usePanel(): PanelSurroundings {
  const panel = useContext(PanelContext);
  if (!panel) throw new Error('This component belongs inside Panel');
  return panel;
}
