// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package crash kills the program while people file, and looks at what is left.
//
// A template body with a thousand applications, compiled, frozen and signed
// through the real services, is made once per database. Each round copies it,
// starts the real binary on the copy, files all thousand at once over HTTP and
// kills the process with SIGKILL at a random instant. Then the same binary's
// "verify" must find no fault, every filing that was acknowledged must be there
// once, and filing everything again must give a thousand filings without a gap.
//
// What this proves is the order of write and answer. It is no proof against a
// loss of power: the page cache of the machine survives the kill. The companion
// test with strace shows a sync before each acknowledgement.
package crash
