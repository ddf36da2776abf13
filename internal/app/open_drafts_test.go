// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"io/fs"
	"strings"
	"testing"

	"pratica/definitions"
	"pratica/internal/intake"
)

// TestAFormIsEditedWithOpenDrafts publishes changes of a form while drafts are
// open, in each state that a draft has: each goes on, is filed and becomes a case
// under the version it was begun with; who begins after gets the new one.
func TestAFormIsEditedWithOpenDrafts(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		source, err := fs.ReadFile(definitions.Files, "access-to-documents.yaml")
		h.must(err)
		for i, change := range []struct{ name, from, to string }{
			{"a title", "it: Accesso ai documenti amministrativi", "it: Accesso ai documenti"},
			{"a state", "office: {it: Da assegnare, en: To be assigned}", "office: {it: Da dare in carico, en: To be given out}"},
			{"the length of a term", "length: 30 days", "length: 20 days"},
		} {
			if !strings.Contains(string(source), change.from) {
				t.Fatalf("%s: the definition has no %q", change.name, change.from)
			}
			for _, state := range []intake.State{intake.Draft, intake.Frozen} {
				h.draftOutlives(t, source, change.from, change.to, "2099."+string(rune('a'+i))+string(state), state)
			}
		}
	})
}

// draftOutlives begins a draft, publishes a changed form, and files the draft.
func (h *house) draftOutlives(t *testing.T, source []byte, from, to, version string, state intake.State) {
	t.Helper()
	ctx := t.Context()
	a := h.request()
	var err error
	if state == intake.Frozen {
		a, err = h.Intake.Freeze(ctx, a.ID, "handwritten")
		h.must(err)
	}
	text := strings.Replace(string(source), from, to, 1)
	at := strings.Index(text, `version: "`) + len(`version: "`)
	text = text[:at] + version + text[at+strings.Index(text[at:], `"`):]
	digest, err := h.ImportProcedure(ctx, []byte(text), true)
	h.must(err)
	if next := h.request(); next.Definition != digest || next.Definition == a.Definition {
		t.Errorf("%s: who begins after gets %s, want %s", version, next.Definition, digest)
	}
	a, err = h.Intake.Freeze(ctx, a.ID, "handwritten")
	h.must(err)
	for _, file := range []string{"signed_scan", "identity_document"} {
		h.must(h.AttachSigned(ctx, a.ID, file, file+".pdf", h.paper(file)))
	}
	_, err = h.Intake.Submit(ctx, a.ID)
	h.must(err)
	h.drain()
	v, err := h.Casework.View(ctx, deskOfficial, a.ID)
	h.must(err)
	if v.Case.Definition != a.Definition || v.Case.Definition == digest {
		t.Errorf("%s: the case has another version than its draft", version)
	}
	if faults, err := h.Casework.Verify(ctx, a.ID); err != nil || len(faults) > 0 {
		t.Errorf("%s: %v, %v", version, faults, err)
	}
}
