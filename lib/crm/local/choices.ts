import type { Catalog, Pipeline, Stage } from '../../domain/pipeline';
import { EMPTY_CATALOG, findStage } from '../../domain/pipeline';

const SALES = {
  id: 'sales',
  name: 'Sales',
  isRevenue: true,
  stages: [
    { id: 'sales-qualified', name: 'Qualified', winProbability: 5 },
    { id: 'sales-follow-up', name: 'Follow-up', winProbability: 10 },
    { id: 'sales-presentation', name: 'Presentation', winProbability: 20 },
    { id: 'sales-contract-sent', name: 'Contract Sent', winProbability: 40 },
    { id: 'sales-negotiation', name: 'Negotiation', winProbability: 80 },
  ],
} satisfies Pipeline;

const BUSINESS_DEVELOPMENT = {
  id: 'business-development',
  name: 'Business Development',
  isRevenue: true,
  stages: [
    { id: 'business-development-first-meeting', name: 'First Meeting', winProbability: 10 },
    { id: 'business-development-partner-meeting', name: 'Partner Meeting', winProbability: 25 },
    { id: 'business-development-negotiation', name: 'Negotiation', winProbability: 50 },
    { id: 'business-development-term-sheet', name: 'Term Sheet', winProbability: 75 },
  ],
} satisfies Pipeline;

/**
 * What the local CRM offers to choose from: the pipelines a new Copper account starts with. Ids are words because
 * people read them in exports; they never change, exports of any age refer to them.
 */
export const CHOICES: Omit<Catalog, 'currency' | 'tags'> = {
  pipelines: [SALES, BUSINESS_DEVELOPMENT],
  lossReasons: [
    { id: 'price', name: 'Price' },
    { id: 'features', name: 'Features' },
    { id: 'competitor', name: 'Competitor' },
  ],
  owners: [],
  sources: [
    { id: 'referral', name: 'Referral' },
    { id: 'inbound', name: 'Inbound' },
    { id: 'outbound', name: 'Outbound' },
    { id: 'event', name: 'Event' },
    { id: 'advertising', name: 'Advertising' },
  ],
  customFields: [],
  limits: {},
};

/** A stage with the pipeline it is in. */
export interface Place {
  pipeline: Pipeline;
  stage: Stage;
}

/** Where an opportunity starts when nobody says where. */
export const FIRST_PLACE: Place = { pipeline: SALES, stage: SALES.stages[0]! };

/** The place with this stage id, if there is one. */
export function findPlace(stageId: string): Place | undefined {
  return findStage({ ...EMPTY_CATALOG, ...CHOICES }, stageId);
}

/** The first stage of a pipeline: where an opportunity arrives when only the pipeline is named. */
export function findEntry(pipelineId: string): Place | undefined {
  const pipeline = CHOICES.pipelines.find(({ id }) => id === pipelineId);
  const stage = pipeline?.stages[0];
  return pipeline && stage && { pipeline, stage };
}
