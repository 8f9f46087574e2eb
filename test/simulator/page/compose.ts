import { h, onActivate } from './dom.ts';

/** A compose window with one recipient chip, floating over whatever is open. */
export function openCompose(): void {
  const close = h('div', { role: 'button', tabindex: '0', 'aria-label': 'Save & close' }, '×');
  const chip = h(
    'div',
    {
      role: 'option',
      class: 'afV',
      'data-hovercard-id': 'chip@recipient.example',
      'data-name': 'Chip',
      email: 'chip@recipient.example',
    },
    h('div', { class: 'akl', translate: 'no' }, 'chip@recipient.example'),
  );
  const dialog = h(
    'div',
    { class: 'nH Hd', role: 'dialog', 'aria-label': 'New Message' },
    h('div', { class: 'Hp' }, h('h2', { class: 'a3E' }, 'New Message'), close),
    h(
      'div',
      { class: 'M9' },
      h(
        'div',
        { class: 'aoI', role: 'region', 'aria-label': 'New Message', 'data-compose-id': '1' },
        h('div', { class: 'afp' }, h('div', { role: 'listbox', 'aria-label': 'To' }, chip)),
        h('input', { name: 'subjectbox', class: 'aoT', placeholder: 'Subject', 'aria-label': 'Subject' }),
        h('div', {
          class: 'Am editable',
          role: 'textbox',
          contenteditable: 'true',
          'aria-label': 'Message Body',
          'aria-multiline': 'true',
        }),
      ),
    ),
  );
  onActivate(close, () => dialog.remove());
  document.body.append(h('div', { class: 'dw' }, dialog));
}
