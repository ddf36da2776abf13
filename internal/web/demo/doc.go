// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package demo is the face of the demonstration body: the tour, one-click entry
// as each person of it, and the outbox in which its mail stays.
//
// app mounts it only on a data folder that was made for the demonstration; on
// any other these addresses do not exist.
package demo
