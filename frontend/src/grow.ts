// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

/** Long texts grow with what is typed, and say how many characters are left. */
export function growTextAreas(root: ParentNode): void {
  for (const area of root.querySelectorAll<HTMLTextAreaElement>('textarea[data-grow]')) {
    const counter = area.dataset['count'] ? addCounter(area) : undefined;
    const update = () => {
      grow(area);
      counter?.();
    };
    area.addEventListener('input', update);
    update();
  }
}

function grow(area: HTMLTextAreaElement): void {
  if (area.scrollHeight > area.clientHeight) area.style.height = `${area.scrollHeight + 4}px`;
}

/** The count is seen at once and read aloud only when typing pauses. */
function addCounter(area: HTMLTextAreaElement): () => void {
  const seen = document.createElement('p');
  seen.className = 'p-counter';
  seen.setAttribute('aria-hidden', 'true');
  const spoken = document.createElement('p');
  spoken.className = 'visually-hidden';
  spoken.setAttribute('role', 'status');
  area.after(seen, spoken);
  let pause = 0;
  let typed = false;
  return () => {
    const text = `${area.dataset['count']} ${area.maxLength - area.value.length}`;
    seen.textContent = text;
    window.clearTimeout(pause);
    if (typed) pause = window.setTimeout(() => (spoken.textContent = text), 1500);
    typed = true;
  };
}
