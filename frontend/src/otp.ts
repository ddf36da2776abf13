// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

/** Codes are often pasted with spaces or a label around them; only the digits are kept. Nothing is sent by itself. */
export function oneTimeCodes(root: ParentNode): void {
  for (const input of root.querySelectorAll<HTMLInputElement>('input[data-otp]')) {
    input.addEventListener('input', () => {
      const digits = input.value.replace(/\D/g, '').slice(0, 6);
      if (digits !== input.value) input.value = digits;
    });
    input.addEventListener('paste', (event) => {
      const digits = event.clipboardData?.getData('text').replace(/\D/g, '').slice(0, 6);
      if (!digits) return;
      event.preventDefault();
      input.value = digits;
    });
  }
}
