// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package ids_test

import (
	"strings"
	"testing"

	"pratica/internal/ids"
)

func TestCodeRoundTrip(t *testing.T) {
	seen := map[string]bool{}
	for range 2000 {
		code := ids.Code()
		if seen[code] {
			t.Fatalf("Code() gave %s twice", code)
		}
		seen[code] = true
		for _, typed := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", ""), " " + strings.ReplaceAll(code, "-", " ") + " ",
			strings.ReplaceAll(code, "0", "o"), strings.ReplaceAll(code, "1", "l")} {
			if got, ok := ids.ParseCode(typed); !ok || got != code {
				t.Fatalf("ParseCode(%q) = %q, %v; want %q", typed, got, ok, code)
			}
		}
	}
}

func TestParseCodeNoticesErrors(t *testing.T) {
	const symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	code := strings.ReplaceAll(ids.Code(), "-", "")
	for i := range len(code) {
		for _, s := range symbols {
			wrong := code[:i] + string(s) + code[i+1:]
			if _, ok := ids.ParseCode(wrong); ok != (wrong == code) {
				t.Errorf("ParseCode(%q) = %v for code %q", wrong, ok, code)
			}
		}
		if i > 0 && code[i] != code[i-1] {
			swapped := code[:i-1] + string(code[i]) + string(code[i-1]) + code[i+1:]
			if _, ok := ids.ParseCode(swapped); ok {
				t.Errorf("ParseCode(%q) accepts a swap of %q", swapped, code)
			}
		}
	}
	for _, wrong := range []string{"", "ABCD", "ABCD-EFGH-JK", "ÀBCD-EFGH-J", "UUUU-UUUU-U", strings.Repeat("A", 1000)} {
		if _, ok := ids.ParseCode(wrong); ok {
			t.Errorf("ParseCode(%q) accepts it", wrong)
		}
	}
}

func TestTokens(t *testing.T) {
	a, b := ids.Token(), ids.Token()
	if a == b || len(a) != 43 {
		t.Errorf("Token() = %q, %q", a, b)
	}
	if h := ids.HashToken(a); h == ids.HashToken(b) || len(h) != 64 || strings.Contains(h, a) {
		t.Errorf("HashToken(%q) = %q", a, h)
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add("ABCD-EFGH-J")
	f.Add("O0il L1")
	f.Fuzz(func(t *testing.T, typed string) {
		code, ok := ids.ParseCode(typed)
		if !ok {
			return
		}
		if again, ok := ids.ParseCode(code); !ok || again != code {
			t.Errorf("ParseCode(%q) = %q, which reads back as %q", typed, code, again)
		}
	})
}
