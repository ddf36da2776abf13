// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"io"
	"strconv"

	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
)

// Fate is what an import does with a line.
type Fate string

// The fates of a line.
const (
	Added     Fate = "added"
	Changed   Fate = "changed"
	Unchanged Fate = "unchanged"
	Refused   Fate = "refused" // the faults say why
)

// Result is the fate of one line.
type Result struct {
	Row
	Fate Fate
}

// Outcome is what an import did, or with a dry run would do.
type Outcome struct {
	DryRun  bool
	Results []Result
	Count   map[Fate]int
	// Missing counts the lawyers of the list who are not in the file. An import never removes anybody: a partial file is more likely
	// than a mass resignation.
	Missing int
}

// ImportCounsel reads a file (ReadCounsel) and adds and updates the list of counsel, by tax code: all good lines or, if something
// fails, none. A dry run changes nothing and says what would be done.
func (s *Service) ImportCounsel(ctx context.Context, by Actor, r io.Reader, dryRun bool) (out Outcome, err error) {
	defer problem.Wrap(&err, "office.ImportCounsel")
	if err := may(by, CounselManage, Resource{}); err != nil {
		return Outcome{}, err
	}
	rows, err := ReadCounsel(r)
	if err != nil {
		return Outcome{}, err
	}
	if dryRun {
		err = s.DB.View(ctx, func(tx *database.Tx) error {
			out, err = compare(ctx, tx, rows)
			return err
		})
		out.DryRun = true
		return out, err
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		if out, err = compare(ctx, tx, rows); err != nil {
			return err
		}
		return s.apply(ctx, tx, by, out)
	})
	return out, err
}

// compare decides the fate of each line against the list as it is.
func compare(ctx context.Context, tx *database.Tx, rows []Row) (Outcome, error) {
	listed, err := allCounsel(ctx, tx)
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{Count: map[Fate]int{}}
	present := 0
	for _, row := range rows {
		old, known := listed[row.Counsel.FiscalCode]
		if known && !old.removed && row.isFirst() {
			present++
		}
		result := Result{Row: row, Fate: row.fate(old, known)}
		result.Counsel.ID = old.ID
		out.Results = append(out.Results, result)
		out.Count[result.Fate]++
	}
	for _, c := range listed {
		if !c.removed {
			out.Missing++
		}
	}
	out.Missing -= present
	return out, nil
}

// isFirst says whether no earlier line names the same person.
func (r Row) isFirst() bool {
	for _, f := range r.Faults {
		if f.Code == "office.counsel_repeated" {
			return false
		}
	}
	return true
}

func (r Row) fate(old listedCounsel, known bool) Fate {
	switch {
	case len(r.Faults) > 0:
		return Refused
	case !known || old.removed:
		return Added
	case r.Counsel.sameData(old.Counsel):
		return Unchanged
	}
	return Changed
}

func (c Counsel) sameData(d Counsel) bool {
	return c.Name == d.Name && c.Bar == d.Bar && c.PEC == d.PEC && c.Email == d.Email && c.Since == d.Since
}

func (s *Service) apply(ctx context.Context, tx *database.Tx, by Actor, out Outcome) error {
	for i := range out.Results {
		r := &out.Results[i]
		if r.Fate != Added && r.Fate != Changed {
			continue
		}
		if r.Counsel.ID == "" {
			r.Counsel.ID = ids.New()
		}
		if err := putCounsel(ctx, tx, r.Counsel, s.Now()); err != nil {
			return err
		}
	}
	detail := map[string]string{"missing": strconv.Itoa(out.Missing)}
	for fate, n := range out.Count {
		detail[string(fate)] = strconv.Itoa(n)
	}
	return s.record(ctx, tx, by.Audit(), "counsel_imported", "counsel", detail)
}
