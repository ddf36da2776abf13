// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

/** What was typed and is not saved yet, kept in this browser until it is. */
export interface Kept {
  version: string;
  values: [name: string, value: string][];
}

const prefix = 'pratica:';

export function keep(address: string, kept: Kept): void {
  try {
    localStorage.setItem(prefix + address, JSON.stringify(kept));
  } catch {
    // Storage is full or forbidden: saving on the server goes on as before.
  }
}

export function forget(address: string): void {
  try {
    localStorage.removeItem(prefix + address);
  } catch {
    // Nothing was kept either.
  }
}

export function recall(address: string): Kept | undefined {
  try {
    const text = localStorage.getItem(prefix + address);
    return text ? (JSON.parse(text) as Kept) : undefined;
  } catch {
    return undefined;
  }
}

/** The text values of a form, without files. */
export function valuesOf(form: HTMLFormElement): Kept['values'] {
  const out: Kept['values'] = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') out.push([name, value]);
  }
  return out;
}

/** Puts values back; says whether anything changed. Hidden values belong to the server and stay. */
export function restore(form: HTMLFormElement, values: Kept['values']): boolean {
  const wanted = new Map<string, string[]>();
  for (const [name, value] of values) wanted.set(name, [...(wanted.get(name) ?? []), value]);
  let changed = false;
  for (const element of form.elements) {
    if (element instanceof HTMLInputElement) changed = restoreInput(element, wanted.get(element.name) ?? []) || changed;
    else if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) {
      const value = wanted.get(element.name)?.[0];
      if (value === undefined || value === element.value) continue;
      element.value = value;
      changed = true;
    }
  }
  return changed;
}

function restoreInput(input: HTMLInputElement, values: string[]): boolean {
  if (['hidden', 'file', 'submit', 'password'].includes(input.type)) return false;
  if (input.type === 'checkbox' || input.type === 'radio') {
    const checked = values.includes(input.value);
    const changed = checked !== input.checked;
    input.checked = checked;
    return changed;
  }
  const value = values[0];
  if (value === undefined || value === input.value) return false;
  input.value = value;
  return true;
}
