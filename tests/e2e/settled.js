// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Says what a new page still lacks before a person can begin, '' when nothing. A browser gives the focus to what
// asks for it only when it first paints, which on a busy machine is after the page has loaded; an address with a
// fragment takes the focus elsewhere.
(() => {
  if (document.documentElement.dataset.left) return 'the page stays';
  if (document.readyState !== 'complete') return 'still loading';
  const asks = document.querySelector('[autofocus]');
  return !asks || location.hash || document.activeElement !== document.body ? '' : 'the focus is not yet where the page wants it';
})()
