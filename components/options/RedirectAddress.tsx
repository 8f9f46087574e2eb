import { useId, useRef, useState } from 'preact/hooks';

/** The address a CRM leads back to after signing in, to be copied into the rep's own app. */
export function RedirectAddress({ address }: { address: string }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      setCopied(true);
    } catch {
      // Where the browser refuses, it is selected: one key copies it.
      input.current?.select();
    }
  };
  return (
    <div class="field">
      <label for={id}>Redirect address</label>
      <div class="copyable">
        <input
          ref={input}
          id={id}
          type="text"
          readOnly
          value={address}
          aria-describedby={`${id}-hint`}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="quiet" onClick={() => void copy()} onBlur={() => setCopied(false)}>
          {isCopied ? 'Copied' : 'Copy'}
        </button>
      </div>
      <p class="hint" id={`${id}-hint`}>
        Add it to the redirect addresses of your app, exactly as it stands.
      </p>
      <span class="visually-hidden" role="status">
        {isCopied && 'Copied.'}
      </span>
    </div>
  );
}
