// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

import { begin, drop } from './pieces';
import { Row } from './row';

/** A file that was on its way. Its bytes are the browser's to give only when the person chooses it again. */
interface Unfinished {
  name: string;
  size: number;
  lastModified: number;
}

// Of this tab only: a name of a file says something about a person, and the next one may sit at the same computer.
const store = (form: HTMLFormElement): string => 'pratica:upload:' + new URL(form.action).pathname;

function all(form: HTMLFormElement): Unfinished[] {
  try {
    return JSON.parse(sessionStorage.getItem(store(form)) ?? '[]') as Unfinished[];
  } catch {
    return [];
  }
}

function set(form: HTMLFormElement, list: Unfinished[]): void {
  try {
    if (list.length) sessionStorage.setItem(store(form), JSON.stringify(list));
    else sessionStorage.removeItem(store(form));
  } catch {
    // Storage is full or forbidden: the file can still be sent, and goes on while the page stays.
  }
}

const isSame = (a: Unfinished, b: Unfinished): boolean =>
  a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;

export function note(form: HTMLFormElement, { name, size, lastModified }: Unfinished): void {
  const file = { name, size, lastModified };
  set(form, [...all(form).filter((other) => !isSame(other, file)), file]);
}

export function unnote(form: HTMLFormElement, file: Unfinished): void {
  set(form, all(form).filter((other) => !isSame(other, file)));
}

/** After a reload: says which files had begun to arrive, and that choosing them again goes on from there. */
export async function recallUnfinished(box: HTMLElement, form: HTMLFormElement): Promise<void> {
  const address = box.dataset['parts'] ?? '';
  for (const file of all(form)) {
    try {
      const { upload, offset } = await begin(address, form, file);
      if (offset === 0) unnote(form, file);
      else show(box, form, file, offset, () => void drop(address, upload));
    } catch {
      // Not now: it is asked again when the file is chosen.
    }
  }
}

function show(box: HTMLElement, form: HTMLFormElement, file: Unfinished, offset: number, forget: () => void): void {
  const row = new Row(box, file.name);
  row.say(row.text('resume', (100 * offset) / file.size));
  row.action('forget', () => {
    unnote(form, file);
    forget();
    row.remove();
  });
  form.addEventListener('submit', () => row.remove(), { once: true });
}
