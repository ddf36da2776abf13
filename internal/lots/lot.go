// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lots

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"pratica/internal/audit"
	"pratica/internal/terms"
)

// Key names a kind.
type Key struct{ Procedure, Kind string }

// Lot is a closed lot.
type Lot struct {
	ID         string
	Year       int
	Number     int64
	Key        Key
	Recipient  string
	From, To   terms.Date
	Supplement bool
	Cases      int
	ClosedAt   time.Time
	By         audit.Actor
	Digest     string // SHA-256 of the manifest
	// SentOn is the newest day on which the office says that it sent the lot; zero
	// while it has said nothing.
	SentOn terms.Date
}

// Name is the number as people write it: "12/2026".
func (l Lot) Name() string { return fmt.Sprintf("%d/%d", l.Number, l.Year) }

// Item is a case in a lot.
type Item struct {
	Lot        string
	Position   int
	Key        Key
	Case, Code string
	Correction int64 // 0 is the first time that the recipient is told
	Withdrawn  bool
	Recipient  string
	Digest     string // of what was told
	Content    told
}

// IsDiscarded tells that what was told went with the case.
func (i Item) IsDiscarded() bool {
	return i.Content.Outcome == "" && i.Content.Values == nil && i.Content.Files == nil
}

// told is what a recipient was told of a case, as stored.
type told struct {
	Outcome string   `json:"outcome"`
	Values  []Value  `json:"values"`
	Files   []File   `json:"files"`
	Without []string `json:"without,omitempty"`
}

// Pending is a case that waits for a lot. Without a recipient it is missing one.
type Pending struct {
	Key        Key
	Case, Code string
	Correction int64
	Withdrawn  bool
	Recipient  string
	DecidedOn  terms.Date
}

// next says what a recipient has still to be told, given the last item about
// the case (nil for none) and what holds now. It is the only rule that makes a
// case due.
func next(last *Item, c Content) (Pending, bool) {
	p := Pending{Key: Key{c.Procedure, c.Kind}, Case: c.Case, Code: c.Code, Recipient: c.Recipient, DecidedOn: c.DecidedOn}
	if last == nil {
		return p, c.Due
	}
	p.Correction = last.Correction + 1
	if last.Withdrawn {
		return p, c.Due
	}
	p.Recipient = last.Recipient
	switch {
	case !c.Due, c.Recipient != "" && c.Recipient != last.Recipient:
		p.Withdrawn = true
		return p, true
	}
	return p, digest(c) != last.Digest
}

// digest is that of what is told of a case, before it is put in words.
func digest(c Content) string {
	type raw struct {
		Name string
		Raw  any
	}
	var plain struct {
		Outcome string
		Values  []raw
		Files   []string
	}
	plain.Outcome = c.Outcome
	for _, v := range c.Values {
		plain.Values = append(plain.Values, raw{v.Name, v.Raw})
	}
	for _, f := range c.Files {
		plain.Files = append(plain.Files, f.Slot+" "+f.Digest)
	}
	text, err := json.Marshal(plain)
	if err != nil { // expressions give only what JSON can say
		panic(err)
	}
	return hash(text)
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// PeriodEnd is the last day of the newest period that was over before a day. A
// week ends on Sunday.
func PeriodEnd(every string, today terms.Date) terms.Date {
	year, month, _ := today.Date()
	switch every {
	case "week":
		return today.AddDays(-(int(today.Weekday()+6)%7 + 1))
	case "quarter":
		return terms.NewDate(year, month-(month-1)%3, 1).AddDays(-1)
	case "year":
		return terms.NewDate(year, time.January, 1).AddDays(-1)
	}
	return terms.NewDate(year, month, 1).AddDays(-1)
}
