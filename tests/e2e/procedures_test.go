// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"pratica/definitions"
	"pratica/tests/e2e"
)

// TestProceduresByScreen is an administrator who imports a new version of a
// procedure, corrects its faults, tries it as an applicant, compares it with the one
// in force and publishes it. Every page is checked (e2e.Visited).
func TestProceduresByScreen(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			_, amelia := openHouse(t, b, lang)
			amelia.publish()
			amelia.signOut(amelia.name)
		})
	}
}

// publish brings a newer version of the request for documents in.
func (a *administrator) publish() {
	a.t.Helper()
	say := a.house.say
	source, err := fs.ReadFile(definitions.Files, "access-to-documents.yaml")
	if err != nil {
		a.t.Fatal(err)
	}
	newer := strings.Replace(string(source), `version: "20`, `version: "30`, 1)
	give := func(content string) {
		a.Attach(say.T("procedures.file"), onDisk(a.t, "accesso.yaml", []byte(content)))
		a.Click(say.T("procedures.import_submit"))
	}
	a.Goto("/amministrazione/")
	a.Click(say.T("procedures.title"))
	give(strings.Replace(newer, "type: email", "type: mail", 1))
	a.See(say.T("problem.forms.bad_definition"))
	a.looked("procedures-" + say.Lang())
	give(newer)
	a.See(say.T("procedures.outline"))
	a.looked("procedure-" + say.Lang())
	version := a.Path()
	a.Click(say.T("procedures.compare_submit"))
	a.See("version")
	a.looked("comparison-" + say.Lang())
	a.Goto(version)
	a.tryForm()
	a.Goto(version)
	a.Click(say.T("procedures.publish"))
	a.Click(say.T("procedures.publish"))
	a.See(say.T("procedures.published"))
}

// tryForm goes through the preview, first with nothing and then to its end.
func (a *administrator) tryForm() {
	a.t.Helper()
	say := a.house.say
	a.Click(say.T("procedures.preview"))
	a.See(say.T("preview.marked"))
	a.Click(say.T("preview.next"))
	if !a.Has(".p-errors") {
		a.t.Error("an empty page is left without a word")
	}
	a.looked("preview-" + say.Lang())
	a.Click(say.T("preview.end"))
	a.See(say.T("preview.not_ready"))
	a.looked("preview-end-" + say.Lang())
	a.Click(say.T("preview.again"))
	a.See(say.T("preview.check"))
}

// looked keeps pictures of the page at the widths of telephone, tablet and desk.
func (a *administrator) looked(name string) {
	a.t.Helper()
	for _, width := range []int64{320, 768, 1280} {
		a.Resize(width, 900)
		a.Shot(fmt.Sprintf("%s-%d", name, width))
	}
}
