// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

/** Moves the focus to the error summary; browsers that honour autofocus did so already. */
export function focusErrors(root: ParentNode): void {
  root.querySelector<HTMLElement>('[data-error-summary]')?.focus();
}
