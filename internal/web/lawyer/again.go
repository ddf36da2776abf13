// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lawyer

import (
	"encoding/json"
	"net/http"

	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// again begins an application of the same procedure with the answers of an
// earlier case: those that the published version still asks. Each page is read
// and saved again before the filing, because a declaration is about today.
func (f *Face) again(w http.ResponseWriter, r *http.Request) error {
	_, v, err := f.view(r)
	if err != nil {
		return err
	}
	def, err := f.Forms.Published(r.Context(), v.Case.Procedure)
	if err != nil {
		return err
	}
	if !def.Opening.Accepts(f.Kit.Now()) {
		return problem.New(problem.Conflict, "applicant.closed")
	}
	answers, err := stillAsked(def, v.Answers)
	if err != nil {
		return err
	}
	actor := gate.Actor(r.Context())
	a, err := f.Areas.BeginInArea(r.Context(), actor, actor.Account, intake.Beginning{
		Procedure: def.Slug, Definition: def.Digest, Lang: f.Kit.Printer(r).Lang(), Earlier: v.Case.ID, Answers: answers,
	})
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Info, "lawyer.again_done")
	return kit.Redirect(w, r, "/domanda/"+a.ID+"/pagina/"+def.Pages[0].ID)
}

// stillAsked leaves out what the definition does not ask, and what it asks anew
// each time: declarations.
func stillAsked(def *forms.Definition, raw json.RawMessage) (json.RawMessage, error) {
	before, err := forms.ParseAnswers(raw)
	if err != nil {
		return nil, err
	}
	kept := forms.Answers{}
	for _, page := range def.Pages {
		for _, section := range page.Sections {
			for _, field := range section.Fields {
				if v, ok := before[field.ID]; ok && field.Type != forms.Declaration && !field.IsComputed() {
					kept[field.ID] = v
				}
				for _, part := range field.Parts {
					if v, ok := before[part.ID]; ok {
						kept[part.ID] = v
					}
				}
			}
		}
	}
	return forms.Canonical(kept), nil
}
