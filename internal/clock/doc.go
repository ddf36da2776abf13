// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package clock has a clock that moves only when told, for tests and for making
// the demonstration.
//
// A service takes Now func() time.Time; [Manual.Now] is one, as time.Now is. The
// clock starts where [At] puts it, never looks at the real time, and may be
// shared by goroutines. It rings nothing: whoever moves it then runs what has
// become due (jobs.Queue.Drain).
package clock
