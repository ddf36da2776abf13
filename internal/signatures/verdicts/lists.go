// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package verdicts

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
	"pratica/internal/signatures/certificate"
	"pratica/internal/signatures/trustlist"
)

// territoryOfIndex is what the EU list of lists says that it is of.
const territoryOfIndex = "EU"

const maxList = 32 << 20

// Kept says which list is kept of a country.
type Kept struct {
	Territory  string
	Sequence   int
	Issued     time.Time
	NextUpdate time.Time
	Seen       time.Time // when it was last found to be the newest
}

// Lists are the current lists.
func (s *Service) Lists(ctx context.Context) (all []Kept, err error) {
	defer problem.Wrap(&err, "verdicts.Lists")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		current, err := currentLists(ctx, tx)
		for _, k := range current {
			all = append(all, k.Kept)
		}
		return err
	})
	return all, err
}

// Import takes lists that an operator brings, the list of lists among them or
// before. accepted are more certificates by which the list of lists may be
// signed. Problems: signatures.bad_list, signatures.unknown_signer.
func (s *Service) Import(ctx context.Context, accepted []*certificate.Certificate, documents ...[]byte) (err error) {
	defer problem.Wrap(&err, "verdicts.Import")
	slices.SortStableFunc(documents, func(a, b []byte) int { return indexFirst(b) - indexFirst(a) })
	for _, document := range documents {
		if err := s.add(ctx, document, append(slices.Clone(s.Accepted), accepted...)); err != nil {
			return err
		}
	}
	return nil
}

// indexFirst is 1 for a list of lists.
func indexFirst(document []byte) int {
	if l, err := trustlist.Read(document); err == nil && l.Territory == territoryOfIndex {
		return 1
	}
	return 0
}

// Fetch brings the list of lists, and those of the countries.
func (s *Service) Fetch(ctx context.Context) (err error) {
	defer problem.Wrap(&err, "verdicts.Fetch")
	document, err := s.get(ctx, s.Index)
	if err != nil {
		return err
	}
	if err := s.add(ctx, document, s.Accepted); err != nil {
		return err
	}
	index, err := s.index(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, p := range index.Pointers {
		if p.MediaType != mediaType || !slices.Contains(s.Countries, p.Territory) {
			continue
		}
		document, err := s.get(ctx, p.Location)
		if err == nil {
			err = s.add(ctx, document, nil)
		}
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("list of %s: %w", p.Territory, err))
		}
	}
	return failed
}

const mediaType = "application/vnd.etsi.tsl+xml"

func (s *Service) get(ctx context.Context, address string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	answer, err := s.Client.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %s", address, answer.Status)
	}
	document, err := io.ReadAll(io.LimitReader(answer.Body, maxList+1))
	if err == nil && len(document) > maxList {
		err = fmt.Errorf("%s: the list is longer than %d bytes", address, maxList)
	}
	return document, err
}

// add keeps a list that is signed by whom it must be, and is not older than the
// one that is there.
func (s *Service) add(ctx context.Context, document []byte, accepted []*certificate.Certificate) error {
	l, err := trustlist.Read(document)
	if err != nil {
		return problem.New(problem.Invalid, codeBadList).Because(err)
	}
	if l.Territory != territoryOfIndex {
		index, err := s.index(ctx)
		if err != nil {
			return err
		}
		accepted = signersOf(index, l.Territory)
	}
	sum := sha256.Sum256(l.Signer.Raw)
	signer := hex.EncodeToString(sum[:])
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		current, err := currentLists(ctx, tx)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(current, func(k kept) bool { return k.Territory == l.Territory })
		// Who signed the list of lists that is kept may sign the next one.
		known := at >= 0 && l.Territory == territoryOfIndex && current[at].Signer == signer
		if !known && !slices.ContainsFunc(accepted, func(c *certificate.Certificate) bool { return bytes.Equal(c.Raw, l.Signer.Raw) }) {
			return problem.New(problem.Invalid, codeUnknownSigner, "list", l.Territory, "signer", l.Signer.Subject.Display(), "fingerprint", signer)
		}
		if at >= 0 && current[at].Sequence > l.Sequence {
			return problem.New(problem.Conflict, codeOlderList, "list", l.Territory, "sequence", l.Sequence, "kept", current[at].Sequence)
		}
		isNew, err := insertList(ctx, tx, l, signer, document, s.Now())
		if err != nil || !isNew {
			return err
		}
		return s.askAgain(ctx, tx)
	})
}

// index is the current list of lists.
func (s *Service) index(ctx context.Context) (*trustlist.List, error) {
	var current []kept
	err := s.DB.View(ctx, func(tx *database.Tx) (err error) {
		current, err = currentLists(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, k := range current {
		if k.Territory == territoryOfIndex {
			return s.load(ctx, k.Digest)
		}
	}
	return nil, problem.New(problem.Conflict, codeNoIndex)
}

func signersOf(index *trustlist.List, territory string) (all []*certificate.Certificate) {
	for _, p := range index.Pointers {
		if p.Territory == territory {
			all = append(all, p.Certificates...)
		}
	}
	return all
}

// load reads a kept list, once. Its signature was verified when it came.
func (s *Service) load(ctx context.Context, digest string) (*trustlist.List, error) {
	s.mu.Lock()
	l := s.loaded[digest]
	s.mu.Unlock()
	if l != nil {
		return l, nil
	}
	var document []byte
	err := s.DB.View(ctx, func(tx *database.Tx) (err error) {
		document, err = documentOf(ctx, tx, digest)
		return err
	})
	if err != nil {
		return nil, err
	}
	if l, err = trustlist.Read(document); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.loaded == nil || len(s.loaded) > 100 {
		s.loaded = map[string]*trustlist.List{}
	}
	s.loaded[digest] = l
	return l, nil
}
