// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// Freeze fixes answers and attachments, prints the document to be signed and
// chooses the way of signing. It refuses while the form has errors. Freezing
// what is frozen already, unchanged and for the same way, changes nothing.
//
// Steps: 1 read and check; 2 print (outside any transaction: it takes time);
// 3 write, if nobody changed the application since 1. A crash between 2 and 3
// leaves a printed document that nothing refers to.
func (s *Service) Freeze(ctx context.Context, id, way string) (_ Application, err error) {
	defer problem.Wrap(&err, "intake.Freeze(%s)", id)
	a, content, err := s.toFreeze(ctx, id)
	if err != nil {
		return Application{}, err
	}
	fingerprint := Fingerprint(content)
	if a.State == Frozen && a.Fingerprint == fingerprint {
		return s.SetWay(ctx, id, way)
	}
	a.Way = way
	file, err := s.Printer.Freeze(ctx, a, content, fingerprint)
	if err != nil {
		return Application{}, err
	}
	return s.freezeAs(ctx, a, fingerprint, file)
}

func (s *Service) toFreeze(ctx context.Context, id string) (Application, Content, error) {
	c, err := s.compiledNow(ctx, id)
	if err != nil {
		return c.Application, Content{}, err
	}
	if c.State == Filed {
		return c.Application, Content{}, problem.New(problem.Conflict, "intake.already_filed")
	}
	checked, err := s.Form.Check(ctx, c.Application, c.Papers)
	if err != nil {
		return c.Application, Content{}, err
	}
	if len(checked.Wrong) > 0 {
		return c.Application, Content{}, problem.New(problem.Invalid, "intake.incomplete").With(checked.Wrong...)
	}
	content, err := c.content(checked.Effective)
	return c.Application, content, err
}

// freezeAs writes, unless anything was changed since the application was read:
// each change of answers or attachments moves the version.
func (s *Service) freezeAs(ctx context.Context, seen Application, fingerprint, file string) (Application, error) {
	return s.edit(ctx, seen.ID, func(tx *database.Tx, a *Application) error {
		if a.Version != seen.Version {
			return problem.New(problem.Conflict, "intake.changed_elsewhere", "at", a.ChangedAt)
		}
		if err := s.thaw(ctx, tx, a); err != nil { // a second freeze voids the first one's uploads
			return err
		}
		a.State, a.Way, a.FrozenFile, a.Fingerprint = Frozen, seen.Way, file, fingerprint
		return s.record(ctx, tx, a.ID, "application.frozen", map[string]string{"fingerprint": fingerprint, "way": seen.Way})
	})
}

// Thaw returns a frozen application to editing; what was made or uploaded for
// signing is void.
func (s *Service) Thaw(ctx context.Context, id string) (Application, error) {
	return s.edit(ctx, id, func(tx *database.Tx, a *Application) error { return s.thaw(ctx, tx, a) })
}

func (s *Service) thaw(ctx context.Context, tx *database.Tx, a *Application) error {
	if a.State != Frozen {
		return nil
	}
	if err := s.Files.Void(ctx, tx, a.ID); err != nil {
		return err
	}
	a.State, a.FrozenFile, a.Fingerprint = Draft, "", ""
	return s.record(ctx, tx, a.ID, "application.thawed", nil)
}

// canonical rewrites JSON with sorted keys and no spaces; numbers keep their
// digits.
func canonical(raw json.RawMessage) (json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return nil, fmt.Errorf("intake: answers are not JSON: %w", err)
	}
	return json.Marshal(v)
}

// Bytes are the canonical bytes of a content.
func (c Content) Bytes() []byte {
	b, err := json.Marshal(c)
	if err != nil { // Answers is valid JSON by construction
		panic(fmt.Sprintf("intake: content: %v", err))
	}
	return b
}

// Fingerprint is the SHA-256, in hex, of a content's canonical bytes.
func Fingerprint(c Content) string { return fingerprintOf(c.Bytes()) }

func fingerprintOf(bytes []byte) string {
	sum := sha256.Sum256(bytes)
	return hex.EncodeToString(sum[:])
}

// StillFrozen refuses, inside the caller's transaction, when the application is
// no longer frozen as it was seen. It holds the row until the transaction ends.
func (s *Service) StillFrozen(ctx context.Context, tx *database.Tx, seen Application) error {
	now, err := getApplication(ctx, tx, seen.ID)
	if err != nil {
		return err
	}
	if now.State == Filed {
		return problem.New(problem.Conflict, "intake.already_filed")
	}
	if now.State != Frozen || now.Fingerprint != seen.Fingerprint {
		return problem.New(problem.Conflict, "intake.changed_elsewhere", "at", now.ChangedAt)
	}
	return nil
}
