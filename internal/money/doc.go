// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package money holds amounts in euro as a whole number of cents.
//
// Words: an amount is [Cents]; a person types it ([Parse]), a machine reads it
// ([Cents.String]), a person reads it back ([Cents.Format]).
//
// Invariants: no amount ever passes through a floating point number; what
// String writes Parse reads back unchanged; what cannot be read without doubt
// ("1,234": a thousand or one and a bit?) is refused rather than guessed.
//
// It does not know other currencies, taxes or rounding.
package money
