// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"encoding/json"
	"errors"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// compiled is all that an application holds, of one moment.
type compiled struct {
	Application
	Papers
}

// compiledNow reads an application with its papers. On the day when many file at
// once their reads are gathered, as their writes are.
func (s *Service) compiledNow(ctx context.Context, id string) (compiled, error) {
	c, err := s.compiled.Get(ctx, id)
	if errors.Is(err, database.ErrNotFound) {
		return c, problem.New(problem.NotFound, "intake.not_found").Because(err)
	}
	return c, err
}

func (s *Service) readCompiled(ctx context.Context, tx *database.Tx, ids []string) (map[string]compiled, error) {
	applications, err := peekApplications(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	papers, err := s.Files.Of(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	found := make(map[string]compiled, len(applications))
	for _, a := range applications {
		found[a.ID] = compiled{a, papers[a.ID]}
	}
	return found, nil
}

// content is what the fingerprint covers.
func (c compiled) content(effective json.RawMessage) (Content, error) {
	answers, err := canonical(effective)
	files := c.Attached
	if files == nil {
		files = []FileRef{} // an empty list, not null: the bytes count
	}
	return Content{Application: c.ID, Procedure: c.Procedure, Definition: c.Definition, Answers: answers, Files: files}, err
}
