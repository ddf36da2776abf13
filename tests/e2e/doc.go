// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package e2e drives the program as people do, in a real Chromium.
//
// Words: a *browser* is one Chromium process with a folder of its own, made for one test and ended with it. A *person* has
// their own cookies and window in it; several people in one test do not see each other's sessions. What a person does is named
// by what they see: Fill("Cognome", …), Click("Continua"). A step that cannot be done fails the test at once, with
// the page shown.
//
//	b := e2e.Start(t)
//	anna := b.Person("anna", server.URL)
//	anna.Goto("/")
//	anna.Click("Fai domanda")
//	anna.Fill("Cognome", "Prova")
//	anna.Click("Continua")
//	anna.See("Passo 2 di 7")
//	anna.Check("step-2") // axe-core without violations, nothing scrolls sideways at 320 px
//
// A person who is watched (Watch) checks every page before leaving it, once in each of its shapes (Visited): no page that a journey
// comes by goes unchecked.
//
// Invariants: no fixed port, no shared folder, no wait by the clock (every wait has a condition and an end). An uncaught exception
// or a refusal by the content policy on any page fails the test. Where Chromium is missing the test skips and says so.
//
// Flags: -screenshots=DIR keeps the pictures that Shot and Check take; -figures=DIR those of the manuals, that Figure takes;
// -chromium=PATH names another browser.
//
// The package does not start the program: tests do, through app, or with kittest.
package e2e
