import { useId, useState } from 'preact/hooks';
import type { Person } from '../../lib/domain/lookup';
import type { Participant } from '../../lib/domain/open-email';
import { cap, plain } from '../display';

/** As many as fit above the opportunities without pushing them away. */
const FIRST = 8;

/** `procurement@…`: in a thread the domains are mostly the same. */
function shortAddress(address: string): string {
  return `${address.split('@')[0]}@…`;
}

/** What a chip shows: where Gmail knows no name, it gives the address for one. */
function shownName({ name, address }: Participant): string {
  const shown = plain(name);
  return shown && shown !== address ? shown : shortAddress(address);
}

interface ParticipantsProps {
  people: readonly Participant[];
  /** Address of the person looked up. */
  chosen: string | null;
  onChoose: (person: Person) => void;
}

/** The thread's external people as native radios drawn as chips; a long list starts short. */
export function Participants({ people, chosen, onChoose }: ParticipantsProps) {
  const name = useId();
  const [isExpanded, setExpanded] = useState(false);
  // The one looked up is always among them, in its own place.
  const shown = isExpanded ? people : people.filter(({ address }, index) => index < FIRST || address === chosen);
  const hidden = people.length - shown.length;
  return (
    <div class="chips">
      <div class="chips-group" role="radiogroup" aria-label="Participants">
        {shown.map((person) => (
          <label key={person.address} class="chip" title={cap(person.address)}>
            <input
              type="radio"
              name={name}
              aria-label={plain(person.name) || person.address}
              checked={person.address === chosen}
              onChange={() => onChoose({ name: person.name, address: person.address })}
            />
            <span dir="auto">{shownName(person)}</span>
          </label>
        ))}
      </div>
      {hidden > 0 && (
        <button type="button" class="chip-more" onClick={() => setExpanded(true)}>
          +{hidden} more
        </button>
      )}
    </div>
  );
}
