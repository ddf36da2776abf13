// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

const warnBefore = 120; // seconds; WCAG 2.2 SC 2.2.1 asks for 20

/** Says two minutes before that the session ends, and keeps it when asked. Each save prolongs it too. */
export function watchSession(root: Document): void {
  const seconds = Number(root.body.dataset['sessionEnds']);
  const box = root.querySelector<HTMLElement>('[data-session-warning]');
  const text = box?.querySelector<HTMLElement>('[data-session-text]');
  const keep = box?.querySelector<HTMLButtonElement>('[data-session-keep]');
  if (!seconds || !box || !text || !keep) return;

  let end = 0;
  const prolong = () => {
    end = Date.now() + seconds * 1000;
    box.hidden = true;
  };
  const check = () => {
    const left = (end - Date.now()) / 1000;
    if (left > warnBefore) return;
    box.hidden = false;
    keep.hidden = left <= 0;
    const words = left <= 0 ? box.dataset['over'] : box.dataset['soon']?.replace('{minutes}', String(Math.ceil(left / 60)));
    if (text.textContent !== words) text.textContent = words ?? '';
  };
  keep.addEventListener('click', async () => {
    // Any request prolongs the session; the answer's body is not needed.
    const answer = await fetch(location.href, { method: 'HEAD', redirect: 'manual' }).catch(() => undefined);
    if (answer?.ok) prolong();
    else end = 0;
    check();
  });
  root.addEventListener('pratica:alive', prolong);
  prolong();
  window.setInterval(check, 5000);
}

/** Tells watchSession that the server has just answered within the session. */
export function alive(): void {
  document.dispatchEvent(new Event('pratica:alive'));
}
