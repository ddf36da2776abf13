// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"context"
	"net/http"

	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// Areas makes drafts in the areas of lawyers; app does.
type Areas interface {
	// BeginInArea makes a draft in the area of a lawyer.
	BeginInArea(ctx context.Context, by office.Actor, lawyer string, b intake.Beginning) (intake.Application, error)
}

// The pages where a lawyer finds drafts: his own, and those of whom he helps.
const (
	areaPath   = "/avvocato/bozze"
	studioPath = "/studio/"
)

func (f *Face) areaCrumb(p kit.Page, actor office.Actor) kit.Crumb {
	if actor.Kind == office.KindHelper {
		return kit.Crumb{Text: p.T("lawyer.studio.title"), Href: studioPath}
	}
	return kit.Crumb{Text: p.T("lawyer.drafts.title"), Href: areaPath}
}

// startInArea makes the draft of a lawyer who is signed in. A helper must say for
// whom: that is asked where he works.
func (f *Face) startInArea(w http.ResponseWriter, r *http.Request, actor office.Actor, def *forms.Definition) error {
	if actor.Kind == office.KindHelper {
		f.Kit.Flash(w, kit.Info, "applicant.area.for_whom")
		return kit.Redirect(w, r, studioPath)
	}
	a, err := f.Areas.BeginInArea(r.Context(), actor, actor.Account, intake.Beginning{
		Procedure: def.Slug, Definition: def.Digest, Lang: f.Kit.Printer(r).Lang(),
	})
	if err != nil {
		return err
	}
	return kit.Redirect(w, r, home(a.ID)+"/pagina/"+def.Pages[0].ID)
}

// canKeep says whether the reader is a lawyer and the draft in nobody's area.
func (f *Face) canKeep(r *http.Request, a intake.Application) (bool, error) {
	if gate.Actor(r.Context()).Account != "" || !a.Paper.IsZero() { // seen from an area already
		return false, nil
	}
	actor, err := f.Gate.Who(r.Context())
	if err != nil || actor.Kind != office.KindLawyer {
		return false, err
	}
	owner, err := f.Intake.Area(r.Context(), a.ID)
	return owner == "", err
}

// keepSubmit brings a draft that was opened by its link into the lawyer's area.
func (f *Face) keepSubmit(w http.ResponseWriter, r *http.Request) error {
	actor, err := f.Gate.Who(r.Context())
	if err != nil {
		return err
	}
	if actor.Kind != office.KindLawyer {
		return problem.New(problem.Forbidden, "gate.forbidden")
	}
	if err := f.Intake.Keep(r.Context(), r.PathValue("id"), actor.Account, actor.Audit()); err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "applicant.area.kept")
	return kit.Redirect(w, r, areaPath)
}
