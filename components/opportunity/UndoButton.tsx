/** " · Undo", behind what can be taken back. */
export function UndoButton({ name, onUndo }: { name?: string | undefined; onUndo: () => void }) {
  return (
    <>
      <span aria-hidden="true"> · </span>
      <button type="button" class="text-button" aria-label={name} onClick={onUndo}>
        Undo
      </button>
    </>
  );
}
