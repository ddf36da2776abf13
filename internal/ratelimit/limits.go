// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package ratelimit

import (
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// Name identifies a limit in the table, in settings and in metrics.
type Name string

// The limits, with their key.
const (
	LoginNetwork  Name = "login.network"  // key: Network(client). Passwords tried from one place, whatever the account.
	LoginAccount  Name = "login.account"  // key: Join(normalised address, Network(client)), for known and unknown addresses alike.
	SecondFactor  Name = "login.second"   // key: Join(account, version of its password). Codes tried after a right password.
	ResetNetwork  Name = "reset.network"  // key: Network(client). Reset links asked from one place.
	ResetAccount  Name = "reset.account"  // key: normalised address. Reset mails sent to one address; silent for the person who asks.
	LinkNetwork   Name = "link.network"   // key: Network(client). One-time links opened from one place.
	CodeNetwork   Name = "code.network"   // key: Network(client). Short codes of applications tried from one place.
	DraftNetwork  Name = "draft.network"  // key: Network(client). Drafts opened from one place.
	DraftMail     Name = "draft.mail"     // key: normalised address. Resume and verification mails sent to one address.
	UploadNetwork Name = "upload.network" // key: Network(client). Files uploaded from one place.
	ReportNetwork Name = "report.network" // key: Network(client). Reports of pages that are not accessible, from one place.
	FilingNetwork Name = "filing.network" // key: Network(client). Filings from one place; generous, many lawyers share one office line.
	SearchNetwork Name = "search.network" // key: Network(client). Searches in public lists.
	StaffAccount  Name = "staff.account"  // key: account. Pages and actions of one signed-in person.
	CounselInvite Name = "counsel.invite" // key: identifier in the list of counsel. Invitations sent to one lawyer.
	HelperInvite  Name = "helper.invite"  // key: account of a lawyer. Helpers invited by one lawyer.
)

// Limit allows Events every Per as a sustained rate, and up to Burst at once from rest.
type Limit struct {
	Name   Name
	Events int
	Per    time.Duration
	Burst  int // at least 1
}

// Defaults returns the table of limits as delivered.
//
// ResetAccount is tied to the life of a reset link (30 minutes): its rate is quicker, so that whoever asks in another's name
// cannot bring about a moment in which the owner has neither a valid link nor the right to ask for one.
func Defaults() []Limit {
	return []Limit{
		{LoginNetwork, 30, 10 * time.Minute, 30},
		{LoginAccount, 10, 10 * time.Minute, 10},
		{SecondFactor, 10, 10 * time.Minute, 6},
		{ResetNetwork, 10, time.Hour, 10},
		{ResetAccount, 4, time.Hour, 3},
		{LinkNetwork, 60, 10 * time.Minute, 30},
		{CodeNetwork, 20, 10 * time.Minute, 20},
		{DraftNetwork, 60, time.Hour, 30},
		{DraftMail, 6, time.Hour, 4},
		{UploadNetwork, 600, time.Hour, 120},
		{ReportNetwork, 6, time.Hour, 3},
		{FilingNetwork, 600, time.Hour, 120},
		{SearchNetwork, 120, time.Minute, 60},
		{StaffAccount, 600, time.Minute, 200},
		{CounselInvite, 2, time.Hour, 2},
		{HelperInvite, 10, 24 * time.Hour, 5},
	}
}

// Override replaces in the table the limits that have the same name; an unknown name or an impossible rate is an error, because a
// mistyped setting must not leave a door open.
func Override(table []Limit, changes ...Limit) ([]Limit, error) {
	out := append([]Limit(nil), table...)
	for _, c := range changes {
		at := indexOf(out, c.Name)
		if at < 0 {
			return nil, fmt.Errorf("ratelimit: no limit is named %q", c.Name)
		}
		if err := c.check(); err != nil {
			return nil, err
		}
		out[at] = c
	}
	return out, nil
}

func indexOf(table []Limit, name Name) int {
	for i, l := range table {
		if l.Name == name {
			return i
		}
	}
	return -1
}

func (l Limit) check() error {
	if l.Events < 1 || l.Burst < 1 || l.Per < time.Duration(l.Events) {
		return fmt.Errorf("ratelimit: limit %q: %d events every %s with a burst of %d is not a rate", l.Name, l.Events, l.Per, l.Burst)
	}
	return nil
}

// Network is the key of a client's network: the address itself for IPv4, the /64 for IPv6, where one subscriber holds a whole prefix.
// An address that is not known shares one key with all others that are not known.
func Network(client netip.Addr) string {
	client = client.Unmap().WithZone("")
	switch {
	case !client.IsValid():
		return "unknown"
	case client.Is4():
		return client.String()
	}
	prefix, err := client.Prefix(64)
	if err != nil {
		return client.String()
	}
	return prefix.String()
}

// Join makes one key of several parts, none of which can be taken for two.
func Join(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		fmt.Fprintf(&b, "%d:%s;", len(p), p)
	}
	return b.String()
}
