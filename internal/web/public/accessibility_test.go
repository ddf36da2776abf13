// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package public_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"pratica/internal/i18n"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/ratelimit"
	"pratica/internal/terms"
	"pratica/internal/web/kit"
	"pratica/internal/web/kit/kittest"
	"pratica/internal/web/public"
)

// own is a body that wrote something.
type own struct {
	texts     map[office.TextName]i18n.Text
	statement office.Statement
	reports   []office.Feedback
}

func (o *own) Text(_ context.Context, name office.TextName) (i18n.Text, error) {
	return o.texts[name], nil
}
func (o *own) Statement(context.Context) (office.Statement, error) { return o.statement, nil }
func (o *own) Report(_ context.Context, f office.Feedback) error {
	if f.Report == "" {
		return problem.New(problem.Invalid, "office.report_invalid").With(problem.Field{Path: "report", Code: "office.report_missing"})
	}
	o.reports = append(o.reports, f)
	return nil
}

// open lets everybody through and counts.
type open map[ratelimit.Name]int

func (o open) limited(name ratelimit.Name, h kit.Handler) kit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		o[name]++
		return h(w, r)
	}
}

func siteOf(t *testing.T, o *own, counts open) http.Handler {
	t.Helper()
	k := kittest.New(t)
	f := &public.Face{Kit: k, Catalogue: procedures, Base: "https://sportello.example", Own: o, Limited: counts.limited}
	return kittest.Serve(k, "", f.Routes())
}

func TestReportTemplate(t *testing.T) {
	kittest.CheckTemplate(t, "public/report", public.ReportPage{})
}

// TestStatementOfAccessibility has the parts of AgID's model, in both languages.
func TestStatementOfAccessibility(t *testing.T) {
	h := siteOf(t, &own{statement: office.Statement{
		Version: 1, Conformity: office.Partly, Hosted: "https://form.agid.example/2", Method: office.SelfAssessed, PreparedOn: terms.NewDate(2026, time.September, 20),
		Failing: i18n.Text{"it": "Tabelle larghe.\n\nMappe.", "en": "Wide tables."},
	}}, open{})
	for lang, want := range map[string][]string{
		"it": {"parzialmente conforme", "Tabelle larghe.", "Mappe.", "20 settembre 2026", "da sé", "Difensore civico", "https://form.agid.example/2", "https://www.agid.gov.it/", "/accessibilita/segnalazione"},
		"en": {"conforms in part", "Wide tables.", "20 September 2026", "Digital Ombudsman"},
	} {
		page := get(t, h, "/accessibilita?lang="+lang).Body.String()
		for _, words := range want {
			if !strings.Contains(page, words) {
				t.Errorf("%s: the statement does not say %q", lang, words)
			}
		}
		if strings.Contains(page, "onere") || strings.Contains(page, "burden") || !strings.Contains(page, `data-element="accessibility-link"`) {
			t.Errorf("%s: an empty part is shown, or the link of the footer is not marked", lang)
		}
	}
}

func TestReportOfAPage(t *testing.T) {
	o, counts := &own{}, open{}
	h := siteOf(t, o, counts)
	if page := get(t, h, "/accessibilita").Body.String(); !strings.Contains(page, "non ha ancora scritto") {
		t.Error("nothing says that there is no statement")
	}
	send := func(values url.Values) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, "/accessibilita/segnalazione", strings.NewReader(values.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	w := send(url.Values{"email": {"zoe@example.org"}})
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `value="zoe@example.org"`) {
		t.Errorf("status %d, or what was typed is lost", w.Code)
	}
	w = send(url.Values{"email": {"zoe@example.org"}, "report": {"Il lettore tace"}, "place": {"/servizi"}})
	if w.Code != http.StatusSeeOther || len(o.reports) != 1 || o.reports[0].Lang != "it" || o.reports[0].Place != "/servizi" {
		t.Errorf("status %d, reports %+v", w.Code, o.reports)
	}
	if counts[ratelimit.ReportNetwork] != 2 {
		t.Errorf("counted %v", counts)
	}
}

func TestTextsOfTheBody(t *testing.T) {
	h := siteOf(t, &own{texts: map[office.TextName]i18n.Text{
		office.HomeText:    {"it": "Chiusi ad agosto.", "en": "Closed in August."},
		office.HoursText:   {"it": "Lunedì 9-12", "en": "Monday 9-12"},
		office.PrivacyText: {"it": "Primo.\n\nSecondo.", "en": "First."},
	}}, open{})
	for path, want := range map[string]string{
		"/?lang=it": "Chiusi ad agosto.", "/?lang=en": "Closed in August.", "/informazioni?lang=it": "Lunedì 9-12", "/privacy?lang=it": ">Secondo.</p>", "/privacy?lang=en": "First.",
	} {
		if page := get(t, h, path).Body.String(); !strings.Contains(page, want) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
}
