// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package acts has the page on which a party, applicant or counsel, acts on a
// case after the filing: what may be done, what is asked and in which words comes
// from the definition.
//
//	case ──▶ GET …/atti/{action}: what it means, what is asked, a box to confirm ──▶ POST ──▶ case
//
// It decides nothing: whether an act may be done is casework's. An act that needs
// a page of its own, such as the answer to a request, is not offered here.
package acts
