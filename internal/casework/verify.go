// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"fmt"
	"slices"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/problem"
)

// Verify recomputes a case from its acts and says what does not hold, one line
// a fault. It changes nothing.
func (s *Service) Verify(ctx context.Context, caseID string) (faults []string, err error) {
	defer problem.Wrap(&err, "casework.Verify(%s)", caseID)
	v := &verifier{}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		v.faults = nil
		c, err := getCase(ctx, tx, caseID)
		if err != nil {
			return err
		}
		if v.acts, err = acts(ctx, tx, caseID); err != nil {
			return err
		}
		if c.IsDiscarded() { // the answers by which its terms are replayed are gone
			if v.folder, err = s.proofOf(ctx, tx, c); err != nil {
				return err
			}
			v.chain()
			return nil
		}
		if v.folder, err = s.load(ctx, tx, c); err != nil {
			return err
		}
		v.chain()
		v.terms()
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = s.audited(ctx, v)
	return v.faults, err
}

// CaseIDs lists the cases that are kept after an identifier, for whoever reads or
// verifies them all.
func (s *Service) CaseIDs(ctx context.Context, after string, n int) (list []string, err error) {
	defer problem.Wrap(&err, "casework.CaseIDs")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = caseIDs(ctx, tx, after, n)
		return err
	})
	return list, err
}

// proofOf is what is left of a case whose answers were discarded.
func (s *Service) proofOf(ctx context.Context, tx *database.Tx, c Case) (*folder, error) {
	def, err := s.definition(ctx, tx, c.Definition)
	return &folder{Case: c, def: def}, err
}

type verifier struct {
	*folder
	acts   []Act
	faults []string
}

func (v *verifier) fault(format string, args ...any) {
	v.faults = append(v.faults, fmt.Sprintf(format, args...))
}

// chain follows the acts from the first state to the present one.
func (v *verifier) chain() {
	state := ""
	for i, a := range v.acts {
		if a.Seq != int64(i)+1 {
			v.fault("act %d stands in the place of act %d", a.Seq, i+1)
		}
		if a.From != state {
			v.fault("act %d starts from %q, but the case was in %q", a.Seq, a.From, state)
		}
		if a.Action == UndoAction {
			v.undoes(i)
		} else if !v.allows(a) {
			v.fault("act %d: no action %q leads from %q to %q", a.Seq, a.Action, a.From, a.To)
		}
		state = a.To
	}
	if state != v.State || int64(len(v.acts)) != v.Version {
		v.fault("the case is in %q at version %d, its acts lead to %q at %d", v.State, v.Version, state, len(v.acts))
	}
}

// undoes checks that an act takes back the one before it, and that this may be.
func (v *verifier) undoes(i int) {
	a := v.acts[i]
	if i == 0 || a.From != v.acts[i-1].To || a.To != v.acts[i-1].From || !v.canTakeBack(v.acts[i-1].Action) {
		v.fault("act %d takes back what cannot be taken back", a.Seq)
	}
}

// allows tells whether the definition has the step that an act took.
func (v *verifier) allows(a Act) bool {
	if a.Action == OpenAction && a.Seq == 1 {
		return a.From == "" && a.To == v.def.Start
	}
	action, ok := v.def.Action(a.Action)
	if !ok || !slices.Contains(action.From, a.From) {
		return false
	}
	switch {
	case action.ByOutcome != nil:
		return action.ByOutcome[a.Outcome] == a.To
	case action.Stays():
		return a.To == a.From
	default:
		return action.To == a.To
	}
}

// terms replays the events of the terms.
func (v *verifier) terms() {
	if due := v.mainDue(); due != v.Due {
		v.fault("the main term is due on %q, the case says %q", due, v.Due)
	}
	for i, e := range v.events {
		if e.Seq != int64(i)+1 || e.Act < 1 || e.Act > v.Version {
			v.fault("event %d of term %s belongs to act %d", e.Seq, e.Term, e.Act)
		}
		if _, ok := v.def.Term(e.Term); !ok {
			v.fault("event %d is of an unknown term %q", e.Seq, e.Term)
		}
	}
}

// audited looks for each act in the audit chain of the case, which is read
// newest first.
func (s *Service) audited(ctx context.Context, v *verifier) error {
	left := len(v.acts)
	for after := int64(0); left > 0; {
		page, err := s.Audit.Entries(ctx, audit.CaseChain(v.ID), after, 200)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			after = e.Seq
			if left > 0 && e.Action == "case."+v.acts[left-1].Action && e.Actor == v.acts[left-1].Actor {
				left--
			}
		}
		if after == 1 { // the first entry; asking on would begin anew
			break
		}
	}
	if left > 0 {
		v.fault("act %d is not in the audit chain", v.acts[left-1].Seq)
	}
	return nil
}
