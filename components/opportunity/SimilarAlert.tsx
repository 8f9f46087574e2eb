import { useLayoutEffect, useRef } from 'preact/hooks';
import { usePanel } from '../panel/panel-context';
import type { SimilarQuestionProps } from './SimilarQuestion';
import { SimilarQuestion } from './SimilarQuestion';

/** True where nobody is at work: nothing has the focus, or still the button that asked for the creation. */
function isFocusFree(): boolean {
  const { activeElement } = document;
  return !activeElement || activeElement === document.body || activeElement.matches('.create:not(.is-open) button');
}

/** The question where the opportunity was to be; takes the focus of the click that led to it, once. */
export function SimilarAlert(props: SimilarQuestionProps) {
  const { takeFocus } = usePanel();
  const { id, at } = props.creation;
  const alert = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // Not by the creation's own id: what is created after all may take the focus too.
    if (isFocusFree() && takeFocus(`similar:${id}`, at)) alert.current?.querySelector('button')?.focus();
  }, [id]);
  return (
    <div ref={alert} class="note is-similar" role="alert">
      <SimilarQuestion {...props} />
    </div>
  );
}
