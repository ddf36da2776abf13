// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package audit

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Actor is who did it: a kind and an identifier, never a name.
type Actor struct{ Kind, ID string }

// The kinds of actor.
const (
	Applicant = "applicant"
	Official  = "official"
	Lawyer    = "lawyer"
	Helper    = "helper" // of a lawyer
	Admin     = "admin"
	System    = "system" // the program by itself; its ID says which part
)

var actorKinds = []string{Applicant, Official, Lawyer, Helper, Admin, System}

// Read is the action of looking at something, recorded for officials.
const Read = "read"

// AdminChain is the chain of the acts that concern no case: users, roles,
// procedures, configuration.
const AdminChain = "admin"

// CaseChain is the chain of an application and of the case that it becomes.
func CaseChain(id string) string { return "case/" + id }

// Entry is one act.
type Entry struct {
	Chain   string // CaseChain(id) or AdminChain
	Actor   Actor
	Action  string            // what was done, as "read", "submit", "case.decide"
	Subject string            // the identifier of what it was done to
	Detail  map[string]string // codes and identifiers; no personal data
	At      time.Time         // zero means now
}

// Recorded is an entry as it stands in its chain.
type Recorded struct {
	Entry
	Seq  int64 // from 1
	Hash []byte
}

// Cursor is the place of r in a Search, to go on from.
func (r Recorded) Cursor() Cursor { return Cursor{r.At, r.Chain, r.Seq} }

// check refuses what could not be read back as it was hashed.
func (e Entry) check() error {
	if e.Chain == "" || e.Action == "" {
		return fmt.Errorf("an entry needs a chain and an action")
	}
	if !slices.Contains(actorKinds, e.Actor.Kind) {
		return fmt.Errorf("%s: no such kind of actor: %q", e.Action, e.Actor.Kind)
	}
	for _, s := range []string{e.Chain, e.Actor.ID, e.Action, e.Subject} {
		if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			return fmt.Errorf("%s: text that the database cannot hold", e.Action)
		}
	}
	return nil
}

// stored is a row of the table: what is hashed, byte for byte.
type stored struct {
	chain, actorKind, actorID, action, subject string
	seq                                        int64
	at                                         time.Time
	detail, prev, hash                         []byte
}

// link makes the row that follows head.
func (e Entry) link(h head) (stored, error) {
	detail := []byte("{}")
	if len(e.Detail) > 0 {
		var err error
		if detail, err = json.Marshal(e.Detail); err != nil { // keys are sorted
			return stored{}, err
		}
	}
	s := stored{
		chain: e.Chain, seq: h.seq + 1, at: e.At, actorKind: e.Actor.Kind, actorID: e.Actor.ID,
		action: e.Action, subject: e.Subject, detail: detail, prev: h.hash,
	}
	s.hash = s.digest()
	return s, nil
}

func (s stored) recorded() (Recorded, error) {
	r := Recorded{Seq: s.seq, Hash: s.hash, Entry: Entry{
		Chain: s.chain, Actor: Actor{s.actorKind, s.actorID}, Action: s.action, Subject: s.subject, At: s.at,
	}}
	return r, json.Unmarshal(s.detail, &r.Detail)
}
