// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"cmp"
	"context"

	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/i18n"
	"pratica/internal/office"
	"pratica/internal/web/admin"
)

// reportMail tells people about reports of pages that are not accessible.
type reportMail App

// Reported implements office.Letters: the body reads of it at the address of its
// statement, or else at its own. The mail holds nothing of what was reported.
func (m *reportMail) Reported(ctx context.Context, tx *database.Tx, f office.Feedback) error {
	a := (*App)(m)
	st, err := a.Office.StatementIn(ctx, tx)
	if err != nil {
		return err
	}
	body, err := a.Office.BodyIn(ctx, tx)
	if err != nil {
		return err
	}
	to := cmp.Or(st.Contact, body.Email)
	if to == "" { // the page of reports has it all the same
		return nil
	}
	p := a.Texts.For(i18n.Default)
	_, err = a.Delivery.Send(ctx, tx, delivery.Message{Owner: "admin", To: to, Lang: p.Lang(), Template: delivery.FeedbackReceived, Args: map[string]string{
		"instant": p.DateTime(f.At), "by": p.LongDate(f.DueOn), "link": a.urls.base + admin.FeedbackPath + "/" + f.ID,
	}})
	return err
}

// Answered implements office.Letters.
func (m *reportMail) Answered(ctx context.Context, tx *database.Tx, f office.Feedback) error {
	a := (*App)(m)
	_, err := a.Delivery.Send(ctx, tx, delivery.Message{Owner: "admin", To: f.Email, Lang: f.Lang, Template: delivery.FeedbackAnswer, Args: map[string]string{
		"instant": a.Texts.For(f.Lang).DateTime(f.At), "detail": f.Answer,
	}})
	return err
}
