// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"pratica/definitions"
	"pratica/internal/casework"
	"pratica/internal/casework/actions"
)

// TestACaseKeepsItsVersion: a case filed on the old version is worked by it after
// another was published, and a new one by the new.
func TestACaseKeepsItsVersion(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		admin, dario := h.staff("keeper")
		old := h.filed()
		shipped, err := fs.ReadFile(definitions.Files, "access-to-documents.yaml")
		h.must(err)
		source := strings.NewReplacer(`version: "20`, `version: "30`, "label: {it: Assegna, en: Assign}", "label: {it: Affida al funzionario, en: Hand over}").Replace(string(shipped))
		v, err := h.Forms.Import(ctx, admin.Audit(), "accesso.yaml", []byte(source))
		h.must(err)
		h.must(h.Forms.Publish(ctx, admin.Audit(), v.Digest))
		newer := h.filed()
		who := casework.Actor{Kind: deskOfficial.Kind, ID: dario.ID, Roles: deskOfficial.Roles}
		for id, want := range map[string]string{old.ID: "Assegna", newer.ID: "Affida al funzionario"} {
			view, err := h.Casework.View(ctx, who, id)
			h.must(err)
			var labels []string
			for _, o := range view.Offers {
				labels = append(labels, o.Label.In("it"))
			}
			if !slices.Contains(labels, want) {
				t.Errorf("case of %s: offered %q, want %q", view.Case.Definition[:8], labels, want)
			}
			_, err = h.Casework.Act(ctx, who, id, "assign", casework.Command{Input: actions.Input{Values: map[string][]string{"official": {dario.ID}}}})
			h.must(err)
		}
	})
}
