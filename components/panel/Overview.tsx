import type { Edit } from '../../lib/domain/edit';
import type { Opportunity } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import type { Pipeline } from '../../lib/domain/pipeline';
import { pipelineOf } from '../display';
import { formatTotal, isClosed } from '../format';
import { usePanel } from './panel-context';
import { shownIn } from './SummaryBar';

interface Row {
  id: string;
  name: string;
  opportunities: Opportunity[];
}

/** A pipeline's stages with their open opportunities; those in no stage the catalog knows come last. */
function rowsOf(pipeline: Pipeline | undefined, opportunities: Opportunity[]): Row[] {
  const stages = pipeline?.stages ?? [];
  const rows = stages.map(({ id, name }) => ({
    id,
    name,
    opportunities: opportunities.filter((o) => o.stageId === id),
  }));
  const rest = opportunities.filter(({ stageId }) => !stages.some(({ id }) => id === stageId));
  return rest.length > 0 ? [...rows, { id: 'rest', name: 'In no known stage', opportunities: rest }] : rows;
}

/** Where a CRM has stages and no pipelines, the one that stands for them has no name: the connection's will do. */
function titleFor({ connection }: Section, pipeline: Pipeline | undefined, isNamed: boolean): string {
  const name = pipeline?.name ?? 'No pipeline';
  return [isNamed || !name ? connection.label : '', name].filter(Boolean).join(' · ');
}

/** What is open, per pipeline and stage: something to look at while no email is open. */
export function Overview({ section, edits, isNamed }: { section: Section; edits: readonly Edit[]; isNamed: boolean }) {
  // A CRM's own word for open ("active") is not ours; what the rep has just closed is.
  const open = shownIn(section, edits).filter(({ status }) => !isClosed(status));
  const byPipeline = Map.groupBy(open, (opportunity) => pipelineOf(section.catalog, opportunity));
  const inOrder = [...(section.catalog?.pipelines ?? []), undefined].filter((pipeline) => byPipeline.has(pipeline));
  return (
    <>
      {inOrder.map((pipeline) => (
        <PipelineRows
          key={pipeline?.id ?? 'none'}
          title={titleFor(section, pipeline, isNamed)}
          rows={rowsOf(pipeline, byPipeline.get(pipeline) ?? [])}
          hasMoney={pipeline?.isRevenue !== false}
        />
      ))}
    </>
  );
}

function PipelineRows({ title, rows, hasMoney }: { title: string; rows: Row[]; hasMoney: boolean }) {
  const { locale } = usePanel();
  const most = Math.max(1, ...rows.map(({ opportunities }) => opportunities.length));
  return (
    <section class="pipeline">
      <h3 dir="auto">{title}</h3>
      <ul>
        {rows.map(({ id, name, opportunities }) => (
          <li key={id} class={opportunities.length === 0 ? 'is-none' : ''}>
            <i class="share" aria-hidden="true" style={{ width: `${(opportunities.length / most) * 100}%` }} />
            <span class="stage-name" dir="auto">
              {name}
            </span>
            <span class="count">
              {opportunities.length}
              <span class="visually-hidden"> open</span>
            </span>
            <span class="sum">{hasMoney && formatTotal(opportunities, locale)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
