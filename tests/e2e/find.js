// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2
//
// Finds what a person names and marks it for the next step. Evaluated in the page by the harness, with
// KIND and NAME put in; gives "" when found, else why not.
((kind, name) => {
  const squeeze = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
  const shown = (el) => el.checkVisibility({ visibilityProperty: true });
  const matches = (text) => squeeze(text) === name || squeeze(text).startsWith(name + ' (');
  const nameOf = (el) => squeeze(el.getAttribute('aria-label') ?? el.textContent) || squeeze(el.value);
  document.querySelectorAll('[data-e2e]').forEach((el) => el.removeAttribute('data-e2e'));

  const byLabel = () => {
    for (const label of document.querySelectorAll('label')) {
      if (matches(label.textContent) && label.control && shown(label)) return label.control;
    }
    for (const el of document.querySelectorAll('input, textarea, select')) {
      if (el.getAttribute('aria-label') === name) return el;
    }
    return undefined;
  };
  const byLegend = () =>
    [...document.querySelectorAll('fieldset')].find((f) => matches(f.querySelector('legend')?.textContent) && shown(f));
  const clickable = () => {
    const all = [...document.querySelectorAll('a[href], button, summary, input[type=submit]')].filter(shown);
    return all.find((el) => nameOf(el) === name) ?? all.find((el) => nameOf(el).startsWith(name));
  };
  const option = () => {
    const [legend, label] = name.split('\u0000');
    const groups = [...document.querySelectorAll('fieldset')].filter((f) => squeeze(f.querySelector('legend')?.textContent).startsWith(legend));
    for (const group of groups) {
      for (const el of group.querySelectorAll('label')) if (squeeze(el.textContent) === label) return el.control;
    }
    return undefined;
  };
  const find = { label: byLabel, legend: byLegend, click: clickable, option, css: () => document.querySelector(name) };
  const found = find[kind]();
  if (!found) return 'nothing of that name';
  if (found.disabled) return 'it is disabled';
  found.setAttribute('data-e2e', '');
  return '';
})(KIND, NAME)
