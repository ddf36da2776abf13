// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

/**
 * A text of the library goes where the cursor is. Without this module the button sends the form, and the server adds the
 * text after what was typed.
 */
export function insertTexts(root: Document): void {
  const visited = new WeakSet<Element>();
  root.addEventListener('focusin', (event) => {
    if (event.target instanceof HTMLTextAreaElement) visited.add(event.target);
  });
  root.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('button[data-insert]') : null;
    const area = button && root.getElementById(button.dataset['insert'] ?? '');
    if (!button?.form || !(area instanceof HTMLTextAreaElement)) return;
    const text = chosen(button.form);
    if (!text) return;
    event.preventDefault();
    insert(area, text, visited.has(area));
  });
}

function chosen(form: HTMLFormElement): string {
  const choice = form.elements.namedItem('library');
  if (!(choice instanceof HTMLSelectElement) || !choice.value) return '';
  return form.querySelector<HTMLTemplateElement>(`template[data-reason="${CSS.escape(choice.value)}"]`)?.content.textContent ?? '';
}

/** In an area where nobody has been yet the cursor says nothing: the text goes to the end. */
function insert(area: HTMLTextAreaElement, text: string, hasCursor: boolean): void {
  const [from, to] = hasCursor ? [area.selectionStart, area.selectionEnd] : [area.value.length, area.value.length];
  const before = area.value.slice(0, from);
  const after = area.value.slice(to);
  const head = before && !/\s$/.test(before) ? (after ? ' ' : '\n') : '';
  const tail = after && !/^\s/.test(after) ? ' ' : '';
  area.setRangeText(head + text + tail, from, to, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
  area.focus();
}
