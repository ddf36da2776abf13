// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package certificate reads X.509 certificates (RFC 5280) as they are met, and
// says whom they name and what they promise.
//
// The standard library refuses certificates that stand in national trusted
// lists (a modulus without its leading zero, constraints that are not DER); a
// signature is not less right for it. This reader takes what it needs and
// leaves the rest: what it cannot read is absent, and whoever needs it says so.
//
// Italian profile (AgID, recommendations on qualified certificates): the
// holder's tax code stands in the subject's serialNumber as TINIT-… (before
// 2019: IT:…), and in the common name of a health card (CNS).
package certificate
