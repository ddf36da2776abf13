// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package casetest gives tests a working casework service and its checker.
//
// [New] builds the service on a database with small working peers: published
// definitions, filed applications, officials with roles, files, and a notifier
// that keeps what it was told. [World.Check] proves the invariants of every
// case; tests call it after each act.
package casetest
