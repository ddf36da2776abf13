// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

// The icons that templates may name; a test in internal/web/kit compares the two.
export const icons = [
  'it-arrow-down', 'it-arrow-left', 'it-arrow-right', 'it-arrow-up', 'it-calendar', 'it-check', 'it-check-circle',
  'it-chevron-left', 'it-chevron-right', 'it-clock', 'it-close', 'it-close-circle', 'it-copy', 'it-delete', 'it-download',
  'it-external-link', 'it-file', 'it-file-pdf', 'it-files', 'it-file-signed', 'it-funnel', 'it-help-circle', 'it-inbox',
  'it-info-circle', 'it-key', 'it-list', 'it-lock', 'it-mail', 'it-note', 'it-pa', 'it-pencil', 'it-plus-circle', 'it-print',
  'it-refresh', 'it-restore', 'it-search', 'it-settings', 'it-sign', 'it-telephone', 'it-upload', 'it-user',
  'it-warning-circle',
];

// sprite puts the icons into one file, so that a page fetches it once: <use href="icons.svg#it-check">.
export async function sprite(folder) {
  const symbols = await Promise.all(icons.map((name) => symbol(folder, name)));
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`;
}

async function symbol(folder, name) {
  const text = await readFile(join(folder, `${name}.svg`), 'utf8');
  const [, attributes, body] = /<svg([^>]*)>([\s\S]*)<\/svg>/.exec(text) ?? [];
  const box = /viewBox="([^"]+)"/.exec(attributes ?? '')?.[1];
  if (!box) throw new Error(`${name}.svg has no viewBox`);
  return `<symbol id="${name}" viewBox="${box}">${body.replace(/>\s+</g, '><').trim()}</symbol>`;
}
