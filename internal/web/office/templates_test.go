// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"testing"

	"pratica/internal/web/kit/kittest"
)

// Each page fits its template: no field that the template names can be missing.
func TestTemplates(t *testing.T) {
	kittest.CheckTemplate(t, "office/inbox", InboxPage{})
	kittest.CheckTemplate(t, "office/view", ViewPage{})
	kittest.CheckTemplate(t, "office/bulk", BulkPage{})
	kittest.CheckTemplate(t, "office/run", RunPage{})
	kittest.CheckTemplate(t, "office/runs", RunsPage{})
	kittest.CheckTemplate(t, "office/case", CasePage{})
	kittest.CheckTemplate(t, "office/digest", DigestPage{})
	kittest.CheckTemplate(t, "office/act", ActPage{})
	kittest.CheckTemplate(t, "office/act_late", LatePage{})
	kittest.CheckTemplate(t, "office/paper", PaperPage{})
	kittest.CheckTemplate(t, "office/absences", AbsencesPage{})
	kittest.CheckTemplate(t, "office/counsel", CounselPage{})
	kittest.CheckTemplate(t, "office/sittings", SittingsPage{})
	kittest.CheckTemplate(t, "office/sitting", SittingPage{})
	kittest.CheckTemplate(t, "office/resolution", ResolutionPage{})
	kittest.CheckTemplate(t, "office/statistics", StatisticsPage{})
	kittest.CheckTemplate(t, "office/statistic", StatisticPage{})
	kittest.CheckTemplate(t, "office/reasons", ReasonsPage{})
	kittest.CheckTemplate(t, "office/lots", LotsPage{})
	kittest.CheckTemplate(t, "office/lots_closed", KindPage{})
	kittest.CheckTemplate(t, "office/lots_close", ClosingPage{})
	kittest.CheckTemplate(t, "office/lots_missing", MissingPage{})
	kittest.CheckTemplate(t, "office/lot", LotPage{})
	kittest.CheckTemplate(t, "office/signatures", SignaturesPage{})
	kittest.CheckTemplate(t, "office/search", SearchPage{})
}
