import type { Catalog } from '../../lib/domain/pipeline';

/** The options of a stage select, grouped by pipeline where pipelines have names. */
export function StageOptions({ catalog }: { catalog: Catalog | null }) {
  return (
    <>
      {catalog?.pipelines.map(({ id, name, stages }) => {
        const options = stages.map((stage) => (
          <option key={stage.id} value={stage.id}>
            {stage.name}
          </option>
        ));
        return name ? (
          <optgroup key={id} label={name}>
            {options}
          </optgroup>
        ) : (
          options
        );
      })}
    </>
  );
}
