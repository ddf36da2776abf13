// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package papers shows what several faces show of an application and its case:
// answers, files, terms, timeline and decision, as components of the kit.
//
// It asks for no right and opens nothing: a face gives it what its reader was
// allowed to see.
package papers
