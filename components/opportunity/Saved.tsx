import { UndoButton } from './UndoButton';

interface SavedProps {
  word: 'Saved' | 'Created';
  /** Names of other fields that somebody changed meanwhile; empty where there are none. */
  news?: string;
  /** The connection's label. */
  crm: string;
  /** What the button is called where there are several. */
  undoName?: string | undefined;
  onUndo: (() => void) | undefined;
}

/** "Saved · Value changed in Copper meanwhile · Undo". */
export function Saved({ word, news, crm, undoName, onUndo }: SavedProps) {
  return (
    <span>
      {word}
      {news && (
        <>
          <span aria-hidden="true"> · </span>
          <bdi>{news}</bdi> changed in {crm} meanwhile
        </>
      )}
      {onUndo && <UndoButton name={undoName} onUndo={onUndo} />}
    </span>
  );
}
