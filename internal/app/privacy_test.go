// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pratica/internal/identity"
	"pratica/internal/intake"
	"pratica/internal/office"
	"pratica/internal/privacy"
	"pratica/internal/terms"
	"pratica/internal/web/admin"
	"pratica/internal/web/gate/gatetest"
)

// codesIn are the tax codes of the applicant and of counsel.
func (h *house) codesIn(a intake.Application) (applicant, counsel string) {
	h.t.Helper()
	var answers map[string]any
	h.must(json.Unmarshal(a.Answers, &answers))
	return answers["tax_code"].(string), answers["counsel_tax_code"].(string)
}

func asking(name, code, email string, day terms.Date) privacy.Asking {
	return privacy.Asking{Person: privacy.Person{Name: name, TaxCode: code, Email: email}, AskedOn: day, WithFiles: true}
}

// A person gets all of their own application, and of an application of somebody else
// only what is about them; the copy goes when the request is answered.
func TestAPersonAsksForTheirData(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		by, dario := h.staff("secretary")
		a := h.aidFiled()
		code, counsel := h.codesIn(a)
		today := terms.DateOf(h.clock.Now())
		ctx := t.Context()
		if _, err := h.Privacy.Ask(ctx, h.actor(dario), asking("Prova", code, "", today)); err == nil {
			t.Error("an official may ask")
		}
		_, found, err := h.Privacy.Look(ctx, by, asking("Prova", strings.ToLower(code), "", today))
		h.must(err)
		if !slices.Equal(found.Own, []string{a.ID}) || len(found.Mentions) != 0 {
			t.Errorf("the applicant is found as %+v", found)
		}
		own, r := h.copied(by.Account, asking("Prova", code, "", today))
		for _, name := range []string{"LEGGIMI.txt", a.Code + "/dati.txt", a.Code + "/dati.json"} {
			if own[name] == "" {
				t.Errorf("the copy has no %s: %v", name, names(own))
			}
		}
		if !strings.Contains(own[a.Code+"/dati.json"], code) || !strings.Contains(strings.Join(names(own), " "), a.Code+"/file/01-") {
			t.Error("the copy has neither the answers nor the files")
		}
		other, _ := h.copied(by.Account, asking("Difesa", counsel, "", today))
		data := other["citazioni/001/dati.json"]
		if !strings.Contains(data, "counsel_surname") || strings.Contains(data, code) || strings.Contains(data, a.Code) {
			t.Errorf("of somebody else's application counsel gets %s", data)
		}
		h.closes(r)
		h.provesWithoutNames(code)
	})
}

// copied asks and waits for the copy, by name of its files.
func (h *house) copied(account string, ask privacy.Asking) (map[string]string, privacy.Request) {
	h.t.Helper()
	ctx := h.t.Context()
	by, err := h.Office.ActorOf(ctx, account)
	h.must(err)
	r, err := h.Privacy.Ask(ctx, by, ask)
	h.must(err)
	h.drain()
	r, err = h.Privacy.Taken(ctx, by, r.ID)
	h.must(err)
	content, _, err := h.Documents.Read(ctx, r.ID, r.File)
	h.must(err)
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	h.must(err)
	files := map[string]string{}
	for _, f := range z.File {
		b, err := fs.ReadFile(z, f.Name)
		h.must(err)
		files[f.Name] = string(b)
	}
	if r.Done != r.Total || r.Total != 1 || r.DueOn != ask.AskedOn.AddMonths(1) {
		h.t.Errorf("the register says %+v", r)
	}
	return files, r
}

func names(files map[string]string) (list []string) {
	for name := range files {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// closes extends and answers a request; the copy and its bytes go.
func (h *house) closes(r privacy.Request) {
	h.t.Helper()
	ctx := h.t.Context()
	by, err := h.Office.ActorOf(ctx, r.MadeBy)
	h.must(err)
	h.must(h.Privacy.Extend(ctx, by, r.ID, "Molte pratiche da leggere"))
	h.refused("a second extension", h.Privacy.Extend(ctx, by, r.ID, "Ancora"), "privacy.extended_before")
	_, file, err := h.Documents.Open(ctx, r.ID, r.File)
	h.must(err)
	h.must(h.Privacy.Answer(ctx, by, r.ID))
	h.refused("a second answer", h.Privacy.Answer(ctx, by, r.ID), "privacy.answered_before")
	now, err := h.Privacy.Request(ctx, by, r.ID)
	h.must(err)
	if now.State != privacy.Answered || now.DueOn != r.AskedOn.AddMonths(3) || now.File != "" {
		h.t.Errorf("closed as %+v", now)
	}
	h.clock.Advance(72 * 3600e9)
	h.must(h.Documents.Collect(ctx))
	if content, _, err := h.Objects.Open(ctx, file.Digest); err == nil {
		content.Close()
		h.t.Error("the bytes of the copy are still there")
	}
}

// provesWithoutNames looks for a tax code in the audit, which verifies.
func (h *house) provesWithoutNames(code string) {
	h.t.Helper()
	entries, err := h.Audit.Entries(h.t.Context(), "admin", 0, 500)
	h.must(err)
	asked := 0
	for _, e := range entries {
		if strings.HasPrefix(e.Action, "privacy.") {
			asked++
		}
		for _, v := range e.Detail {
			if strings.Contains(v, code) {
				h.t.Errorf("%s names the person", e.Action)
			}
		}
	}
	if asked < 6 {
		h.t.Errorf("%d entries of requests", asked)
	}
	report, err := h.Verify(h.t.Context())
	h.must(err)
	if len(report.Faults) > 0 {
		h.t.Errorf("faults: %v", report.Faults)
	}
}

func (h *house) actor(a identity.Account) office.Actor {
	h.t.Helper()
	actor, err := h.Office.ActorOf(h.t.Context(), a.ID)
	h.must(err)
	return actor
}

// The administrator does the same on the pages.
func TestARequestOnThePages(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		by, dario := h.staff("secretary")
		a := h.aidFiled()
		code, _ := h.codesIn(a)
		amelia, err := h.Identity.Account(t.Context(), by.Account)
		h.must(err)
		v := h.visitor(amelia)
		form := url.Values{"name": {"Ada Prova"}, "tax_code": {"X"}, "files": {"yes"}}
		page := v.post(admin.PrivacyPath, form)
		if len(gatetest.Select(page, "[aria-invalid=true]")) < 2 {
			t.Errorf("a wrong code and no day are not refused: %s", gatetest.TextOf(page))
		}
		for name, value := range map[string]string{"tax_code": code, "asked_on.day": "24", "asked_on.month": "11", "asked_on.year": "2026"} {
			form.Set(name, value)
		}
		page = v.post(admin.PrivacyPath, form)
		for _, hidden := range gatetest.Select(page, "main form input[type=hidden]") {
			form.Set(gatetest.Attr(hidden, "name"), gatetest.Attr(hidden, "value"))
		}
		if form.Get("act") != "ask" || !strings.Contains(gatetest.TextOf(page), "1 pratica della persona") {
			t.Fatalf("the search says %s", gatetest.TextOf(page))
		}
		if status := v.status(http.MethodPost, admin.PrivacyPath, form); status != http.StatusSeeOther {
			t.Fatalf("status %d", status)
		}
		h.drain()
		list, err := h.Privacy.Requests(t.Context(), by, 10)
		h.must(err)
		at := admin.PrivacyPath + "/" + list[0].ID
		if page = v.get(at); gatetest.Attr(gatetest.Select(page, "main a.btn")[0], "href") != at+"/copia.zip" {
			t.Errorf("no copy on %s", gatetest.TextOf(page))
		}
		if got := v.status(http.MethodGet, at+"/copia.zip", nil); got != http.StatusOK {
			t.Errorf("the copy: status %d", got)
		}
		if got := h.visitor(dario).status(http.MethodGet, at+"/copia.zip", nil); got != http.StatusForbidden {
			t.Errorf("the copy for an official: status %d", got)
		}
		if got := v.status(http.MethodPost, at, url.Values{"act": {"answer"}}); got != http.StatusSeeOther {
			t.Errorf("answered: status %d", got)
		}
		if got := v.status(http.MethodGet, at+"/copia.zip", nil); got == http.StatusOK {
			t.Error("the copy is there after the answer")
		}
	})
}
