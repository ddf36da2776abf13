// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"net/http"

	"pratica/internal/casework/actions"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// A counsel whose appointment is confirmed reads the whole case. A code that is
// right but stands in nobody's list is more often a slip than a lawyer of
// another bar: it is asked about once.
const (
	kindConfirmCounsel = "confirm_counsel"
	counselName        = "counsel"
	unlistedName       = "unlisted" // the box that says that it is no slip
	codeUnlisted       = "office.counsel_unlisted"
)

// checkCounsel refuses a counsel who is in no list, unless that was confirmed.
func (f *Face) checkCounsel(r *http.Request, in actions.Input) error {
	code := in.Text(counselName)
	if code == "" || in.Text(unlistedName) == "yes" {
		return nil
	}
	_, err := f.Office.CounselByFiscalCode(r.Context(), code)
	if problem.KindOf(err) != problem.NotFound {
		return err
	}
	return problem.New(problem.Invalid, codeUnlisted).With(problem.Field{Path: counselName, Code: codeUnlisted})
}

// counsel says whose code the form holds.
func (p *ActPage) counsel(f *Face, r *http.Request, wrong error) error {
	for i, field := range p.Fields {
		if field.Name != counselName || field.Value == "" {
			continue
		}
		c, err := f.Office.CounselByFiscalCode(r.Context(), field.Value)
		switch {
		case problem.KindOf(err) == problem.NotFound && err != nil:
			p.Fields[i].Help = p.T("office.act.counsel_unknown")
		case err != nil:
			return err
		default:
			p.Fields[i].Help = p.T("office.act.counsel_known", "name", c.Name)
		}
	}
	if problem.Is(wrong, codeUnlisted) {
		p.Fields = append(p.Fields, kit.Field{Type: kit.Declaration, Name: unlistedName, Text: p.T("office.act.counsel_anyway")})
	}
	return nil
}
