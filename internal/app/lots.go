// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"

	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/documents"
	"pratica/internal/events"
	"pratica/internal/i18n"
	"pratica/internal/lots"
)

// lotCases plugs the cases and their documents into the lots.
type lotCases struct {
	reports   *casework.Reports
	documents *documents.Service
}

// buildLots makes the service of lots, which hears of every act on a case and
// closes by itself what a procedure wants closed by itself, and the yearly
// statistics, which are counted as the acts come.
func (a *App) buildLots(Options) error {
	a.Reports = casework.NewReports(a.Casework)
	a.Lots = &lots.Service{DB: a.DB, Audit: a.Audit, Cases: &lotCases{a.Reports, a.Documents}, Objects: a.Objects, Now: a.now}
	events.On(a.Events, "lots", func(ctx context.Context, e events.Envelope[casework.Changed]) error {
		return a.DB.Update(ctx, func(tx *database.Tx) error {
			if err := e.Finish(ctx, tx); err != nil {
				return err
			}
			return a.Lots.Refresh(ctx, tx, e.Event.Case)
		})
	})
	events.On(a.Events, "statistics", func(ctx context.Context, e events.Envelope[casework.Opened]) error {
		return tally(ctx, a, e, e.Event.Case)
	})
	events.On(a.Events, "statistics", func(ctx context.Context, e events.Envelope[casework.Changed]) error {
		return tally(ctx, a, e, e.Event.Case)
	})
	a.Jobs.Every("lots.close", lots.Every, a.Lots.CloseDue)
	return nil
}

// tally counts a case anew for the yearly statistics.
func tally[E events.Event](ctx context.Context, a *App, e events.Envelope[E], caseID string) error {
	return a.DB.Update(ctx, func(tx *database.Tx) error {
		if err := e.Finish(ctx, tx); err != nil {
			return err
		}
		return a.Reports.Tally(ctx, tx, caseID)
	})
}

// Kinds implements lots.Cases.
func (c *lotCases) Kinds(ctx context.Context, tx *database.Tx) ([]lots.Kind, error) {
	declared, err := c.reports.LotKinds(ctx, tx)
	if err != nil {
		return nil, err
	}
	kinds := make([]lots.Kind, len(declared))
	for i, d := range declared {
		l := d.Lot
		kinds[i] = lots.Kind{
			Procedure: d.Procedure, Definition: d.Definition, Name: l.Name, Label: l.Label, Norm: l.Norm, Every: string(l.Every), Scheduled: l.Scheduled, By: l.By,
			FileName: l.FileName.In(i18n.Default),
		}
	}
	return kinds, nil
}

// Contents implements lots.Cases.
func (c *lotCases) Contents(ctx context.Context, tx *database.Tx, caseID string) ([]lots.Content, error) {
	of, told, err := c.reports.Told(ctx, tx, caseID)
	if err != nil || len(told) == 0 {
		return nil, err
	}
	stored, err := c.documents.ListIn(ctx, tx, caseID)
	if err != nil {
		return nil, err
	}
	all := make([]lots.Content, len(told))
	for i, t := range told {
		all[i] = lots.Content{
			Procedure: of.Procedure, Kind: t.Lot.Name, Case: of.ID, Code: of.Code, Due: t.Due, Recipient: t.Recipient,
			Outcome: t.Outcome.In(i18n.Default), DecidedOn: t.DecidedOn,
		}
		for _, v := range t.Values {
			all[i].Values = append(all[i].Values, lots.Value{Name: v.Name, Label: v.Label.In(i18n.Default), Text: v.Text, Raw: v.Raw})
		}
		for _, slot := range t.Lot.Files {
			files := filesIn(stored, slot, t.Decision)
			if len(files) == 0 {
				all[i].Without = append(all[i].Without, slot)
			}
			all[i].Files = append(all[i].Files, files...)
		}
	}
	return all, nil
}

// filesIn are the documents of a slot; of decisions, the one that stands.
func filesIn(stored []documents.File, slot, decision string) []lots.File {
	var out []lots.File
	for _, f := range stored {
		if f.Slot == slot && (slot != documents.SlotDecision || f.ID == decision) {
			out = append(out, lots.File{Name: f.Name, Slot: slot, Digest: f.Digest, Size: f.Size})
		}
	}
	return out
}

// verifyLots proves that closed lots are as they were closed.
func (a *App) verifyLots(ctx context.Context, r *Report) error {
	n, after := 0, ""
	for {
		page, err := a.Lots.IDs(ctx, after, 500)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		for _, id := range page {
			faults, err := a.Lots.Verify(ctx, id)
			if err != nil {
				return err
			}
			for _, f := range faults {
				r.fault("lot %s: %s", id, f)
			}
			n, after = n+1, id
		}
	}
	r.line("lots: %d closed", n)
	return nil
}
