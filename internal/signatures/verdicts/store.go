// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package verdicts

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/trustlist"
)

// Problems of this package.
const (
	codeNotFound      = "signatures.no_verdict"
	codeBadList       = "signatures.bad_list"
	codeUnknownSigner = "signatures.unknown_signer"
	codeOlderList     = "signatures.older_list"
	codeNoIndex       = "signatures.no_index"
)

// kept is a list as it is stored.
type kept struct {
	Kept
	Digest, Signer string
}

func insertList(ctx context.Context, tx *database.Tx, l *trustlist.List, signer string, document []byte, now time.Time) (isNew bool, err error) {
	packed, err := pack(document)
	if err != nil {
		return false, err
	}
	sum := sha256.Sum256(document)
	digest := hex.EncodeToString(sum[:])
	n, err := tx.Exec(ctx, `INSERT INTO signatures_list (digest, territory, sequence, issued_at, next_update, signer, added_at, seen_at, document)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8) ON CONFLICT (digest) DO NOTHING`,
		digest, l.Territory, l.Sequence, database.T(l.Issued), database.NullTime{Time: l.NextUpdate}, signer, database.T(now), packed)
	if err != nil || n == 1 {
		return n == 1, err
	}
	_, err = tx.Exec(ctx, `UPDATE signatures_list SET seen_at = $2 WHERE digest = $1`, digest, database.T(now))
	return false, err
}

// currentLists are the newest of each country.
func currentLists(ctx context.Context, tx *database.Tx) ([]kept, error) {
	all, err := database.All(ctx, tx, func(scan func(...any) error) (k kept, err error) {
		var issued, seen database.Time
		var next database.NullTime
		err = scan(&k.Digest, &k.Territory, &k.Sequence, &issued, &next, &k.Signer, &seen)
		k.Issued, k.Seen, k.NextUpdate = issued.Time, seen.Time, next.Time
		return k, err
	}, `SELECT digest, territory, sequence, issued_at, next_update, signer, seen_at FROM signatures_list ORDER BY territory, sequence, added_at`)
	var newest []kept
	for i, k := range all {
		if i+1 == len(all) || all[i+1].Territory != k.Territory {
			newest = append(newest, k)
		}
	}
	return newest, err
}

func documentOf(ctx context.Context, tx *database.Tx, digest string) ([]byte, error) {
	var packed []byte
	if err := tx.Get(ctx, `SELECT document FROM signatures_list WHERE digest = $1`, []any{digest}, &packed); err != nil {
		return nil, err
	}
	return unpack(packed)
}

func insertVerdict(ctx context.Context, tx *database.Tx, owner, file, digest string, now time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO signatures_verdict (owner, file, digest, arrived_at) VALUES ($1, $2, $3, $4) ON CONFLICT (owner, file) DO NOTHING`,
		owner, file, digest, database.T(now))
	return err
}

func setVerdict(ctx context.Context, tx *database.Tx, v Verdict) error {
	said, err := json.Marshal(v.Report)
	if err != nil {
		return err
	}
	evidence, err := json.Marshal(v.Report.Evidence)
	if err != nil {
		return err
	}
	packed, err := pack(evidence)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE signatures_verdict SET judged_at = $3, verdict = $4, sub = $5, report = $6, evidence = $7, lists = $8 WHERE owner = $1 AND file = $2`,
		v.Owner, v.File, database.T(v.JudgedAt), string(v.Report.Verdict), string(v.Report.Sub), string(said), packed, strings.Join(v.Lists, " "))
	return err
}

func deleteVerdicts(ctx context.Context, tx *database.Tx, owner string) error {
	_, err := tx.Exec(ctx, `DELETE FROM signatures_verdict WHERE owner = $1`, owner)
	return err
}

const verdictColumns = `owner, file, digest, arrived_at, judged_at, report, lists`

func scanVerdict(scan func(...any) error) (v Verdict, err error) {
	var arrived database.Time
	var judged database.NullTime
	var said, lists string
	if err := scan(&v.Owner, &v.File, &v.Digest, &arrived, &judged, &said, &lists); err != nil {
		return v, err
	}
	v.ArrivedAt, v.JudgedAt, v.Lists = arrived.Time, judged.Time, strings.Fields(lists)
	if !judged.IsZero() {
		err = json.Unmarshal([]byte(said), &v.Report)
	}
	return v, err
}

func verdictsOf(ctx context.Context, tx *database.Tx, owner string) ([]Verdict, error) {
	return database.All(ctx, tx, scanVerdict, `SELECT `+verdictColumns+` FROM signatures_verdict WHERE owner = $1 ORDER BY file`, owner)
}

func verdictOn(ctx context.Context, tx *database.Tx, owner, file string) (Verdict, error) {
	all, err := database.All(ctx, tx, scanVerdict, `SELECT `+verdictColumns+` FROM signatures_verdict WHERE owner = $1 AND file = $2`, owner, file)
	if err == nil && len(all) == 0 {
		err = problem.New(problem.NotFound, codeNotFound)
	}
	if err != nil {
		return Verdict{}, err
	}
	return all[0], nil
}

func evidenceOf(ctx context.Context, tx *database.Tx, owner, file string) (e report.Evidence, err error) {
	var packed []byte
	if err := tx.Get(ctx, `SELECT evidence FROM signatures_verdict WHERE owner = $1 AND file = $2`, []any{owner, file}, &packed); err != nil {
		return e, err
	}
	if len(packed) == 0 {
		return e, errors.New("the file was not judged yet")
	}
	said, err := unpack(packed)
	if err != nil {
		return e, err
	}
	return e, json.Unmarshal(said, &e)
}

// openVerdicts are the files of which a new list may tell more.
func openVerdicts(ctx context.Context, tx *database.Tx, from time.Time) ([]payload, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (p payload, err error) {
		err = scan(&p.Owner, &p.File)
		return p, err
	}, `SELECT owner, file FROM signatures_verdict WHERE sub IN ('NO_CERTIFICATE_CHAIN_FOUND', 'TRY_LATER') AND arrived_at >= $1 ORDER BY owner, file`, database.T(from))
}

// waitingVerdicts are files that nobody has looked at.
func waitingVerdicts(ctx context.Context, tx *database.Tx, n int) ([]payload, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (p payload, err error) {
		err = scan(&p.Owner, &p.File)
		return p, err
	}, `SELECT owner, file FROM signatures_verdict WHERE judged_at IS NULL ORDER BY arrived_at LIMIT $1`, n)
}

func pack(content []byte) ([]byte, error) {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
