// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Tells the shape of a page: its address without identifiers and tokens, then what stands on it. "" where there is no page.
(() => {
  const main = document.querySelector('main');
  if (!main) return '';
  const place = location.pathname.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[\w-]{40,}/g, 'x');
  const asked = [...new URLSearchParams(location.search).keys()].filter((name) => name !== 'lang');
  const parts = [...main.querySelectorAll('section, form, table, dialog, .p-alert, .p-errors, .p-field--error, .p-upload *, .p-card, .p-empty, .p-offers li')].map(
    (el) => `${el.localName}.${[...el.classList].join('.')}#${(el.getAttribute('aria-labelledby') ?? el.id).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'x')}`,
  );
  return [place, ...asked, ...new Set(parts)].join(' ');
})()
