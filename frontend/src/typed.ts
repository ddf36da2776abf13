// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

import { restore, valuesOf, type Kept } from './kept';

const place = 'pratica:typed';
const outside = 'pratica:outside';

/** What was typed on one page, until the tab is closed. */
interface Typed {
  page: string;
  who: string;
  forms: Record<string, Kept['values']>;
}

/**
 * Keeps what is typed in the forms of a signed-in person when the session ends before they are sent: after signing in again in the
 * same tab, the page shows it. Only that person gets it back, and signing out forgets it. Forms that save by themselves are not its matter.
 */
export function keepTyped(root: Document): void {
  const who = root.querySelector('.p-user summary')?.textContent?.trim() ?? '';
  if (!root.body.dataset['sessionEnds']) {
    if (read(place)) write(outside, true); // the sign-in, or another page without a session, came between
    return;
  }
  const forms = [...root.querySelectorAll<HTMLFormElement>('main form[method=post]:not([data-autosave])')];
  const kept = read<Typed>(place);
  const wasOutside = read(outside);
  drop();
  if (kept && wasOutside && kept.page === location.pathname && kept.who === who) bringBack(forms, kept);
  root.addEventListener('input', (event) => {
    const form = event.target instanceof Element ? event.target.closest('form') : null;
    if (form && forms.includes(form)) remember(forms, who);
  });
  root.addEventListener('submit', (event) => {
    if (event.target instanceof HTMLFormElement && event.target.closest('.p-user')) drop();
  });
}

function remember(forms: HTMLFormElement[], who: string): void {
  const typed: Typed = { page: location.pathname, who, forms: {} };
  for (const [at, form] of forms.entries()) typed.forms[key(form, at)] = valuesOf(form).filter(([name]) => !isSecret(form, name));
  write(place, typed);
}

/** A changed version is kept by the page: the server then says what changed meanwhile. */
function bringBack(forms: HTMLFormElement[], kept: Typed): void {
  for (const [at, form] of forms.entries()) {
    const values = kept.forms[key(form, at)];
    if (values) restore(form, values);
  }
  remember(forms, kept.who);
}

function key(form: HTMLFormElement, at: number): string {
  return `${at} ${form.getAttribute('action') ?? ''}`;
}

function isSecret(form: HTMLFormElement, name: string): boolean {
  return [...form.elements].some((e) => e instanceof HTMLInputElement && e.name === name && (e.type === 'password' || e.dataset['otp'] !== undefined));
}

function read<T>(name: string): T | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

function write(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the page works as without this module.
  }
}

function drop(): void {
  try {
    sessionStorage.removeItem(place);
    sessionStorage.removeItem(outside);
  } catch {
    // Nothing was kept either.
  }
}
