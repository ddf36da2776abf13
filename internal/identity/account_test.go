// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/problem"
)

func TestNormalEmail(t *testing.T) {
	for _, test := range []struct{ name, typed, want string }{
		{"as it is", "a.b@example.org", "a.b@example.org"},
		{"case and blanks", "  A.B@Example.ORG ", "a.b@example.org"},
		{"plus", "a+b@example.org", "a+b@example.org"},
		{"domain in letters of Italian", "a@comunità.example", "a@xn--comunit-fwa.example"},
		{"composed and decomposed are one", "a@comunita\u0300.example", "a@xn--comunit-fwa.example"},
		{"no domain", "a", ""},
		{"no dot", "a@localhost", ""},
		{"two", "a@example.org, b@example.org", ""},
		{"name", "A <a@example.org>", ""},
		{"angle brackets", "<a@example.org>", ""},
		{"line break", "a@example.org\r\nBcc: b@example.org", ""},
		{"empty", "", ""},
		{"too long", strings.Repeat("a", 250) + "@example.org", ""},
	} {
		got, err := NormalEmail(test.typed)
		if got != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s: %q, error %v; want %q", test.name, got, err, test.want)
		}
	}
}

func FuzzNormalEmail(f *testing.F) {
	f.Add("A.B@Example.ORG")
	f.Add("\"a@b\"@example.org")
	f.Fuzz(func(t *testing.T, typed string) {
		once, err := NormalEmail(typed)
		if err != nil {
			return
		}
		twice, err := NormalEmail(once)
		if err != nil || once != twice {
			t.Errorf("%q becomes %q, which becomes %q (error %v)", typed, once, twice, err)
		}
		if strings.ContainsAny(once, "\r\n\x00") {
			t.Errorf("%q keeps a control character", once)
		}
	})
}

func TestNewAccountNamesEachWrongField(t *testing.T) {
	_, err := NewAccount{Email: "x", Name: " ", FiscalCode: "RSSMRA", Kind: "citizen"}.check()
	p, ok := problem.As(err)
	if !ok {
		t.Fatalf("error %v", err)
	}
	var paths []string
	for _, f := range p.Fields {
		paths = append(paths, f.Path)
	}
	if diff := cmp.Diff([]string{"email", "name", "fiscal_code", "kind"}, paths); diff != "" {
		t.Error(diff)
	}
}

func TestPasswordRules(t *testing.T) {
	owner := Account{Email: "giulia.esempio@example.org", Name: "Giulia Esempio", FiscalCode: "SMPGLI80A41H501X"}
	for _, test := range []struct{ name, password, want string }{
		{"sentence", "un cavallo beve al fiume", ""},
		{"random", "x7Kq-9vTz-m2Wp", ""},
		{"twelve", "gelsomino rt", ""},
		{"eleven", "gelsomino r", "identity.password_short"},
		{"eleven characters in more bytes", "gèlsòmìnò r", "identity.password_short"},
		{"longest", strings.Repeat("ab cd-efg", 14) + "xy", ""},
		{"one too many", strings.Repeat("ab cd-efg", 14) + "xyz", "identity.password_long"},
		{"megabyte", strings.Repeat("ab cd-efg", 120_000), "identity.password_long"},
		{"listed", "passwordpassword", "identity.password_common"},
		{"listed with ornaments", "Benvenuto-2026!", "identity.password_common"},
		{"listed keyboard row", "Qwertyuiopas", "identity.password_common"},
		{"one character", "aaaaaaaaaaaaaaa", "identity.password_common"},
		{"short piece again and again", "abcabcabcabcabc", "identity.password_common"},
		{"digits upwards", "123456789012", "identity.password_common"},
		{"alphabet", "abcdefghijklmnop", "identity.password_common"},
		{"only signs", "!?!?!?!?!?!?", "identity.password_common"},
		{"own name", "Giulia Esempio 1980", "identity.password_personal"},
		{"own address", "giulia.esempio@example.org", "identity.password_personal"},
		{"own tax code", "smpgli80a41h501x", "identity.password_personal"},
	} {
		err := checkPassword(test.password, owner)
		if p, _ := problem.As(err); (err == nil) != (test.want == "") || err != nil && p.Code != test.want {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
}

func TestBlocklistIsWorthItsLines(t *testing.T) {
	if n := len(blocklist()); n < 150 {
		t.Errorf("%d entries", n)
	}
	if blocklist()["spdxfilecopyrighttext2026praticacontributors"] {
		t.Error("the header is taken for a password")
	}
}
