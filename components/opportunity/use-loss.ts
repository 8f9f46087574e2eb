import type { TargetedKeyboardEvent } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Opportunity, OpportunityPatch, Status } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import { mustAskReason } from './LossReason';

/**
 * A loss where the CRM insists on its reason: `Lost` is shown at once and sent together with the reason; another
 * status, or Escape, takes it back.
 */
export function useLoss(section: Section, opportunity: Opportunity, onChange: (patch: OpportunityPatch) => void) {
  const controls = useRef<HTMLDivElement>(null);
  const [isAwaited, setAwaited] = useState(false);
  const { status } = opportunity;
  useLayoutEffect(() => setAwaited(false), [status]);

  const chooseStatus = (chosen: Status) => {
    const isAsked = chosen === 'lost' && mustAskReason(section, opportunity);
    setAwaited(isAsked);
    if (!isAsked && chosen !== status) onChange({ status: chosen });
  };
  const giveReason = (reason: OpportunityPatch) => {
    setAwaited(false);
    onChange(isAwaited ? { status: 'lost', ...reason } : reason);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    if (!isAwaited || event.key !== 'Escape' || event.isComposing) return;
    event.stopPropagation();
    setAwaited(false);
    // The control that has the focus goes.
    const radios = [...(controls.current?.querySelectorAll<HTMLInputElement>('input[type=radio]') ?? [])];
    (radios.find(({ value }) => value === status) ?? radios[0])?.focus();
  };
  return { controls, isAwaited, chooseStatus, giveReason, onKeyDown };
}
