// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"slices"

	"pratica/internal/audit"
)

// Verb is something that a right allows.
type Verb string

// The verbs. What may be done to a case in a given state is said by its procedure; CaseAct is the right to do any of it.
const (
	DeskEnter        Verb = "desk.enter"        // the pages of the office
	InboxRead        Verb = "inbox.read"        // what arrived and waits
	CaseRead         Verb = "case.read"         // a case with its documents
	CaseAct          Verb = "case.act"          // an action on a case
	PaperRegister    Verb = "paper.register"    // compile an application that was handed in on paper
	CounselRead      Verb = "counsel.read"      // the list of counsel with its addresses
	CounselInvite    Verb = "counsel.invite"    // invite a lawyer of the list
	CounselManage    Verb = "counsel.manage"    // import the list, remove from it
	AbsenceManage    Verb = "absence.manage"    // days of absence and the substitute
	ExclusionManage  Verb = "exclusion.manage"  // days on which somebody receives no new cases
	CaseAnnul        Verb = "case.annul"        // annul a case, without reading it
	UsersRead        Verb = "users.read"        // accounts and memberships
	UsersManage      Verb = "users.manage"      // invite, suspend, restore, end sessions
	RightsGrant      Verb = "rights.grant"      // give and take roles
	TOTPRequest      Verb = "totp.request"      // ask for a new authenticator for somebody
	TOTPApprove      Verb = "totp.approve"      // decide on it as the second person
	AuditRead        Verb = "audit.read"        // the log of who did and read what
	BodyManage       Verb = "body.manage"       // the body's data and units
	ProceduresManage Verb = "procedures.manage" // publish definitions
	SystemManage     Verb = "system.manage"     // failed mails and jobs, health
	PrivacyManage    Verb = "privacy.manage"    // requests of people for their data, and the copies
	DiscardManage    Verb = "discard.manage"    // how long cases are kept, holds, lists of what is discarded
	LotsRead         Verb = "lots.read"         // the lots of a kind, and what waits for one
	LotsClose        Verb = "lots.close"        // close a lot, write a missing recipient
	StatisticsRead   Verb = "statistics.read"   // yearly counts
	RollManage       Verb = "roll.manage"       // the order in which people of a role take turns
	LawyerEnter      Verb = "lawyer.enter"      // the pages of the lawyers' area
	HelperManage     Verb = "helper.manage"     // who helps a lawyer, and with which rights
	StudioEnter      Verb = "studio.enter"      // the pages of those who help lawyers
	StudioCases      Verb = "studio.cases"      // timelines and receipts of a lawyer's cases
	DraftRead        Verb = "draft.read"        // a draft in a lawyer's area
	DraftPrepare     Verb = "draft.prepare"     // begin one and write in it
	DraftAttach      Verb = "draft.attach"      // its attachments
	DraftFile        Verb = "draft.file"        // its address, its signing and its filing, and whether it stays
)

// Verbs lists all verbs.
func Verbs() []Verb {
	return []Verb{
		DeskEnter, InboxRead, CaseRead, CaseAct, PaperRegister, CounselRead, CounselInvite, CounselManage, AbsenceManage, ExclusionManage, CaseAnnul, UsersRead, UsersManage,
		RightsGrant, TOTPRequest, TOTPApprove, AuditRead, BodyManage, ProceduresManage, SystemManage, PrivacyManage, DiscardManage, LotsRead, LotsClose, StatisticsRead, RollManage, LawyerEnter,
		HelperManage, StudioEnter, StudioCases, DraftRead, DraftPrepare, DraftAttach, DraftFile,
	}
}

// Administrator is the built-in role. All others are named by the definitions of procedures.
const Administrator = "administrator"

// The kinds of actor, as identity has them.
const (
	KindOfficial = "official"
	KindLawyer   = "lawyer"
	KindHelper   = "helper"
)

// Actor is who wants to do something, with the rights of this moment. The zero value may do nothing.
type Actor struct {
	Account string
	Name    string
	Kind    string
	Roles   []string // every role held anywhere, each once
	Posts   []Post   // where each role is held
	Helps   []Help   // the lawyers whom he helps
}

// Post is a role held in a unit ("" for the whole body), perhaps in the place of somebody who is away.
type Post struct {
	Role string
	Unit string
	For  string // the account that is away; "" for a post of one's own
}

// Audit is the actor as the audit log names it.
func (a Actor) Audit() audit.Actor {
	kind := a.Kind
	if a.Has(Administrator, "") {
		kind = "admin"
	}
	return audit.Actor{Kind: kind, ID: a.Account}
}

// IsCounsel tells whether somebody works in a lawyer's area: the lawyer, or a helper.
func (a Actor) IsCounsel() bool { return a.Kind == KindLawyer || a.Kind == KindHelper }

// Has says whether an official holds a role; in a unit, or with unit "" anywhere.
func (a Actor) Has(role, unit string) bool {
	if a.Kind != KindOfficial || a.Account == "" {
		return false
	}
	if unit == "" {
		return slices.Contains(a.Roles, role)
	}
	return slices.ContainsFunc(a.Posts, func(p Post) bool { return p.Role == role && (p.Unit == "" || p.Unit == unit) })
}

// Resource is what a verb is used on. The zero value is the body as a whole.
type Resource struct {
	Account   string   // the account that the verb is about; of a draft or a studio, the lawyer's
	Requester string   // who asked for what is to be decided
	Unit      string   // the unit that the case belongs to; "" when it belongs to none
	Roles     []string // the roles that the case's procedure admits to the verb
	Parties   []string // the lawyers' accounts that appear in the case
}

// rule says in which circumstances a verb is allowed.
type rule func(Actor, Resource) bool

// rules is the table of all rights. A verb that is not here is nobody's.
var rules = map[Verb]rule{
	DeskEnter:        official,
	InboxRead:        caseWorker,
	CaseRead:         anyOf(admitted, party),
	CaseAct:          admitted,
	PaperRegister:    admitted,
	CounselRead:      anyOf(caseWorker, administrator),
	CounselInvite:    anyOf(caseWorker, administrator),
	CounselManage:    administrator,
	AbsenceManage:    anyOf(administrator, own),
	ExclusionManage:  allOf(administrator, notOneself),
	CaseAnnul:        administrator,
	UsersRead:        administrator,
	UsersManage:      allOf(administrator, notOneself),
	RightsGrant:      allOf(administrator, notOneself),
	TOTPRequest:      allOf(administrator, notOneself),
	TOTPApprove:      allOf(administrator, notOneself, notRequester),
	AuditRead:        administrator,
	BodyManage:       administrator,
	ProceduresManage: administrator,
	SystemManage:     administrator,
	PrivacyManage:    administrator,
	DiscardManage:    administrator,
	LotsRead:         admitted,
	LotsClose:        admitted,
	StatisticsRead:   admitted,
	RollManage:       anyOf(administrator, admitted),
	LawyerEnter:      lawyer,
	HelperManage:     allOf(lawyer, oneself),
	StudioEnter:      helps,
	StudioCases:      helperWith(MayReadCases),
	DraftRead:        anyOf(allOf(lawyer, oneself), helperWith(MayPrepare), helperWith(MayAttach)),
	DraftPrepare:     anyOf(allOf(lawyer, oneself), helperWith(MayPrepare)),
	DraftAttach:      anyOf(allOf(lawyer, oneself), helperWith(MayAttach)),
	DraftFile:        allOf(lawyer, oneself),
}

// Can says whether an actor may use a verb on a resource. It denies what no rule allows.
func Can(actor Actor, verb Verb, res Resource) bool {
	allows, known := rules[verb]
	return known && actor.Account != "" && allows(actor, res)
}

func official(a Actor, _ Resource) bool { return a.Kind == KindOfficial && len(a.Roles) > 0 }

func lawyer(a Actor, _ Resource) bool { return a.Kind == KindLawyer }

func administrator(a Actor, _ Resource) bool { return a.Has(Administrator, "") }

// caseWorker holds a role of some procedure, in the unit if one is named.
func caseWorker(a Actor, r Resource) bool {
	return slices.ContainsFunc(a.Roles, func(role string) bool { return role != Administrator && a.Has(role, r.Unit) })
}

// admitted holds a role that the procedure admits, in the case's unit. The built-in role is never admitted to a case.
func admitted(a Actor, r Resource) bool {
	return slices.ContainsFunc(r.Roles, func(role string) bool { return role != Administrator && a.Has(role, r.Unit) })
}

// party is a lawyer who appears in the case.
func party(a Actor, r Resource) bool { return lawyer(a, r) && slices.Contains(r.Parties, a.Account) }

// own is an official on his own account.
func own(a Actor, r Resource) bool { return official(a, r) && r.Account == a.Account }

// oneself: what the verb is about is the actor's own.
func oneself(a Actor, r Resource) bool { return r.Account == a.Account }

// helps somebody, with whatever right.
func helps(a Actor, _ Resource) bool { return a.Kind != KindOfficial && len(a.Helps) > 0 }

// helperWith is who was given a right by the lawyer whom the verb is about.
func helperWith(right HelperRight) rule {
	return func(a Actor, r Resource) bool {
		return (a.Kind == KindHelper || a.Kind == KindLawyer) && slices.ContainsFunc(a.Helps, func(h Help) bool {
			return h.Lawyer == r.Account && h.Lawyer != a.Account && slices.Contains(h.Rights, right)
		})
	}
}

func notOneself(a Actor, r Resource) bool { return r.Account != a.Account }

func notRequester(a Actor, r Resource) bool { return r.Requester != a.Account }

func anyOf(rules ...rule) rule {
	return func(a Actor, r Resource) bool {
		return slices.ContainsFunc(rules, func(allows rule) bool { return allows(a, r) })
	}
}

func allOf(rules ...rule) rule {
	return func(a Actor, r Resource) bool {
		return !slices.ContainsFunc(rules, func(allows rule) bool { return !allows(a, r) })
	}
}
