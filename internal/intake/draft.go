// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"encoding/json"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// SavePage applies what was typed on one page to the answers as they are now,
// so that pages saved from two windows do not overwrite each other. base is the
// version at which the page was shown: when the same page was saved elsewhere
// since, nothing is written and the answer is "intake.changed_elsewhere"; base
// 0 overwrites. An edit after freezing voids what was made for signing.
func (s *Service) SavePage(ctx context.Context, id, page string, base int64, apply func(json.RawMessage) (json.RawMessage, error)) (a Application, err error) {
	defer problem.Wrap(&err, "intake.SavePage(%s, %s)", id, page)
	return s.edit(ctx, id, func(tx *database.Tx, a *Application) error {
		if base != 0 && a.Saved[page] > base {
			return problem.New(problem.Conflict, "intake.changed_elsewhere", "at", a.ChangedAt)
		}
		answers, err := apply(a.Answers)
		if err != nil {
			return err
		}
		if string(answers) != string(a.Answers) {
			if err := s.thaw(ctx, tx, a); err != nil {
				return err
			}
		}
		a.Answers = answers
		if a.Saved == nil {
			a.Saved = map[string]int64{}
		}
		a.Saved[page] = a.Version + 1
		return nil
	})
}

// FilesChanged voids the frozen document: attachments are part of what it
// fixes. The caller has added or removed a file in the same transaction.
func (s *Service) FilesChanged(ctx context.Context, tx *database.Tx, id string) error {
	a, err := getApplication(ctx, tx, id)
	if err != nil {
		return err
	}
	if a.State == Filed {
		return problem.New(problem.Conflict, "intake.already_filed")
	}
	if err := s.thaw(ctx, tx, &a); err != nil {
		return err
	}
	a.ChangedAt = s.Now()
	return updateApplication(ctx, tx, a)
}

// SetLang changes the language in which the applicant is answered.
func (s *Service) SetLang(ctx context.Context, id, lang string) (Application, error) {
	return s.edit(ctx, id, func(_ *database.Tx, a *Application) error {
		a.Lang = lang
		return nil
	})
}

// SetWay chooses the way of signing, of those that the definition lists.
func (s *Service) SetWay(ctx context.Context, id, way string) (Application, error) {
	return s.edit(ctx, id, func(_ *database.Tx, a *Application) error {
		a.Way = way
		return nil
	})
}

// edit changes an application that is not filed yet, in one transaction.
func (s *Service) edit(ctx context.Context, id string, change func(*database.Tx, *Application) error) (a Application, err error) {
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		a, err = getApplication(ctx, tx, id)
		if err != nil {
			return err
		}
		if a.State == Filed {
			return problem.New(problem.Conflict, "intake.already_filed")
		}
		if err := change(tx, &a); err != nil {
			return err
		}
		a.ChangedAt = s.Now()
		if err := updateApplication(ctx, tx, a); err != nil {
			return err
		}
		a.Version++
		return nil
	})
	return a, err
}
