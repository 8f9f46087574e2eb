import type { TargetedSubmitEvent } from 'preact';
import { useId, useState } from 'preact/hooks';
import { domainOf, isAddress, normaliseAddress } from '../../lib/domain/address';

/** For emails that do not show who wrote them: the rep knows. */
export function AddressLookup({ onLookUp }: { onLookUp: (address: string) => void }) {
  const problemId = useId();
  const [typed, setTyped] = useState('');
  const [isInvalid, setInvalid] = useState(false);
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const address = normaliseAddress(typed);
    // Typed by hand, a domain without a dot is a slip.
    const isComplete = isAddress(address) && domainOf(address).includes('.');
    setInvalid(!isComplete);
    if (isComplete) onLookUp(address);
  };
  return (
    <form class="row" noValidate onSubmit={submit}>
      <input
        type="text"
        inputMode="email"
        autocomplete="off"
        spellcheck={false}
        aria-label="Look up an address"
        placeholder="name@company.example"
        aria-invalid={isInvalid}
        aria-describedby={isInvalid ? problemId : undefined}
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setInvalid(false);
        }}
      />
      <button type="submit" class="quiet">
        Look up
      </button>
      <p class="problem" id={problemId} aria-live="polite">
        {isInvalid && 'An address looks like name@company.example.'}
      </p>
    </form>
  );
}
