// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin_test

import (
	"context"
	"strings"
	"testing"

	"pratica/internal/delivery"
	"pratica/internal/events"
	"pratica/internal/forms"
	"pratica/internal/i18n"
	"pratica/internal/web/admin"
	"pratica/internal/web/gate/gatetest"
	"pratica/internal/web/kit/kittest"
)

func TestTemplates(t *testing.T) {
	kittest.CheckTemplate(t, "admin/users", admin.UsersPage{})
	kittest.CheckTemplate(t, "admin/user", admin.UserPage{})
	kittest.CheckTemplate(t, "admin/requests", admin.RequestsPage{})
	kittest.CheckTemplate(t, "admin/units", admin.UnitsPage{})
	kittest.CheckTemplate(t, "admin/body", admin.BodyPage{})
	kittest.CheckTemplate(t, "admin/register", admin.RegisterPage{})
	kittest.CheckTemplate(t, "admin/messages", admin.MessagesPage{})
	kittest.CheckTemplate(t, "admin/annul", admin.AnnulPage{})
	kittest.CheckTemplate(t, "admin/discard", admin.DiscardPage{})
	kittest.CheckTemplate(t, "admin/discard_rule", admin.DiscardRulePage{})
	kittest.CheckTemplate(t, "admin/discard_list", admin.DiscardListPage{})
	kittest.CheckTemplate(t, "admin/discard_case", admin.DiscardCasePage{})
	kittest.CheckTemplate(t, "admin/failures", admin.FailuresPage{})
	kittest.CheckTemplate(t, "admin/unit_question", admin.UnitQuestionPage{})
	kittest.CheckTemplate(t, "admin/procedures", admin.ProceduresPage{})
	kittest.CheckTemplate(t, "admin/procedure", admin.ProcedurePage{})
	kittest.CheckTemplate(t, "admin/procedure_question", admin.ProcedureQuestionPage{})
	kittest.CheckTemplate(t, "admin/comparison", admin.ComparisonPage{})
	kittest.CheckTemplate(t, "admin/holidays", admin.HolidaysPage{})
	kittest.CheckTemplate(t, "admin/thresholds", admin.ThresholdsPage{})
	kittest.CheckTemplate(t, "admin/threshold", admin.ThresholdPage{})
	kittest.CheckTemplate(t, "admin/texts", admin.TextsPage{})
	kittest.CheckTemplate(t, "admin/text", admin.OwnTextPage{})
	kittest.CheckTemplate(t, "admin/text_version", admin.OwnTextVersionPage{})
	kittest.CheckTemplate(t, "admin/statement", admin.StatementPage{})
	kittest.CheckTemplate(t, "admin/feedback_list", admin.FeedbackListPage{})
	kittest.CheckTemplate(t, "admin/feedback", admin.FeedbackPage{})
	kittest.CheckTemplate(t, "admin/system", admin.SystemPage{})
	kittest.CheckTemplate(t, "admin/backups", admin.BackupsPage{})
	kittest.CheckTemplate(t, "admin/confirm", admin.ConfirmPage{})
	kittest.CheckTemplate(t, "admin/privacy", admin.PrivacyPage{})
	kittest.CheckTemplate(t, "admin/privacy_request", admin.PrivacyRequestPage{})
}

// labels are what the invented procedures call their roles; one has no label.
type labels struct{}

func (labels) RoleLabels(context.Context) (map[string]i18n.Text, error) {
	return map[string]i18n.Text{"secretariat": {"it": "Segreteria", "en": "Secretariat"}}, nil
}

// house is a site with the administrator's pages, and two administrators.
type house struct {
	*gatetest.Site
	face     *admin.Face
	delivery *delivery.Service
	failures *failures
	annuller *annuller
	anna     *gatetest.Person
	bruno    *gatetest.Person
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{Site: gatetest.New(t), failures: &failures{}, annuller: &annuller{}}
	texts, err := delivery.LoadTexts(nil)
	if err != nil {
		t.Fatal(err)
	}
	h.delivery, err = delivery.NewDemo(delivery.Deps{
		DB: h.DB, Queue: h.Queue, Bus: events.NewBus(h.Queue), Audit: h.Audit, Texts: texts, Now: h.Now,
		Sender: delivery.Sender{Name: i18n.Text{"it": "Sportello"}}, Domain: "ente.example",
	})
	if err != nil {
		t.Fatal(err)
	}
	h.face = &admin.Face{Kit: h.Kit, Gate: h.Gate, Identity: h.Service, Office: h.Office, Audit: h.Audit, Delivery: h.delivery, Labels: labels{}, Failures: h.failures, Annul: h.annuller}
	h.face.Forms = &forms.Service{DB: h.DB, Audit: h.Audit, Now: h.Now}
	h.face.Preview = func(digest string) string { return "/anteprima/" + digest }
	h.face.Doctor, h.face.Backups = &machine{}, &machine{}
	h.face.Mount(h.Mux)
	h.anna = h.Administrator(t, "anna@ente.example")
	h.bruno = h.Administrator(t, "bruno@ente.example")
	return h
}

// see fails unless the page is the one of a path, with a status.
func see(t *testing.T, p *gatetest.Page, path string, status int) {
	t.Helper()
	if p.Path != path || p.Status != status {
		t.Fatalf("at %s with status %d, want %s with %d. It says: %s", p.Path, p.Status, path, status, strings.Join(p.Texts("main"), " "))
	}
}

func userPath(p *gatetest.Person) string { return admin.Prefix + "/utenti/" + p.ID }
