// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"fmt"
	"slices"
	"strings"
)

// Kind names a text.
type Kind string

// The kinds. The fields that the text of each may use stand in fieldsOf.
const (
	DraftLink            Kind = "draft_link"            // resume a draft; opening it verifies the address
	AccessLink           Kind = "access_link"           // open a filed application
	Receipt              Kind = "receipt"               // the application was received
	IntegrationRequested Kind = "integration_requested" // the office asks for something
	IntegrationReceived  Kind = "integration_received"  // what was asked arrived
	StateChanged         Kind = "state_changed"         // the application moved on
	Decision             Kind = "decision"              // the application was decided
	Invitation           Kind = "invitation"            // account for an official
	InvitationLawyer     Kind = "invitation_lawyer"     // account for a lawyer
	InvitationHelper     Kind = "invitation_helper"     // account for who helps a lawyer
	PasswordReset        Kind = "password_reset"        // choose a new password
	TOTPReset            Kind = "totp_reset"            // the second step of sign-in was removed
	SecurityNotice       Kind = "security_notice"       // something that opens an account was changed or used
	CounselCase          Kind = "counsel_case"          // a case appeared in a lawyer's area
	CounselEnded         Kind = "counsel_ended"         // a case left a lawyer's area
	ActReceived          Kind = "act_received"          // what a party did after the filing is on record
	DraftExpires         Kind = "draft_expires"         // a draft will be removed
	DraftRemoved         Kind = "draft_removed"         // a draft was removed
	InfectedFile         Kind = "infected_file"         // malware was found in a file after who brought it had left
	PartyAct             Kind = "party_act"             // to the office: a party did something
	BackupAlarm          Kind = "backup_alarm"          // to administrators: the backup is missing or old
	BounceNotice         Kind = "bounce_notice"         // to the office: a message did not arrive
	FeedbackReceived     Kind = "feedback_received"     // to the office: somebody reports a page that is not accessible
	FeedbackAnswer       Kind = "feedback_answer"       // to who reported it
)

// fields says which values a text may use.
type fields struct {
	required []string // must be given and not empty
	optional []string // "" when not given
	lists    []string // must be given with at least one line
	secret   []string // values that open something: blanked in the record once the message left
}

var link = []string{"link"}

// paragraphFields may hold several lines; each other value is one line, whatever was typed, so that nobody writes paragraphs into a name.
var paragraphFields = []string{"note", "next", "detail", "explanation"}

// fieldsOf returns the fields of each kind; false for an unknown kind. A link with a token in it is secret; a link to a page
// that asks for a sign-in is not.
func fieldsOf(kind Kind) (fields, bool) {
	switch kind {
	case DraftLink:
		return fields{required: []string{"procedure", "code", "link", "expires"}, optional: []string{"name"}, secret: link}, true
	case AccessLink:
		return fields{required: []string{"procedure", "code", "link", "expires"}, optional: []string{"name"}, secret: link}, true
	case Receipt:
		return fields{required: []string{"procedure", "code", "number", "instant", "next", "link"}, optional: []string{"name", "by"}, secret: link}, true
	case IntegrationRequested:
		return fields{required: []string{"procedure", "code", "by", "link"}, optional: []string{"name", "note"}, lists: []string{"points"}, secret: link}, true
	case IntegrationReceived:
		return fields{required: []string{"procedure", "code", "instant", "link"}, optional: []string{"name", "next"}, secret: link}, true
	case StateChanged:
		return fields{required: []string{"procedure", "code", "state", "link"}, optional: []string{"name", "detail"}, secret: link}, true
	case Decision:
		return fields{required: []string{"procedure", "code", "outcome", "link"}, optional: []string{"name", "act", "explanation", "next"}, secret: link}, true
	case Invitation:
		return fields{required: []string{"role", "link", "expires"}, optional: []string{"name"}, secret: link}, true
	case InvitationHelper:
		return fields{required: []string{"link", "expires"}, optional: []string{"name", "lawyer"}, secret: link}, true
	case InvitationLawyer, PasswordReset, TOTPReset:
		return fields{required: []string{"link", "expires"}, optional: []string{"name"}, secret: link}, true
	case SecurityNotice:
		return fields{required: []string{"event", "instant", "advice"}, optional: []string{"name"}}, true
	case CounselCase:
		return fields{required: []string{"procedure", "code", "link"}, optional: []string{"name", "client"}}, true
	case CounselEnded:
		return fields{required: []string{"procedure", "code"}, optional: []string{"name"}}, true
	case ActReceived:
		return fields{required: []string{"procedure", "code", "act", "instant", "link"}, optional: []string{"name", "next"}, secret: link}, true
	case DraftExpires:
		return fields{required: []string{"procedure", "expires", "link"}, optional: []string{"name"}, secret: link}, true
	case DraftRemoved:
		return fields{required: []string{"procedure", "code"}, optional: []string{"name"}, lists: []string{"removed"}}, true
	case InfectedFile:
		return fields{required: []string{"procedure", "code", "file", "next", "link"}, optional: []string{"name"}, secret: link}, true
	case PartyAct:
		return fields{required: []string{"procedure", "code", "act", "by", "instant", "link"}}, true
	case BackupAlarm:
		return fields{required: []string{"state"}, optional: []string{"name"}}, true
	case BounceNotice:
		return fields{required: []string{"recipient", "subject", "reason", "link"}, optional: []string{"code"}}, true
	case FeedbackReceived:
		return fields{required: []string{"instant", "by", "link"}}, true
	case FeedbackAnswer:
		return fields{required: []string{"instant", "detail"}}, true
	}
	return fields{}, false
}

// Kinds returns all kinds, in the order in which a person meets them.
func Kinds() []Kind {
	return []Kind{
		DraftLink, AccessLink, Receipt, IntegrationRequested, IntegrationReceived, StateChanged, Decision,
		Invitation, InvitationLawyer, InvitationHelper, PasswordReset, TOTPReset, SecurityNotice, CounselCase, CounselEnded, ActReceived, DraftExpires, DraftRemoved, InfectedFile, PartyAct, BackupAlarm, BounceNotice, FeedbackReceived, FeedbackAnswer,
	}
}

func (f fields) knows(name string) bool {
	return slices.Contains(f.required, name) || slices.Contains(f.optional, name) || slices.Contains(f.lists, name)
}

// values checks what the caller gave and joins it into the data of the text.
func (f fields) values(m Message) (map[string]any, error) {
	data := map[string]any{}
	for _, name := range f.optional {
		data[name] = ""
	}
	for name, value := range m.Args {
		if !f.knows(name) || slices.Contains(f.lists, name) {
			return nil, fmt.Errorf("text %s has no value %q", m.Template, name)
		}
		data[name] = tidyValue(name, value)
	}
	for name, lines := range m.Lists {
		if !slices.Contains(f.lists, name) {
			return nil, fmt.Errorf("text %s has no list %q", m.Template, name)
		}
		data[name] = eachLine(lines)
	}
	return data, f.complete(m)
}

func tidyValue(name, value string) string {
	if slices.Contains(paragraphFields, name) {
		return strings.ReplaceAll(value, "\r\n", "\n")
	}
	return oneLine(value)
}

func eachLine(lines []string) []string {
	tidy := make([]string, len(lines))
	for i, line := range lines {
		tidy[i] = oneLine(line)
	}
	return tidy
}

func (f fields) complete(m Message) error {
	for _, name := range f.required {
		if strings.TrimSpace(m.Args[name]) == "" {
			return fmt.Errorf("text %s needs the value %q", m.Template, name)
		}
	}
	for _, name := range f.lists {
		if len(m.Lists[name]) == 0 {
			return fmt.Errorf("text %s needs the list %q", m.Template, name)
		}
	}
	return nil
}
