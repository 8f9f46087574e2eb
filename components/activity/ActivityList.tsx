import type { TargetedKeyboardEvent } from 'preact';
import { useRef } from 'preact/hooks';
import type { Delivery } from '../../lib/domain/edit';
import type { ConnectionId } from '../../lib/domain/opportunity';
import type { ActivityEntry, PanelState } from '../../lib/domain/panel-state';
import { CreationItem } from './CreationItem';
import { EditItem } from './EditItem';
import { useKeptItem } from './keep-item';

interface ActivityListProps extends Pick<PanelState, 'activity' | 'sections'> {
  id: string;
  onKeyDown: (event: TargetedKeyboardEvent<HTMLElement>) => void;
}

/** How the undo of each edit that has one fares, by the edit's id. */
function undosIn(activity: readonly ActivityEntry[]): ReadonlyMap<string, Delivery> {
  return new Map(
    activity.flatMap((entry) =>
      entry.is === 'edit' && entry.edit.undoes !== null ? [[entry.edit.undoes, entry.edit.delivery] as const] : [],
    ),
  );
}

/** What was changed and created of late, the newest first: from which value to which, and how it fares. */
export function ActivityList({ id, activity, sections, onKeyDown }: ActivityListProps) {
  const list = useRef<HTMLUListElement>(null);
  useKeptItem(list);
  const undos = undosIn(activity);
  const isNamed = sections.length > 1;
  const sectionOf = (connection: ConnectionId) => sections.find((section) => section.connection.id === connection);
  return (
    // It scrolls by itself, with the arrow keys too.
    <section id={id} class="activity" aria-label="Activity" tabIndex={0} onKeyDown={onKeyDown}>
      {activity.length === 0 ? (
        <p class="soft">Nothing changed yet.</p>
      ) : (
        <ul ref={list} aria-label="Activity">
          {activity.map((entry) =>
            entry.is === 'edit' ? (
              <EditItem
                key={entry.edit.id}
                entry={entry}
                section={sectionOf(entry.edit.ref.connection)}
                isNamed={isNamed}
                undo={undos.get(entry.edit.id) ?? null}
              />
            ) : (
              <CreationItem
                key={entry.creation.id}
                creation={entry.creation}
                section={sectionOf(entry.creation.connection)}
                isNamed={isNamed}
              />
            ),
          )}
        </ul>
      )}
    </section>
  );
}
