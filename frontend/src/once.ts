// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

const sending = 'sending';

/**
 * A form is sent once, however often the button is pressed. The server guarantees the same by itself; this spares the
 * person the doubt. Buttons stay focusable, since a disabled one would lose the focus and not be sent.
 */
export function guardSubmits(root: Document): void {
  root.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post' || event.defaultPrevented) return;
    if (form.dataset['state'] === sending) {
      event.preventDefault();
      return;
    }
    form.dataset['state'] = sending;
    const button = event.submitter;
    button?.setAttribute('aria-disabled', 'true');
    if (button instanceof HTMLElement && button.dataset['sending']) tell(button, button.dataset['sending']);
  });
  window.addEventListener('pageshow', () => release(root)); // the back button shows the page as it was left
}

export function release(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-state]')) delete form.dataset['state'];
  for (const button of root.querySelectorAll('button[aria-disabled]')) button.removeAttribute('aria-disabled');
  for (const note of root.querySelectorAll('[data-once-note]')) note.remove();
}

function tell(button: HTMLElement, text: string): void {
  const note = document.createElement('p');
  note.setAttribute('role', 'status');
  note.dataset['onceNote'] = '';
  note.className = 'p-save';
  button.after(note);
  note.textContent = text;
}
