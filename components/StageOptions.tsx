import type { Catalog } from '../lib/domain/pipeline';

/** The options of a stage select, grouped by pipeline. */
export function StageOptions({ catalog }: { catalog: Catalog | null }) {
  return (
    <>
      {catalog?.pipelines.map((pipeline) => (
        <optgroup key={pipeline.id} label={pipeline.name}>
          {pipeline.stages.map((stage) => (
            <option key={stage.id} value={stage.id}>
              {stage.name}
            </option>
          ))}
        </optgroup>
      ))}
    </>
  );
}
