// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package app builds every service of one body once, from its configuration,
// plugs them into each other's ports, and runs the roles: site and worker.
//
// It is the only place where capabilities know of each other by name. A file
// here is either ports plugged in (desk.go: intake; backoffice.go: casework, which
// tells people through notices.go; handler.go: the faces), what a face does with
// several capabilities at once (attachments.go, signed.go, printed.go,
// registry.go), what follows an event (subscribers.go), or the life of the
// process (open.go, serve.go, upkeep.go). There are no package variables: one
// process may hold several apps.
//
// A data folder is made for one mode, ordinary, demo or training, and keeps it
// (mark.go): demo entry cannot be opened on data that the demo did not make, and
// outside of the ordinary mode no channel to the outside is built.
package app
