import type { Opportunity } from '../lib/domain/opportunity';
import type { Catalog } from '../lib/domain/pipeline';
import { findStage } from '../lib/domain/pipeline';

/** Characters that turn the order of letters around: in a name they only ever mislead. */
const REORDERING = /[\u202a-\u202e\u2066-\u2069]/g;

/** A name from outside as it is shown. */
export function plain(text: string): string {
  return text.replace(REORDERING, '');
}

/** For `title` attributes: a name of 10 kB would cover the screen. */
export function cap(text: string, length = 200): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** The address when it is one a link may lead to; CRMs are not trusted with `javascript:` or plain http. */
export function safeUrl(url: string | null | undefined): string | undefined {
  return url && URL.canParse(url) && new URL(url).protocol === 'https:' ? url : undefined;
}

/** Up to two letters for the round picture: "Mara Rossi" → MR, "procurement@…" → P. */
export function initials(name: string): string {
  const firsts = name.split(/[\s@]+/u).flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? []);
  const [first = '?', ...others] = firsts;
  const last = name.includes('@') ? '' : (others.at(-1) ?? '');
  return `${first}${last}`.toLocaleUpperCase();
}

/** What an opportunity is called where its title is empty. */
export function titleOf({ title }: Pick<Opportunity, 'title'>): string {
  return plain(title).trim() || 'Untitled opportunity';
}

/** Why nothing of an opportunity can be changed; `null` where it can. `crm` is the connection's label. */
export function readOnlyReason(opportunity: Pick<Opportunity, 'canWrite'>, crm: string): string | null {
  return opportunity.canWrite ? null : `${crm} lets you read this opportunity only.`;
}

/** The pipeline an opportunity is in, by its stage where it has one. */
export function pipelineOf(
  catalog: Catalog | null,
  { stageId, pipelineId }: Pick<Opportunity, 'stageId' | 'pipelineId'>,
) {
  return findStage(catalog, stageId)?.pipeline ?? catalog?.pipelines.find(({ id }) => id === pipelineId);
}

/** False where a loaded catalog names no stage: an opportunity's stage can't be chosen there. */
export function hasStages(catalog: Catalog | null): boolean {
  return !catalog || catalog.pipelines.some(({ stages }) => stages.length > 0);
}

/** False in pipelines that track something other than money. */
export function hasMoney(catalog: Catalog | null, opportunity: Opportunity): boolean {
  return opportunity.isRevenue !== false && pipelineOf(catalog, opportunity)?.isRevenue !== false;
}
