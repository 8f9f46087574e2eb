import type { Delivery, Edit } from '../../lib/domain/edit';
import { isUnderway } from '../../lib/domain/edit';
import { fieldsOf } from '../../lib/domain/opportunity';
import type { ActivityEntry, Section } from '../../lib/domain/panel-state';
import { CRMS } from '../../lib/crm/catalog';
import { cap, titleOf } from '../display';
import { describeValue, labelOf } from '../form/field-values';
import type { ValueContext } from '../form/field-values';
import { nameFields } from '../opportunity/deliveries';
import { usePanel } from '../panel/panel-context';
import { EditState } from './EditState';
import { ItemHeading } from './ItemHeading';

/** Characters of a description or the like: as much as tells which it was, and both in sight. */
const WAS_LENGTH = 40;
const VALUE_LENGTH = 80;

interface EditItemProps {
  entry: Extract<ActivityEntry, { is: 'edit' }>;
  /** The connection's part of the panel. */
  section: Section | undefined;
  /** True where there are other connections to tell it from. */
  isNamed: boolean;
  /** How taking it back fares; `null` where nobody asked for it. */
  undo: Delivery | null;
}

/** As long as it is listed; a refused or conflicting edit is discarded or resolved instead. */
function canUndo(edit: Edit, undo: Delivery | null): boolean {
  return edit.undoes === null && undo === null && (isUnderway(edit.delivery) || edit.delivery.is === 'saved');
}

/** One edit: each field from which value to which, and how it fares. */
export function EditItem({ entry, section, isNamed, undo }: EditItemProps) {
  const { actions, now, locale } = usePanel();
  const { edit, currency } = entry;
  const catalog = section?.catalog ?? null;
  const context: ValueContext = { catalog, currency, now, locale };
  const title = titleOf(entry);
  const fields = fieldsOf(edit.patch);
  return (
    <li class="entry" tabIndex={-1}>
      <ItemHeading title={title} section={section} isNamed={isNamed} at={edit.at} />
      <div class="entry-body">
        <dl class="changes">
          {fields.map((field) => (
            <div key={field}>
              <dt dir="auto">{labelOf(field, catalog)}</dt>
              <dd>
                <bdi class="was">{cap(describeValue(field, edit.base, context), WAS_LENGTH)}</bdi> →{' '}
                <bdi>{cap(describeValue(field, edit.patch, context), VALUE_LENGTH)}</bdi>
              </dd>
            </div>
          ))}
        </dl>
        <EditState
          edit={edit}
          isUndone={undo?.is === 'saved'}
          context={context}
          crm={section?.connection.label ?? CRMS.local.label}
          undoName={`Undo ${nameFields(fields, catalog)}, ${cap(title, 80)}`}
          onUndo={canUndo(edit, undo) ? () => actions.undoEdit(edit) : undefined}
        />
      </div>
    </li>
  );
}
