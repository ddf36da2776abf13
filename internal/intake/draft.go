// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// SavePage applies a change of one page as a whole to the answers as they are
// now; people's pages go through MergePage. base is the version at which the page
// was read: when the same page was saved elsewhere since, nothing is written and
// the answer is "intake.changed_elsewhere"; base 0 overwrites. An edit after
// freezing voids what was made for signing.
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
		a.saved(page)
		return nil
	})
}

// Merge changes answers of a page that other devices may be changing too: it gets
// the answers as they are now, is told which inputs were saved elsewhere since the
// page was shown, and returns the answers with the inputs that it changed.
type Merge func(now json.RawMessage, elsewhere func(input string) bool) (answers json.RawMessage, saved []string, err error)

// MergePage applies what was typed on one page input by input. base is the
// version at which the page was shown. What becomes of an input that two devices
// changed is decided by merge. An edit after freezing voids what was made for
// signing.
func (s *Service) MergePage(ctx context.Context, id, page string, base int64, merge Merge) (a Application, err error) {
	defer problem.Wrap(&err, "intake.MergePage(%s, %s)", id, page)
	return s.edit(ctx, id, func(tx *database.Tx, a *Application) error {
		answers, saved, err := merge(a.Answers, func(input string) bool { return a.Saved[inputMark+input] > base })
		if err != nil {
			return err
		}
		if string(answers) != string(a.Answers) {
			if err := s.thaw(ctx, tx, a); err != nil {
				return err
			}
		}
		a.Answers = answers
		a.saved(page)
		for _, input := range saved {
			a.saved(inputMark + input)
		}
		return nil
	})
}

// inputMark tells the inputs from the pages in Application.Saved: no page has it
// in its name.
const inputMark = "#"

func (a *Application) saved(what string) {
	if a.Saved == nil {
		a.Saved = map[string]int64{}
	}
	a.Saved[what] = a.Version + 1
}

// LastSaved is where the applicant was: the page that was saved last, and of what
// was changed last one input; empty before the first save.
func (a Application) LastSaved() (page, input string) {
	var pageAt, inputAt int64
	for _, what := range slices.Sorted(maps.Keys(a.Saved)) {
		at := a.Saved[what]
		name, isInput := strings.CutPrefix(what, inputMark)
		switch {
		case isInput && at > inputAt:
			input, inputAt = name, at
		case !isInput && at > pageAt:
			page, pageAt = what, at
		}
	}
	if inputAt < pageAt {
		input = "" // the last save changed nothing
	}
	return page, input
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
