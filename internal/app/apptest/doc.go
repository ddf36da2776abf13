// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package apptest gives tests a whole body: the services on either database, the procedures that come with the program,
// and visitors who meet it over HTTP as browsers without scripts do.
//
// The app gives up durability, as the database of the test suite does. Tests that need the program itself, its exit or
// its promise of durability, run it: see tests/crash and tests/tour.
package apptest
