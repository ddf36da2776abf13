// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Looks at the element that the Tab key reached and says what is wrong with it. Evaluated in the page by the
// harness; gives '' at a good stop, '+' at the one that find.js marked, '.' where the page ends, else the fault.
(() => {
  const at = document.activeElement;
  const before = window.stopBefore;
  if (!at || at === document.body || at === document.documentElement) {
    window.stopBefore = undefined;
    return '.';
  }
  const what = `<${at.tagName.toLowerCase()}> "${(at.getAttribute('aria-label') ?? at.innerText ?? at.name ?? '').trim().slice(0, 60)}"`;
  if (at === before) return `the focus is trapped in ${what}`;
  window.stopBefore = at;
  if (at.tabIndex > 0) return `${what} has a place of its own in the order (tabindex ${at.tabIndex})`;
  if (before?.isConnected && !window.stopBack && !(before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING)) {
    return `the focus jumps back to ${what}`;
  }
  at.scrollIntoView({ block: 'nearest' });
  const rung = (el, part) => {
    if (!el) return false;
    const style = getComputedStyle(el, part);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  const label = at.labels?.[0];
  if (![[at], [label], [label, '::before'], [label, '::after']].some(([el, part]) => rung(el, part))) {
    return `nothing shows that the focus is on ${what}`;
  }
  const box = at.getBoundingClientRect();
  const seen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  if (!seen && !label?.checkVisibility()) return `${what} is out of sight`;
  return at.hasAttribute('data-e2e') ? '+' : '';
})()
