import type { Person } from '../../lib/domain/lookup';
import type { Section } from '../../lib/domain/panel-state';
import { companyOf } from '../../lib/domain/panel-state';
import { cap, initials, plain, safeUrl } from '../display';

interface WhoProps {
  /** `null` where the page does not tell. */
  person: Person | null;
  /** The answers about the person. */
  sections: readonly Section[];
}

/** A person: name, company and address as far as they are known, and the way to their record. */
export function Who({ person, sections }: WhoProps) {
  const known = sections.find(({ contact }) => contact !== null);
  const name = plain(person?.name || known?.contact?.name || '') || person?.address || 'Unknown sender';
  const company = companyOf(sections);
  const url = safeUrl(known?.contact?.url);
  return (
    <div class="person">
      <div class="face" aria-hidden="true">
        {person ? initials(name) : '?'}
      </div>
      <div class="names">
        <h1 dir="auto" title={cap(name)}>
          {name}
        </h1>
        <p class="soft" title={cap([company, person?.address].filter(Boolean).join(' · '))}>
          {company && (
            <>
              <bdi>{company}</bdi>
              <span>{' · '}</span>
            </>
          )}
          <span class="address">
            <bdi>{person?.address}</bdi>
          </span>
        </p>
      </div>
      {url && known && (
        <a
          class="link"
          href={url}
          target="_blank"
          rel="noreferrer"
          aria-label={`See ${cap(name, 80)} in ${known.connection.label}`}
        >
          {known.connection.label} ↗
        </a>
      )}
    </div>
  );
}
