const PATHS = {
  activity: 'M2.6 6A5.8 5.8 0 1 1 2.2 8.6M2.5 2.8V6h3.2M8 5v3.2l2.2 1.4',
  close: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  edit: 'M11.3 2.2a1.6 1.6 0 0 1 2.3 2.3l-7.9 7.9-3.2.9.9-3.2z',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  fold: 'M4.5 6.5 8 10l3.5-3.5',
  open: 'M6 3.5H3.5v9h9V10M9 3h4v4M13 3 7.5 8.5',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6M13 2.5V5h-2.5',
  warning: 'M8 2.5 14 13H2zM8 6.5v3M8 11.2v.1',
} as const;

/** A 16 px line drawing in the colour of the text around it; what it means stands in the control's own name. */
export function Icon({ name, class: className }: { name: keyof typeof PATHS; class?: string }) {
  return (
    <svg class={`icon ${className ?? ''}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.4"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
