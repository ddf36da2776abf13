// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package report

// Verdict is the main indication of a validation.
type Verdict string

// The verdicts, from good to bad. NoSignature is of files, not of signatures.
const (
	NoSignature   Verdict = "NO_SIGNATURE_FOUND"
	TotalPassed   Verdict = "TOTAL-PASSED"
	Indeterminate Verdict = "INDETERMINATE"
	TotalFailed   Verdict = "TOTAL-FAILED"
)

var severity = map[Verdict]int{TotalPassed: 1, Indeterminate: 2, TotalFailed: 3}

// IsWorseThan compares two verdicts.
func (v Verdict) IsWorseThan(other Verdict) bool { return severity[v] > severity[other] }

// Sub is a sub-indication: why a verdict is what it is.
type Sub string

// The sub-indications of EN 319 102-1 that this program can reach.
const (
	FormatFailure            Sub = "FORMAT_FAILURE"
	HashFailure              Sub = "HASH_FAILURE"
	SigCryptoFailure         Sub = "SIG_CRYPTO_FAILURE"
	Revoked                  Sub = "REVOKED"
	Expired                  Sub = "EXPIRED"
	NotYetValid              Sub = "NOT_YET_VALID"
	SigConstraintsFailure    Sub = "SIG_CONSTRAINTS_FAILURE"
	ChainConstraintsFailure  Sub = "CHAIN_CONSTRAINTS_FAILURE"
	CertificateChainFailure  Sub = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
	CryptoConstraintsFailure Sub = "CRYPTO_CONSTRAINTS_FAILURE"
	NoSigningCertificate     Sub = "NO_SIGNING_CERTIFICATE_FOUND"
	NoCertificateChain       Sub = "NO_CERTIFICATE_CHAIN_FOUND"
	RevokedNoPOE             Sub = "REVOKED_NO_POE"
	OutOfBoundsNotRevoked    Sub = "OUT_OF_BOUNDS_NOT_REVOKED"
	OutOfBoundsNoPOE         Sub = "OUT_OF_BOUNDS_NO_POE"
	CryptoConstraintsNoPOE   Sub = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
	TryLater                 Sub = "TRY_LATER"
	SignedDataNotFound       Sub = "SIGNED_DATA_NOT_FOUND"
	SignaturePolicyNotAvail  Sub = "SIGNATURE_POLICY_NOT_AVAILABLE"
	TimestampOrderFailure    Sub = "TIMESTAMP_ORDER_FAILURE"
	PolicyProcessingError    Sub = "POLICY_PROCESSING_ERROR"
	NoCertificateChainNoPOE  Sub = "NO_CERTIFICATE_CHAIN_FOUND_NO_POE"
	RevocationOutOfBoundsPOE Sub = "REVOCATION_OUT_OF_BOUNDS_NO_POE"
	RevokedCANoPOE           Sub = "REVOKED_CA_NO_POE"
)

// Integrity says whether a signature's value and every datum it refers to
// verify.
type Integrity string

// The answers.
const (
	Intact  Integrity = "intact"
	Broken  Integrity = "broken"
	Unknown Integrity = "unknown" // the data or the certificate is not there
)

// Role is what a signature is for.
type Role string

// The roles.
const (
	RoleSignature Role = "signature"
	RoleCounter   Role = "counter-signature"
	RoleTimestamp Role = "timestamp"
	RoleInner     Role = "inner" // of a signed file inside a signed file
)
