// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"

	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/problem"
)

// Section is a part of the digest, in the reader's words.
type Section struct {
	Label   string
	Rows    []Row
	Compare *Comparison
}

// Row is one line of the digest. Value is empty when there is none.
type Row struct{ Label, Value string }

// Comparison sets a value against its limit.
type Comparison struct {
	Value, Limit, Norm, Verdict string
	IsWithin                    bool
}

// Digest is the case on one page, as its definition draws it, in a language.
func (s *Service) Digest(ctx context.Context, actor Actor, caseID, lang string) (out []Section, err error) {
	defer problem.Wrap(&err, "casework.Digest(%s)", caseID)
	err = s.read(ctx, actor, caseID, "digest", func(_ *database.Tx, f *folder) error {
		out, err = s.digest(ctx, f, lang)
		return err
	})
	return out, err
}

func (s *Service) digest(ctx context.Context, f *folder, lang string) ([]Section, error) {
	p := s.Catalogue.For(lang)
	snapshot := f.snapshot()
	snapshot.Vars.Shown = f.values.Shown[p.Lang()]
	vars := snapshot.Look(f.def)
	var out []Section
	for _, section := range f.def.Digest {
		holds, err := section.When.Holds(ctx, vars)
		if err != nil {
			return nil, err
		}
		if !holds {
			continue
		}
		done, err := fill(ctx, section, vars, p)
		if err != nil {
			return nil, err
		}
		out = append(out, done)
	}
	return out, nil
}

func fill(ctx context.Context, section workflow.Section, vars workflow.Vars, p *i18n.Printer) (Section, error) {
	done := Section{Label: section.Label.In(p.Lang())}
	for _, r := range section.Rows {
		value, err := r.Value.Eval(ctx, vars)
		if err != nil {
			return done, err
		}
		done.Rows = append(done.Rows, Row{Label: r.Label.In(p.Lang()), Value: actions.Show(p, value, r.As)})
	}
	if section.Compare == nil {
		return done, nil
	}
	var err error
	done.Compare, err = compare(ctx, *section.Compare, vars, p)
	return done, err
}

// compare is nil while one of the two values is missing.
func compare(ctx context.Context, c workflow.Comparison, vars workflow.Vars, p *i18n.Printer) (*Comparison, error) {
	value, err := c.Value.Eval(ctx, vars)
	if err != nil {
		return nil, err
	}
	limit, err := c.Limit.Eval(ctx, vars)
	if err != nil {
		return nil, err
	}
	v, haveValue := value.(int64)
	l, haveLimit := limit.(int64)
	if !haveValue || !haveLimit {
		return nil, nil
	}
	out := &Comparison{Value: actions.Show(p, v, c.As), Limit: actions.Show(p, l, c.As), Norm: c.Norm, IsWithin: v <= l, Verdict: c.Over.In(p.Lang())}
	if out.IsWithin {
		out.Verdict = c.Within.In(p.Lang())
	}
	return out, nil
}

// Draft shows the decision that an action would make, with the data that it
// still lacks, without doing anything.
func (s *Service) Draft(ctx context.Context, actor Actor, caseID, action string, in actions.Input) (d actions.Draft, err error) {
	defer problem.Wrap(&err, "casework.Draft(%s, %s)", caseID, action)
	err = s.read(ctx, actor, caseID, "draft", func(tx *database.Tx, f *folder) error {
		worker := f.worker(actor)
		a, err := workflow.Check(ctx, f.def, f.snapshot(), workflow.Event{Action: action, Actor: worker, Input: in.Tree()})
		if err != nil {
			return s.explain(ctx, tx, f, err)
		}
		step, err := s.step(ctx, tx, f, a, worker, in)
		if err != nil {
			return err
		}
		d, err = actions.DraftDecision(ctx, step, in.Text("outcome"))
		return err
	})
	return d, err
}
