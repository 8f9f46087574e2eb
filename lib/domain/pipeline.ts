import type { Capabilities } from './connection';
import type { CustomField } from './custom-field';

/** One step of a pipeline. */
export interface Stage {
  id: string;
  name: string;
  /** The CRM's default win probability for this stage, percent 0–100; `null` where it has none. */
  winProbability: number | null;
  /** True for a stage in which a deal is over, where the CRM tells. */
  isClosed?: boolean;
}

/** An ordered list of stages a deal goes through. */
export interface Pipeline {
  id: string;
  name: string;
  /** In the CRM's display order. */
  stages: Stage[];
  /** False for pipelines that track something other than money (Copper `is_revenue`): values are hidden there. */
  isRevenue: boolean;
  /** False where the stages are those seen on opportunities: nobody knows which comes first. */
  isOrdered?: boolean;
}

/** Something an opportunity refers to by id and shows by name: an owner, a source, a loss reason. */
export interface Choice {
  id: string;
  name: string;
}

/** A user who may own opportunities. */
export interface Owner extends Choice {
  /** Their email address, where the CRM tells. */
  address?: string | null;
}

/** What a connection offers to choose from. A list it has no words for is empty. */
export interface Catalog {
  /** Where a CRM has stages and no pipelines, one without a name. */
  pipelines: Pipeline[];
  lossReasons: Choice[];
  owners: Owner[];
  sources: Choice[];
  /** Tags in use, those used most first. */
  tags: string[];
  customFields: CustomField[];
  /** What this account cannot do although its CRM can: found out by asking. */
  limits: Partial<Capabilities>;
  /** ISO 4217 code new amounts are in, where the CRM tells. */
  currency: string | null;
}

/** A catalog of an account that has nothing to choose from. */
export const EMPTY_CATALOG: Catalog = {
  pipelines: [],
  lossReasons: [],
  owners: [],
  sources: [],
  tags: [],
  customFields: [],
  limits: {},
  currency: null,
};

/** The pipeline and stage with this stage id, where the catalog has it. */
export function findStage(
  catalog: Catalog | null,
  stageId: string | null,
): { pipeline: Pipeline; stage: Stage } | undefined {
  for (const pipeline of catalog?.pipelines ?? []) {
    const stage = pipeline.stages.find(({ id }) => id === stageId);
    if (stage) return { pipeline, stage };
  }
  return undefined;
}
