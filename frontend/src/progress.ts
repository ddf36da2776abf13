// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

const every = 2000; // milliseconds

/**
 * Keeps the words of long work true: asks for the page again, shows what it says now, and opens it anew when the work is over. While
 * the tab is hidden nobody is asked.
 */
export function followProgress(root: Document): void {
  const place = root.querySelector<HTMLElement>('[data-progress]');
  if (place) void follow(root, place);
}

async function follow(root: Document, place: HTMLElement): Promise<void> {
  for (;;) {
    await new Promise((resolve) => window.setTimeout(resolve, every));
    if (root.hidden) continue;
    const now = await ask().catch(() => undefined);
    if (!now) continue; // the line is down: what was said stays
    const next = now.querySelector<HTMLElement>('[data-progress]');
    if (!next) return window.location.reload();
    if (next.innerHTML !== place.innerHTML) place.replaceChildren(...next.childNodes);
  }
}

async function ask(): Promise<Document | undefined> {
  const answer = await fetch(window.location.href, { headers: { Accept: 'text/html' } });
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : undefined;
}
