// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"net/http"

	"pratica/internal/delivery"
	"pratica/internal/web/kit"
)

// MessagesPage lists what was sent and what became of it.
type MessagesPage struct {
	kit.Page
	Table kit.Table
	More  string
}

const messagesPerPage = 50

func (f *Face) messages(w http.ResponseWriter, r *http.Request) error {
	list, err := f.Delivery.Page(r.Context(), r.URL.Query().Get("before"), messagesPerPage)
	if err != nil {
		return err
	}
	page := MessagesPage{Page: f.page(r, "admin.mail.title")}
	page.Wide, page.Lead = true, page.T("admin.mail.lead")
	rows := make([]kit.Row, len(list))
	for i, m := range list {
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: page.Printer.DateTime(m.CreatedAt)}, {Text: m.To}, {Text: m.Subject},
			{Badge: messageBadge(page.Page, m.State)}, {Text: m.Reason},
		}}
	}
	page.Table = kit.NewTable(page.T("admin.mail.caption"), []kit.Column{
		{Title: page.T("admin.mail.when")}, {Title: page.T("admin.mail.to")}, {Title: page.T("admin.mail.subject")},
		{Title: page.T("admin.mail.state")}, {Title: page.T("admin.mail.reason")},
	}, rows)
	page.Table.Empty = kit.EmptyState{Title: page.T("admin.mail.none")}
	if len(list) == messagesPerPage {
		page.More = Prefix + "/messaggi?before=" + list[len(list)-1].ID
	}
	return f.Kit.Render(w, r, http.StatusOK, "admin/messages", page)
}

func messageBadge(page kit.Page, s delivery.State) kit.Badge {
	tone := map[delivery.State]kit.Tone{
		delivery.StateSent: kit.Positive, delivery.StateQueued: kit.Progress, delivery.StateDeferred: kit.Waiting,
		delivery.StateFailed: kit.Negative, delivery.StateBounced: kit.Negative,
	}[s]
	return kit.Badge{Text: page.T("admin.mail.state_" + string(s)), Tone: tone}
}
