/** "Saved · Undo". */
export function Saved({ word, onUndo }: { word: 'Saved' | 'Created'; onUndo: (() => void) | undefined }) {
  return (
    <span>
      {word}
      {onUndo && (
        <>
          <span aria-hidden="true"> · </span>
          <button type="button" class="text-button" onClick={onUndo}>
            Undo
          </button>
        </>
      )}
    </span>
  );
}
