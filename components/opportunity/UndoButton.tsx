interface UndoButtonProps {
  /** Its name where "Undo" alone does not tell which. */
  name?: string | undefined;
  /** "Cancel" for what is not there yet: Undo is offered once it is. */
  word?: 'Undo' | 'Cancel';
  onUndo: () => void;
}

/** " · Undo", behind what can be taken back. */
export function UndoButton({ name, word = 'Undo', onUndo }: UndoButtonProps) {
  return (
    <>
      <span aria-hidden="true"> · </span>
      <button type="button" class="text-button" aria-label={name} onClick={onUndo}>
        {word}
      </button>
    </>
  );
}
