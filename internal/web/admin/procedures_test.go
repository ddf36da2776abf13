// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin_test

import (
	"bytes"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"pratica/definitions"
	"pratica/internal/audit"
	"pratica/internal/forms"
	"pratica/internal/web/admin"
	"pratica/internal/web/gate/gatetest"
)

const procedures = admin.Prefix + "/procedimenti"

func access(t *testing.T) string {
	t.Helper()
	source, err := fs.ReadFile(definitions.Files, "access-to-documents.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// upload sends a definition as the page's form does.
func (h *house) upload(t *testing.T, b *gatetest.Browser, source string) (status int, location, body string) {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", "accesso.yaml")
	if err == nil {
		_, err = part.Write([]byte(source))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, procedures, &form)
	r.Header.Set("Content-Type", w.FormDataContentType())
	for _, c := range b.Cookies() {
		r.AddCookie(c)
	}
	answer := httptest.NewRecorder()
	h.Handler(t).ServeHTTP(answer, r)
	return answer.Code, answer.Header().Get("Location"), answer.Body.String()
}

// TestLifeOfAProcedure: import, read over, publish, a second version, compare,
// publish it instead, retire; each act is on record.
func TestLifeOfAProcedure(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	if page := b.Get(procedures); page.Text(".p-empty-title") == "" {
		t.Error("nothing says that there are no procedures")
	}
	_, first, _ := h.upload(t, b, access(t))
	page := b.Get(first)
	see(t, page, first, http.StatusOK)
	preview := gatetest.Attr(page.One("main a.btn-primary"), "href")
	if preview != "/anteprima/"+strings.TrimPrefix(first, procedures+"/") || !slices.Contains(page.Texts("h4"), "I documenti") {
		t.Errorf("preview at %q, sections %q", preview, page.Texts("h4"))
	}
	page = b.Get(first + "/pubblica").Submit(".p-question")
	see(t, page, first, http.StatusOK)
	if got := page.Text(".p-badge"); got != "Pubblicata" {
		t.Errorf("state %q", got)
	}
	newer := strings.NewReplacer(`version: "2026.3"`, `version: "2026.9"`, "max_length: 2000\n            - id: interest", "max_length: 1500\n            - id: interest").Replace(access(t))
	_, second, _ := h.upload(t, b, newer)
	page = b.Get(second + "/confronto?con=" + strings.TrimPrefix(first, procedures+"/"))
	if rows := page.Texts("tbody tr"); len(rows) != 2 || !strings.Contains(rows[1], "Quale documento") || !strings.Contains(rows[1], "1500") {
		t.Errorf("differences: %q", rows)
	}
	b.Get(second + "/pubblica").Submit(".p-question")
	if got := b.Get(first).Text(".p-badge"); got != "Ritirata" {
		t.Errorf("the version before is %q", got)
	}
	b.Get(second + "/ritira").Submit(".p-question")
	if got := b.Get(second).Text(".p-badge"); got != "Ritirata" {
		t.Errorf("after retiring: %q", got)
	}
	h.recorded(t, "forms.imported", "forms.published", "forms.imported", "forms.published", "forms.retired")
}

// recorded compares the acts on procedures, by the administrator who did them.
func (h *house) recorded(t *testing.T, want ...string) {
	t.Helper()
	entries, err := h.Audit.Entries(t.Context(), audit.AdminChain, 0, 500)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		if strings.HasPrefix(e.Action, "forms.") {
			got = append(got, e.Action)
			if e.Actor.ID != h.anna.ID {
				t.Errorf("%s is recorded as done by %v", e.Action, e.Actor)
			}
		}
	}
	slices.Reverse(got) // the newest comes first
	if !slices.Equal(got, want) {
		t.Errorf("recorded %q, want %q", got, want)
	}
}

// TestFaultyDefinitionsAreRefused: form and workflow are told at once, with their
// place, and nothing is stored.
func TestFaultyDefinitionsAreRefused(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	broken := strings.NewReplacer("type: email", "type: mail", "main_term: answer", "main_term: nothing").Replace(access(t))
	for _, test := range []struct {
		name, source string
		says         []string
	}{
		{"form and workflow", broken, []string{"Riga 76, colonna", "Il tipo «mail» non esiste", "nothing"}},
		{"not YAML", "procedure: [", []string{"Riga 1"}},
		{"empty", "", []string{"Riga 1"}},
	} {
		status, _, body := h.upload(t, b, test.source)
		if status != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d", test.name, status)
		}
		for _, want := range test.says {
			if !strings.Contains(body, want) {
				t.Errorf("%s: %q is not said", test.name, want)
			}
		}
	}
	if list, err := h.face.Forms.Versions(t.Context()); err != nil || len(list) > 0 {
		t.Errorf("stored: %v %v", list, err)
	}
}

func TestDownloadGivesTheBytesBack(t *testing.T) {
	h := newHouse(t)
	v, err := h.face.Forms.Import(t.Context(), audit.Actor{Kind: audit.Admin, ID: h.anna.ID}, "accesso.yaml", []byte(access(t)))
	if err != nil || v.State != forms.Imported {
		t.Fatal(v, err)
	}
	page := h.SignedIn(t, h.anna).Do(http.MethodGet, procedures+"/"+v.Digest+"/definizione.yaml", nil)
	if page.Status != http.StatusOK || page.Body != access(t) || !strings.Contains(page.Header.Get("Content-Disposition"), "accesso-atti-"+v.Digest[:8]+".yaml") {
		t.Errorf("status %d, %v, %d bytes", page.Status, page.Header, len(page.Body))
	}
	for _, path := range []string{"/none", "/none/definizione.yaml", "/none/pubblica", "/" + v.Digest + "/confronto?con=none"} {
		if page := h.SignedIn(t, h.anna).Get(procedures + path); page.Status != http.StatusNotFound {
			t.Errorf("%s: status %d", path, page.Status)
		}
	}
}
