// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Body is the public body that the installation serves.
type Body struct {
	Name     string `json:"name"`
	TaxCode  string `json:"tax_code"` // 11 digits; "" before the set-up
	Address  string `json:"address"`
	Email    string `json:"email"`
	PEC      string `json:"pec"`
	Phone    string `json:"phone"`
	Website  string `json:"website"`   // https
	LogoText string `json:"logo_text"` // stands where a logo would; short
	// PatronMonth and PatronDay are the feast of the patron saint, a holiday of the seat; 0 when not set.
	PatronMonth int    `json:"patron_month"`
	PatronDay   int    `json:"patron_day"`
	TimeZone    string `json:"time_zone"`
	// StaffNetworks are the networks from which the pages of the office can be reached; none means all.
	StaffNetworks []netip.Prefix `json:"staff_networks"`
	Delegate      Delegate       `json:"delegate"`

	Version   int64     `json:"-"` // 0 before the first save
	ChangedAt time.Time `json:"-"`
}

// Delegate is a person to whom the board has entrusted decisions, by an act, for some days.
type Delegate struct {
	Account string `json:"account"` // "" for nobody
	Title   string `json:"title"`   // as it stands under the decision
	Act     string `json:"act"`     // the resolution that delegates
	From    string `json:"from"`    // day
	To      string `json:"to"`      // day, included; "" without an end
}

// IsActing says whether the account decides as the delegate on a day.
func (d Delegate) IsActing(account string, day terms.Date) bool {
	return account != "" && d.Account == account && d.From <= day.String() && (d.To == "" || day.String() <= d.To)
}

// Calendar is the body's calendar for legal terms.
func (b Body) Calendar() terms.Calendar {
	if b.PatronMonth == 0 {
		return terms.Calendar{}
	}
	return terms.Calendar{Patron: terms.MonthDay{Month: time.Month(b.PatronMonth), Day: b.PatronDay}}
}

// Admits says whether the pages of the office can be reached from an address.
func (b Body) Admits(client netip.Addr) bool {
	client = client.Unmap().WithZone("")
	for _, p := range b.StaffNetworks {
		if p.Contains(client) {
			return true
		}
	}
	return len(b.StaffNetworks) == 0
}

// Body returns the body's data. Before the first save it has a time zone and nothing else.
func (s *Service) Body(ctx context.Context) (b Body, err error) {
	defer problem.Wrap(&err, "office.Body")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		b, err = lastBody(ctx, tx)
		return err
	})
	if errors.Is(err, database.ErrNotFound) {
		return Body{TimeZone: timeZone}, nil
	}
	return b, err
}

// timeZone is the one in which legal days are counted.
const timeZone = "Europe/Rome"

// SaveBody stores a new version of the body's data, made from b.Version. from is the address of who saves: networks that would
// shut him out are refused.
func (s *Service) SaveBody(ctx context.Context, by Actor, b Body, from netip.Addr) (saved Body, err error) {
	defer problem.Wrap(&err, "office.SaveBody")
	if err := may(by, BodyManage, Resource{}); err != nil {
		return Body{}, err
	}
	if b, err = b.check(from); err != nil {
		return Body{}, err
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		return s.saveBody(ctx, tx, by, &b)
	})
	return b, err
}

func (s *Service) saveBody(ctx context.Context, tx *database.Tx, by Actor, b *Body) error {
	last, err := lastBody(ctx, tx)
	if err != nil && !errors.Is(err, database.ErrNotFound) {
		return err
	}
	stale := problem.New(problem.Conflict, "office.body_changed")
	if last.Version != b.Version {
		return stale
	}
	if b.Delegate.Account != "" && b.Delegate.Account != last.Delegate.Account {
		if err := s.mayDelegate(ctx, tx, by, b.Delegate.Account); err != nil {
			return err
		}
	}
	saved := *b
	saved.Version, saved.ChangedAt = b.Version+1, database.T(s.Now()).Time
	if err := insertBody(ctx, tx, saved, by.Account); err != nil {
		if errors.Is(err, database.ErrConflict) { // somebody saved at the same instant
			return stale.Because(err)
		}
		return err
	}
	*b = saved
	return s.record(ctx, tx, by.Audit(), "body_saved", "body", map[string]string{"fields": changes(last, saved)})
}

// mayDelegate checks that a new delegate is an active official and not who names him.
func (s *Service) mayDelegate(ctx context.Context, tx *database.Tx, by Actor, account string) error {
	if account == by.Account {
		return problem.New(problem.Forbidden, "office.own_rights")
	}
	_, kind, active, err := s.Accounts.Describe(ctx, tx, account)
	if err != nil {
		return err
	}
	if !active || kind != KindOfficial {
		return invalid("delegate.account", "office.not_active_official")
	}
	return nil
}

// BodyVersions lists the versions of the body's data, the newest first, so that an older one can be saved again.
func (s *Service) BodyVersions(ctx context.Context, by Actor) (list []Body, err error) {
	defer problem.Wrap(&err, "office.BodyVersions")
	if err := may(by, BodyManage, Resource{}); err != nil {
		return nil, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = allBodies(ctx, tx)
		return err
	})
	return list, err
}

// changes names the fields in which two versions differ; never their contents.
func changes(a, b Body) string {
	var names []string
	note := func(name string, differ bool) {
		if differ {
			names = append(names, name)
		}
	}
	note("name", a.Name != b.Name)
	note("tax_code", a.TaxCode != b.TaxCode)
	note("address", a.Address != b.Address)
	note("contacts", a.Email != b.Email || a.PEC != b.PEC || a.Phone != b.Phone || a.Website != b.Website)
	note("logo_text", a.LogoText != b.LogoText)
	note("patron", a.PatronMonth != b.PatronMonth || a.PatronDay != b.PatronDay)
	note("time_zone", a.TimeZone != b.TimeZone)
	note("staff_networks", !slices.Equal(a.StaffNetworks, b.StaffNetworks))
	note("delegate", a.Delegate != b.Delegate)
	return strings.Join(names, " ")
}
