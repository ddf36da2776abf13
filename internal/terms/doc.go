// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package terms computes legal terms and explains each date it gives.
//
// Words: a [Date] is a civil day in Italy; a [Calendar] knows the holidays; a
// [Rule] is what a norm says (length, what stops it, for how long); an [Event]
// is something that happened to the term. [Compute] replays the events and
// returns a [Result]: the due date and the [Step]s that lead to it, each with
// the norm applied. The words of the steps are texts of the catalogue
// ("terms.step.<code>"), so every language explains the same computation.
//
//	            Start            Stop
//	NotStarted -------> Running -------> Stopped
//	                      |  ^              |
//	                      |  +--------------+   Restart, or the stop's own end
//	             due past |  |
//	                      v  | Conclude (from any state)
//	                   Expired ------------> Concluded
//
// Invariants: the first day does not count and the last one does (c.c. art.
// 2963); a term that ends on a holiday ends on the next day that is none; the
// result depends on nothing but the arguments, so replaying the same events
// gives the same dates for ever. What the body closes or celebrates by itself
// counts for the terms that begin after it was decided, so that a date that was
// told does not change; and only where days of work are counted, or the rule says
// so: the law does not let an office lengthen its own terms by closing.
//
// Holidays are right from 2001 on. The package has no clock and does not know
// which rule applies to which act: that is data of the procedure.
package terms
