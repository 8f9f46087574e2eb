interface RefusalProps {
  /** What the control refers to with `aria-describedby`. */
  id: string;
  /** What the CRM said about the field; `undefined` while it accepts it. */
  problem: string | undefined;
}

/** What the CRM said about a field, beside it. No live region: the article's status tells it already. */
export function Refusal({ id, problem }: RefusalProps) {
  if (problem === undefined) return null;
  return (
    <p class="problem" id={id}>
      <bdi>{problem}</bdi>
    </p>
  );
}
