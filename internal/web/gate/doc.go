// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package gate decides who passes to a page: it knows the session of a request,
// the applications opened in it, the account signed in and the network it comes
// from.
//
// Words: a gate is a kit.Middleware that lets a request pass or refuses it with
// a problem. An application is opened in a session by starting it there or by
// a link sent to its verified address; knowing its code or id opens nothing. A desk
// is the page at which somebody's work begins.
//
// Invariants:
//   - Every page that shows an application, a case or a setting is behind one of
//     these gates; what an actor may do with it is then decided by the service
//     called, again.
//   - An unknown application and one that is not opened here get the same answer.
//   - Who is signed in, and what they may do, is asked anew at each request; no
//     account that is suspended passes any gate.
//   - The client's address is the socket's, unless a trusted proxy says otherwise.
package gate
