import type { Person } from '../../lib/domain/lookup';
import { isOwnSide } from '../../lib/domain/lookup';
import type { OpenEmail } from '../../lib/domain/open-email';
import type { PanelState } from '../../lib/domain/panel-state';
import { AddressLookup } from './AddressLookup';
import { cap, plain } from '../display';
import { Participants } from './Participants';
import { usePanel } from './panel-context';
import { Who } from './Who';

/** Why nobody is looked up, or not the writer; `null` when the writer or another person was found. */
function explainSender(email: OpenEmail, subject: Person | null): string | null {
  if (email.viaGroup) return 'Sent through a group: the writer’s own address is not on the page.';
  if (!email.sender) return 'This email shows no sender address.';
  return subject ? null : 'Only your own side is in this email.';
}

/** The colleague who wrote the open message, while the panel is about somebody outside. */
function findColleague({ sender, account }: OpenEmail, subject: Person | null): Person | null {
  if (!sender || !subject || sender.address === subject.address || sender.address === account.address) return null;
  return isOwnSide(sender.address, account.address) ? sender : null;
}

/** Who the panel is about. */
export function OpenEmailRegion({ state, email }: { state: PanelState; email: OpenEmail }) {
  const { actions } = usePanel();
  const { subject, people, sections } = state;
  const sentence = explainSender(email, subject);
  const colleague = findColleague(email, subject);
  const isElsewhere = people.length > 0 && !people.some(({ address }) => address === subject?.address);
  return (
    <section class="who" aria-label="Open email">
      <Who person={subject ?? email.sender} sections={subject ? sections : []} />
      {colleague && (
        <p class="writer soft">
          Written by <bdi>{cap(plain(colleague.name) || colleague.address, 80)}</bdi>, <bdi>{colleague.address}</bdi>
        </p>
      )}
      {(people.length > 1 || isElsewhere) && (
        <Participants people={people} chosen={subject?.address ?? null} onChoose={actions.choosePerson} />
      )}
      {sentence && (
        <div class="aside">
          <p>{sentence}</p>
          <AddressLookup onLookUp={(address) => actions.choosePerson({ name: '', address })} />
        </div>
      )}
    </section>
  );
}
