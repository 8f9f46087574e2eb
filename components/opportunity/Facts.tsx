import { cap } from '../display';
import type { Fact } from './facts';

/** Text of a CRM can be as long as it likes; this is more than anybody reads here. */
const MAX_TEXT = 600;

/** Quiet lines to read. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  if (facts.length === 0) return null;
  return (
    <dl class="facts">
      {facts.map(({ label, text, url }, index) => (
        <div key={`${index}:${label}`}>
          <dt dir="auto">{cap(label, 80)}</dt>
          <dd dir="auto">
            {url ? (
              <a href={url} target="_blank" rel="noreferrer">
                {cap(text, MAX_TEXT)}
              </a>
            ) : (
              cap(text, MAX_TEXT)
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
