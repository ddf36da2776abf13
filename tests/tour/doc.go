// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package tour reads the demonstration as a visitor meets it: the tour page, each one-click entry with the page behind
// it, and the cases that the officials then see, which must stand in every state of every procedure.
//
// The test builds the program and runs "pratica demo" in a new folder. With -at it reads a demonstration that runs
// already; that is how scripts/demo-check looks at what "make demo" gives on a bare machine.
package tour
