// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package bundle

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/documents"
	"pratica/internal/i18n"
	"pratica/internal/intake"
)

// Desk makes and opens what goes in; app has it.
type Desk interface {
	// ReceiptDocument returns the printed receipt, rendered at the first request.
	ReceiptDocument(ctx context.Context, application string) (documents.File, error)
}

// Maker makes bundles. All fields are required.
type Maker struct {
	Intake    *intake.Service
	Documents *documents.Service
	Desk      Desk
	Log       *slog.Logger
}

// Send streams the copy of a case that the caller was allowed to read.
func (m *Maker) Send(w http.ResponseWriter, r *http.Request, p *i18n.Printer, v casework.View) error {
	entries, err := m.copyOf(r.Context(), p, v)
	if err != nil {
		return err
	}
	return m.stream(w, r, v.Case.Code+"_"+p.T("bundle.file.copy")+".zip", entries)
}

// SendReceipts streams the receipts of cases that the caller was allowed to read,
// each named by number, code and day.
func (m *Maker) SendReceipts(w http.ResponseWriter, r *http.Request, p *i18n.Printer, cases []casework.Case) error {
	var names Namer
	entries := make([]Entry, 0, len(cases))
	for _, c := range cases {
		name := names.Name("", fmt.Sprintf("%d-%05d", c.Year, c.Number), c.Code, c.Filed().String(), p.T("bundle.file.receipt")+".pdf")
		entries = append(entries, Entry{Name: name, Modified: c.FiledAt, Open: func(ctx context.Context) (io.ReadCloser, error) {
			file, err := m.Desk.ReceiptDocument(ctx, c.ID)
			if err != nil {
				return nil, err
			}
			content, _, err := m.Documents.Open(ctx, c.ID, file.ID)
			return content, err
		}})
	}
	return m.stream(w, r, p.T("bundle.file.receipts")+".zip", entries)
}

// stream writes the answer. What fails once it has begun can only break it off.
func (m *Maker) stream(w http.ResponseWriter, r *http.Request, name string, entries []Entry) error {
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	if err := Write(r.Context(), w, entries); err != nil {
		m.Log.ErrorContext(r.Context(), "a bundle broke off", "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

// copyOf lists what a party may have of its case.
func (m *Maker) copyOf(ctx context.Context, p *i18n.Printer, v casework.View) ([]Entry, error) {
	filing, err := m.Intake.Filing(ctx, v.Case.ID)
	if err != nil {
		return nil, err
	}
	if _, err := m.Desk.ReceiptDocument(ctx, v.Case.ID); err != nil {
		return nil, err
	}
	files, err := m.Documents.List(ctx, v.Case.ID)
	if err != nil {
		return nil, err
	}
	code, n := v.Case.Code, Namer{}
	entries := []Entry{Text(n.Name("", code, p.T("bundle.file.application")+".json"), string(filing.Content), filing.FiledAt)}
	attached := 0
	for _, f := range files {
		if !isForParty(f, v) {
			continue
		}
		if f.Slot != documents.SlotFrozen && f.Slot != documents.SlotReceipt {
			attached++
		}
		entries = append(entries, Entry{Name: nameOf(&n, p, code, f, attached), Modified: f.UploadedAt, Open: m.opener(v.Case.ID, f.ID)})
	}
	return append(entries, Text(n.Name("", code, p.T("bundle.file.timeline")+".txt"), timeline(p, v), v.Case.ChangedAt)), nil
}

func (m *Maker) opener(owner, id string) func(context.Context) (io.ReadCloser, error) {
	return func(ctx context.Context) (io.ReadCloser, error) {
		content, _, err := m.Documents.Open(ctx, owner, id)
		return content, err
	}
}

// isForParty leaves out what the office keeps for itself.
func isForParty(f documents.File, v casework.View) bool {
	switch f.Slot {
	case documents.SlotLetter:
		return false
	case documents.SlotDecision:
		return v.Decision != nil && v.Decision.File == f.ID
	case documents.SlotFrozen, documents.SlotReceipt:
		return true
	}
	return f.Actor == audit.Applicant || f.Actor == audit.Lawyer
}

func nameOf(n *Namer, p *i18n.Printer, code string, f documents.File, number int) string {
	counted := fmt.Sprintf("%02d", number)
	switch f.Slot {
	case documents.SlotFrozen:
		return n.Name("", code, p.T("bundle.file.application")+".pdf")
	case documents.SlotReceipt:
		return n.Name("", code, p.T("bundle.file.receipt")+".pdf")
	case documents.SlotDecision:
		return n.Name(code+"_"+p.T("bundle.file.decision"), counted, f.Name)
	case documents.SlotSigned, documents.SlotIdentity, documents.SlotAuthentication:
		return n.Name(code+"_"+p.T("bundle.file.signature"), counted, f.Item, f.Name)
	}
	return n.Name(code+"_"+p.T("bundle.file.attachments"), counted, f.Slot, f.Name)
}

// timeline is what happened, oldest first, and the decision in words.
func timeline(p *i18n.Printer, v casework.View) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d/%d\r\n\r\n", v.Case.Code, v.Case.Number, v.Case.Year)
	for _, e := range v.Timeline {
		fmt.Fprintf(&b, "%s  %s (%s)\r\n", p.Instant(e.At), e.Label.In(p.Lang()), e.State.In(p.Lang()))
		for line := range strings.SplitSeq(e.Note, "\n") {
			if line != "" {
				fmt.Fprintf(&b, "    %s\r\n", line)
			}
		}
	}
	if v.Decision != nil {
		text := v.Outcome.In(p.Lang()) + "\n\n" + v.Decision.Text.In(p.Lang()) + "\n\n" + v.Decision.Notice.In(p.Lang())
		fmt.Fprintf(&b, "\r\n%s\r\n", strings.ReplaceAll(text, "\n", "\r\n"))
	}
	return b.String()
}
