import { Fragment } from 'preact';
import { useId } from 'preact/hooks';
import type { CredentialField, CrmEntry } from '../../lib/crm/catalog';
import { RedirectAddress } from './RedirectAddress';

interface CredentialFieldsProps {
  crm: CrmEntry;
  typed: Readonly<Record<string, string>>;
  onType: (name: string, text: string) => void;
  /** What the rep registers with the CRM to sign in through an app of their own; `null` where the browser has none. */
  redirectUri: string | null;
}

/** The inputs of one CRM: each way to connect, and behind "Advanced" what few need. */
export function CredentialFields({ crm, typed, onType, redirectUri }: CredentialFieldsProps) {
  const show = (field: CredentialField) => (
    <Credential
      key={field.name}
      field={field}
      value={typed[field.name] ?? ''}
      onType={(text) => onType(field.name, text)}
    />
  );
  return (
    <>
      {waysOf(crm.fields).map((fields, index) => (
        <Fragment key={fields[0]?.name}>
          {index > 0 && <p class="or">or</p>}
          {fields.map(show)}
          {isOwnApp(fields) && redirectUri && <RedirectAddress address={redirectUri} />}
        </Fragment>
      ))}
      {crm.advanced.length > 0 && (
        <details class="advanced">
          <summary>Advanced</summary>
          <div class="advanced-fields">{crm.advanced.map(show)}</div>
        </details>
      )}
    </>
  );
}

/** The ways to connect: a field that is an alternative begins the next. */
function waysOf(fields: readonly CredentialField[]): CredentialField[][] {
  const ways: CredentialField[][] = [];
  for (const field of fields) {
    const way = ways.at(-1);
    if (way && !field.isAlternative) way.push(field);
    else ways.push([field]);
  }
  return ways;
}

/** Signing in through an app of one's own: the CRM leads back to an address that app must list. */
function isOwnApp(fields: readonly CredentialField[]): boolean {
  return fields.some(({ name }) => name === 'clientId');
}

interface CredentialProps {
  field: CredentialField;
  value: string;
  onType: (text: string) => void;
}

function Credential({ field, value, onType }: CredentialProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{field.label}</label>
      <CredentialInput id={id} field={field} value={value} onType={onType} />
      <p class="hint" id={`${id}-hint`}>
        {field.hint}
      </p>
    </div>
  );
}

function CredentialInput({ id, field, value, onType }: CredentialProps & { id: string }) {
  const common = {
    id,
    name: field.name,
    autocomplete: field.autocomplete,
    autocapitalize: 'off',
    spellcheck: false,
    'aria-describedby': `${id}-hint`,
    value,
    onInput: (event: { currentTarget: { value: string } }) => onType(event.currentTarget.value),
  } as const;
  // Written out: a computed `type` would widen to any string.
  switch (field.type) {
    case 'password':
      return <input type="password" {...common} />;
    case 'email':
      return <input type="email" {...common} />;
    case 'url':
      return <input type="url" {...common} />;
    case 'text':
      return <input type="text" {...common} />;
  }
}
