// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents

import (
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// State of a file.
type State string

// The states.
const (
	Stored  State = "stored"
	Removed State = "removed" // by its owner; can be restored
	Void    State = "void"    // its freeze no longer stands
)

// Key names the state's text in the catalogue.
func (s State) Key() string { return "documents.state." + string(s) }

// The reserved slots: no definition may use their names.
const (
	SlotFrozen         = "frozen"         // the document to be signed
	SlotSigned         = "signed"         // the same, signed
	SlotIdentity       = "identity"       // identity document of who signs by hand (DPR 445/2000 art. 38)
	SlotAuthentication = "authentication" // signature authenticated by counsel (DPR 115/2002 art. 78)
	SlotReceipt        = "receipt"
	SlotDecision       = "decision"
	SlotLetter         = "letter"
	SlotAnswer         = "answer_letter" // by which somebody answered on paper what the office had asked
)

var reserved = []string{SlotFrozen, SlotSigned, SlotIdentity, SlotAuthentication, SlotReceipt, SlotDecision, SlotLetter, SlotAnswer}

// signing are the slots that a new freeze voids.
var signing = []string{SlotFrozen, SlotSigned, SlotIdentity, SlotAuthentication}

// IsReserved says whether a slot is the house's own.
func IsReserved(slot string) bool { return slices.Contains(reserved, slot) }

// File is one file of an owner.
type File struct {
	ID         string
	Owner      string
	Slot       string
	Item       string // key of the repetition; empty where the slot has none
	Name       string // as typed, without what could deceive or break a path
	MediaType  string // by content
	Digest     string // SHA-256, hexadecimal: names the object
	Size       int64
	State      State
	Reason     string // code of why it is not stored any more
	Actor      string // kind of who brought it: applicant, lawyer, official, system
	UploadedAt time.Time
	ChangedAt  time.Time
	Scan       Scan // as far as the one who read the file asked for it: List, Removed, Get and Open do
}

// Place names the slot and, where the slot has one for each repetition, the
// item: "slot" or "slot:item", as forms names its slots.
func (f File) Place() string { return Place(f.Slot, f.Item) }

// Place names a slot and an item, which may be empty.
func Place(slot, item string) string {
	if item == "" {
		return slot
	}
	return slot + ":" + item
}

// ParsePlace is the slot and the item of a place.
func ParsePlace(place string) (slot, item string) {
	slot, item, _ = strings.Cut(place, ":")
	return slot, item
}

// ReasonKey names the text of why the file is not stored any more; empty for a
// stored file.
func (f File) ReasonKey() string {
	if f.Reason == "" {
		return ""
	}
	return "documents.reason." + f.Reason
}

// Rule is what a slot allows.
type Rule struct {
	Slot     string
	Item     string
	MaxBytes int64
	Types    []string // tokens ("pdf", "jpg") or media types; empty allows all that are recognised
	MaxFiles int      // stored at once in slot and item; zero allows any number
	Actor    string   // kind of who uploads; empty for applicant
}

func (r Rule) actor() string {
	if r.Actor == "" {
		return "applicant"
	}
	return r.Actor
}

const maxNameRunes = 150

// cleanName keeps a name as it was typed, but for its folders, characters that
// are invisible or reverse the direction of reading, and what file systems
// refuse. The extension survives the shortening.
func cleanName(typed string) string {
	name := strings.ToValidUTF8(typed, "")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) || strings.ContainsRune(`<>:"|?*`, r) {
			return -1
		}
		return r
	}, norm.NFC.String(name))
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	if name == "" {
		return "documento"
	}
	runes := []rune(name)
	if len(runes) <= maxNameRunes {
		return name
	}
	ext := []rune(path.Ext(name))
	if len(ext) > 10 {
		ext = nil
	}
	return string(runes[:maxNameRunes-len(ext)]) + string(ext)
}
