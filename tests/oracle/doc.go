// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package oracle compares what this program says of a file with what validators
// say that others wrote (tools/oracle). Its tests need Java, and run in
// `make conformance` only (build tag oracle).
package oracle
