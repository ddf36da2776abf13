// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lawyer

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/applicant"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// Areas makes drafts in the areas of lawyers; app does.
type Areas interface {
	// BeginInArea makes a draft in the area of a lawyer.
	BeginInArea(ctx context.Context, by office.Actor, lawyer string, b intake.Beginning) (intake.Application, error)
}

const draftsPath = Prefix + "/bozze"

// DraftsPage has what the lawyer compiles for clients.
type DraftsPage struct {
	kit.Page
	Drafts []Draft
	Filed  []kit.Table // none, or the one of what waits for the office
	Bin    []Draft
	Empty  kit.EmptyState
	More   string
}

// Draft is an application that is not filed yet.
type Draft struct {
	ID, Code, Client string
	Facts            []kit.Entry
	Resume           string // where it goes on, at the page it was left at; "" for who may not write
	Files            string // its attachments, for who may do nothing else
}

const draftsPerPage = 25

func (f *Face) drafts(w http.ResponseWriter, r *http.Request) error {
	page := DraftsPage{Page: f.page(r, f.Kit.Printer(r).T("lawyer.drafts.title"))}
	page.Lead = page.T("lawyer.drafts.lead")
	page.Empty = kit.EmptyState{Title: page.T("lawyer.drafts.none"), Text: page.T("lawyer.drafts.none_text"), Next: &kit.Link{Text: page.T("lawyer.drafts.services"), Href: "/"}}
	account := gate.Actor(r.Context()).Account
	var err error
	if page.Drafts, page.More, err = f.draftsOf(r, page.Page, account, false); err != nil {
		return err
	}
	if page.Filed, err = f.filed(r, page.Page, account); err != nil {
		return err
	}
	if page.Bin, _, err = f.draftsOf(r, page.Page, account, true); err != nil {
		return err
	}
	return f.Kit.Render(w, r, http.StatusOK, "lawyer/drafts", page)
}

// What was filed waits for the office to confirm the counsel: it is shown for so
// long, and so much of it.
const (
	filedSince  = 180 * 24 * time.Hour
	filedAtOnce = 50
)

// filed lists what left the area by being filed and has no confirmed counsel yet.
func (f *Face) filed(r *http.Request, page kit.Page, account string) ([]kit.Table, error) {
	all, err := f.Intake.FiledFromArea(r.Context(), account, f.Kit.Now().Add(-filedSince), filedAtOnce)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(all))
	for i, receipt := range all {
		ids[i] = receipt.Application
	}
	waiting, err := f.Casework.NeverConfirmed(r.Context(), ids)
	if err != nil || len(waiting) == 0 {
		return nil, err
	}
	t := kit.Table{Caption: page.T("lawyer.filed.title")}
	for _, key := range []string{"lawyer.case.code", "lawyer.case.number", "lawyer.case.procedure", "lawyer.case.filed"} {
		t.Columns = append(t.Columns, kit.Column{Title: page.T(key)})
	}
	for _, receipt := range all {
		if !slices.Contains(waiting, receipt.Application) {
			continue
		}
		def, err := f.Forms.ByDigest(r.Context(), receipt.Definition)
		if err != nil {
			return nil, err
		}
		t.Rows = append(t.Rows, kit.Row{Cells: []kit.Cell{
			{Text: receipt.Code}, {Text: fmt.Sprintf("%d/%d", receipt.Number, receipt.Year)}, {Text: def.Title.In(page.Lang)}, {Text: page.Printer.DateTime(receipt.FiledAt)},
		}})
	}
	return []kit.Table{t}, nil
}

// draftsOf lists a page of the drafts in an area, or of its bin, and says where the
// next one is.
func (f *Face) draftsOf(r *http.Request, page kit.Page, account string, bin bool) (list []Draft, more string, err error) {
	after := r.URL.Query().Get("after")
	if bin {
		after = ""
	}
	found, err := f.Intake.InArea(r.Context(), account, bin, after, draftsPerPage)
	if err != nil {
		return nil, "", err
	}
	for _, a := range found {
		d, err := f.draft(r.Context(), page, a)
		if err != nil {
			return nil, "", err
		}
		list = append(list, d)
	}
	if len(found) == draftsPerPage {
		more = r.URL.Path + "?" + url.Values{"after": {found[len(found)-1].ID}}.Encode()
	}
	return list, more, nil
}

func (f *Face) draft(ctx context.Context, page kit.Page, a intake.AreaDraft) (Draft, error) {
	def, err := f.Forms.ByDigest(ctx, a.Definition)
	if err != nil {
		return Draft{}, err
	}
	who, err := f.Casework.ClientIn(ctx, a.Definition, a.Answers)
	if err != nil {
		return Draft{}, err
	}
	d := Draft{ID: a.ID, Code: a.Code, Client: cmp.Or(who.Who, page.T("lawyer.drafts.no_client")), Resume: applicant.WhereLeft(a.Application), Files: "/domanda/" + a.ID + "/allegati"}
	add := func(key, value string) { d.Facts = append(d.Facts, kit.Entry{Name: page.T(key), Value: value}) }
	add("lawyer.case.procedure", def.Title.In(page.Lang))
	add("lawyer.case.code", a.Code)
	add("lawyer.drafts.reached", reached(page, def, a.Application))
	add("lawyer.drafts.saved", page.Printer.DateTime(a.ChangedAt))
	if !a.RemovedAt.IsZero() {
		add("lawyer.drafts.gone", page.Printer.LongDate(terms.DateOf(a.RemovedAt.Add(intake.BinLasts))))
		return d, nil
	}
	add("lawyer.drafts.expires", page.Printer.LongDate(terms.DateOf(a.ChangedAt.Add(f.Keep))))
	return d, f.addStarter(ctx, page, &d, a)
}

// addStarter names the helper who began a draft.
func (f *Face) addStarter(ctx context.Context, page kit.Page, d *Draft, a intake.AreaDraft) error {
	owner, err := f.Intake.Area(ctx, a.ID)
	if err != nil || a.StartedBy == owner {
		return err
	}
	by, err := f.Identity.Account(ctx, a.StartedBy)
	d.Facts = append(d.Facts, kit.Entry{Name: page.T("lawyer.drafts.by"), Value: by.Name})
	return err
}

// reached names the page at which a draft was left.
func reached(page kit.Page, def *forms.Definition, a intake.Application) string {
	if a.State == intake.Frozen {
		return page.T("lawyer.drafts.to_sign")
	}
	at, _ := a.LastSaved()
	for i, p := range def.Pages {
		if p.ID == at {
			return page.T("lawyer.drafts.page", "title", p.Title.In(page.Lang), "n", i+1, "of", len(def.Pages))
		}
	}
	return page.T("lawyer.drafts.untouched")
}

// draftsSubmit throws a draft away, or brings one back.
func (f *Face) draftsSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	actor := gate.Actor(r.Context())
	key, act, id := "lawyer.drafts.removed", f.Intake.Bin, form.Text("remove")
	if restore := form.Text("restore"); restore != "" {
		key, act, id = "lawyer.drafts.restored", f.Intake.Unbin, restore
	}
	err = act(r.Context(), id, actor.Account, actor.Audit())
	switch {
	case problem.Is(err, "intake.already_filed"): // filed at this moment from elsewhere: it is not in the list any more
		f.Kit.Flash(w, kit.Warning, "problem.intake.already_filed")
	case err != nil:
		return err
	default:
		f.Kit.Flash(w, kit.Info, key)
	}
	return kit.Redirect(w, r, draftsPath)
}
