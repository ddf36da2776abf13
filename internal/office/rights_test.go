// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// subjects are the actors of the matrix; "roma" and "milano" are units.
func subjects() []Actor {
	with := func(name string, posts ...Post) Actor {
		return Actor{Account: "me", Name: name, Kind: KindOfficial, Posts: posts, Roles: roleNames(posts)}
	}
	lawyer := Actor{Account: "me", Name: "lawyer", Kind: KindLawyer}
	forged := lawyer // what a lawyer would be if a row gave him roles
	forged.Name, forged.Roles, forged.Posts = "lawyer with roles", []string{Administrator, "secretariat"}, []Post{{Role: Administrator}, {Role: "secretariat"}}
	helper := func(name, kind string, rights ...HelperRight) Actor {
		return Actor{Account: "me", Name: name, Kind: kind, Helps: []Help{{Lawyer: "other", Account: "me", Rights: rights}}}
	}
	forgedHelper := helper("helper with roles, of himself", KindHelper, HelperRights()...)
	forgedHelper.Roles, forgedHelper.Posts, forgedHelper.Helps[0].Lawyer = forged.Roles, forged.Posts, "me"
	return []Actor{
		{Name: "nobody"},
		{Name: "roles without account", Kind: KindOfficial, Roles: []string{Administrator, "secretariat"}},
		{Account: "me", Name: "unknown kind", Kind: "citizen", Roles: []string{Administrator, "secretariat"}},
		with("official without role"),
		with("secretariat", Post{Role: "secretariat"}),
		with("secretariat of roma", Post{Role: "secretariat", Unit: "roma"}),
		with("rapporteur", Post{Role: "rapporteur"}),
		with("administrator", Post{Role: Administrator}),
		with("administrator and secretariat", Post{Role: Administrator}, Post{Role: "secretariat"}),
		lawyer,
		forged,
		helper("helper with every right", KindHelper, HelperRights()...),
		helper("helper who prepares", KindHelper, MayPrepare),
		helper("helper who attaches", KindHelper, MayAttach),
		helper("helper who reads cases", KindHelper, MayReadCases),
		helper("helper without a right", KindHelper),
		helper("lawyer who helps another", KindLawyer, HelperRights()...),
		helper("official who helps", KindOfficial, HelperRights()...),
		{Account: "me", Name: "helper of nobody", Kind: KindHelper},
		forgedHelper,
	}
}

// things are the resources of the matrix.
func things() []struct {
	name string
	Resource
} {
	return []struct {
		name string
		Resource
	}{
		{"body", Resource{}},
		{"another", Resource{Account: "other"}},
		{"oneself", Resource{Account: "me"}},
		{"own request", Resource{Account: "other", Requester: "me"}},
		{"another's request", Resource{Account: "other", Requester: "third"}},
		{"case", Resource{Roles: []string{"secretariat"}}},
		{"case of roma", Resource{Roles: []string{"secretariat"}, Unit: "roma"}},
		{"case of milano", Resource{Roles: []string{"secretariat"}, Unit: "milano"}},
		{"case for administrators", Resource{Roles: []string{Administrator}}},
		{"case of mine", Resource{Roles: []string{"board"}, Parties: []string{"me"}}},
		{"case of a colleague", Resource{Roles: []string{"board"}, Parties: []string{"other"}}},
	}
}

// TestMatrix writes out who may do what to what. The golden file is read by people: a change in it is a change of rights.
func TestMatrix(t *testing.T) {
	var b strings.Builder
	b.WriteString("# SPDX-FileCopyrightText: 2026 Pratica contributors\n# SPDX-License-Identifier: EUPL-1.2\n\n")
	for _, actor := range subjects() {
		fmt.Fprintf(&b, "%s\n", actor.Name)
		for _, verb := range Verbs() {
			var on, not []string
			for _, thing := range things() {
				if Can(actor, verb, thing.Resource) {
					on = append(on, thing.name)
				} else {
					not = append(not, thing.name)
				}
			}
			fmt.Fprint(&b, line(verb, on, not))
		}
	}
	const golden = "testdata/rights.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("rights changed (-update after reading):\n%s", diff)
	}
}

// line says on what a verb is allowed, in the shorter of two ways.
func line(verb Verb, on, not []string) string {
	switch {
	case len(on) == 0:
		return ""
	case len(not) == 0:
		return fmt.Sprintf("  %-18s everything\n", verb)
	case len(not) < len(on):
		return fmt.Sprintf("  %-18s everything but: %s\n", verb, strings.Join(not, ", "))
	}
	return fmt.Sprintf("  %-18s %s\n", verb, strings.Join(on, ", "))
}

// TestLaws holds for every actor, verb and resource, whatever the table says.
func TestLaws(t *testing.T) {
	allowed := 0
	for _, a := range subjects() {
		for _, verb := range append(Verbs(), "", "users.*", "USERS.MANAGE") {
			for _, thing := range things() {
				if !Can(a, verb, thing.Resource) {
					continue
				}
				allowed++
				if why := broken(a, verb, thing.Resource); why != "" {
					t.Errorf("%s may %s on %s: %s", a.Name, verb, thing.name, why)
				}
			}
		}
	}
	if allowed == 0 {
		t.Error("nobody may do anything: the test proves nothing")
	}
}

// studioVerbs are those of lawyers' areas.
var studioVerbs = []Verb{LawyerEnter, HelperManage, StudioEnter, StudioCases, DraftRead, DraftPrepare, DraftAttach, DraftFile}

// broken says which law a permission breaks.
func broken(a Actor, verb Verb, r Resource) string {
	staffVerb := verb != CaseRead && !slices.Contains(studioVerbs, verb)
	isAdmin := a.Has(Administrator, "")
	switch {
	case rules[verb] == nil:
		return "no such verb"
	case a.Account == "" || a.Kind != KindOfficial && a.Kind != KindLawyer && a.Kind != KindHelper:
		return "nobody known"
	case a.Kind == KindOfficial && slices.Contains(studioVerbs, verb):
		return "an official in a lawyer's area"
	case a.Kind == KindHelper && (staffVerb || verb == CaseRead || verb == LawyerEnter || verb == HelperManage || verb == DraftFile):
		return "a helper on what is never given"
	case a.Kind == KindHelper && verb != StudioEnter && r.Account != "other":
		return "a helper in the area of a lawyer who gave no right"
	case verb == DraftFile && r.Account != a.Account:
		return "another's filing"
	case a.Kind == KindLawyer && staffVerb:
		return "a lawyer on a verb of the office"
	case a.Kind == KindOfficial && len(a.Roles) == 0:
		return "an official without a role"
	case r.Account == a.Account && (verb == UsersManage || verb == RightsGrant || verb == TOTPRequest || verb == TOTPApprove):
		return "his own rights"
	case r.Requester == a.Account && verb == TOTPApprove:
		return "he asked himself"
	case (verb == CaseRead || verb == CaseAct) && isAdmin && len(a.Roles) == 1:
		return "a case by the role of administrator alone"
	}
	return ""
}

func TestEveryVerbHasARule(t *testing.T) {
	if len(rules) != len(Verbs()) {
		t.Errorf("%d rules for %d verbs", len(rules), len(Verbs()))
	}
	for _, verb := range Verbs() {
		if rules[verb] == nil {
			t.Errorf("%s has no rule", verb)
		}
	}
}
