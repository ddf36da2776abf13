// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Lengths of a password in characters (NIST SP 800-63B-4 §3.1.1.2: no rules of composition, a block list instead).
const (
	minPassword = 12
	maxPassword = 128
)

//go:embed blocklist.txt
var blocklistText string

// blocklist holds in folded form the passwords of the embedded list.
var blocklist = sync.OnceValue(func() map[string]bool {
	list := map[string]bool{}
	for line := range strings.Lines(blocklistText) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			list[fold(line)] = true
		}
	}
	return list
})

// checkPassword applies the rules for a new password of an account.
func checkPassword(password string, owner Account) error {
	if len(password) > 16*maxPassword { // before any work on it
		return invalid("password", "identity.password_long", "max", maxPassword)
	}
	length := len([]rune(norm.NFC.String(password)))
	switch {
	case length < minPassword:
		return invalid("password", "identity.password_short", "min", minPassword)
	case length > maxPassword:
		return invalid("password", "identity.password_long", "max", maxPassword)
	case isPersonal(password, owner):
		return invalid("password", "identity.password_personal")
	case isCommon(password):
		return invalid("password", "identity.password_common")
	}
	return nil
}

// isCommon says whether a password, without case and without what people hang on its ends, is in the list, or is one short piece
// said again and again.
func isCommon(password string) bool {
	folded := fold(password)
	return folded == "" || blocklist()[folded] || repeats(norm.NFC.String(strings.ToLower(password)))
}

// isPersonal says whether a password is little more than the owner's own data.
func isPersonal(password string, owner Account) bool {
	folded := fold(password)
	local, _, _ := strings.Cut(owner.Email, "@")
	for _, own := range []string{owner.Email, local, owner.Name, owner.FiscalCode} {
		if own = fold(own); own != "" && folded == own {
			return true
		}
	}
	return owner.FiscalCode != "" && strings.EqualFold(password, owner.FiscalCode)
}

// fold keeps the letters and inner digits of a password, in lower case: "Benvenuto2026!" is "benvenuto".
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFC.String(s))
	if trimmed := strings.TrimFunc(s, unicode.IsDigit); trimmed != "" {
		return trimmed
	}
	return s
}

// repeats says whether s is a piece of at most four characters over and over, or a run up or down the alphabet or the digits.
func repeats(s string) bool {
	runes := []rune(s)
	for period := 1; period <= 4; period++ {
		if hasPeriod(runes, period) {
			return true
		}
	}
	return isRun(runes, 1) || isRun(runes, -1)
}

func hasPeriod(s []rune, period int) bool {
	for i := period; i < len(s); i++ {
		if s[i] != s[i-period] {
			return false
		}
	}
	return len(s) > 0
}

func isRun(s []rune, step rune) bool {
	for i := 1; i < len(s); i++ {
		wraps := s[i-1] == '9' && s[i] == '0' && step == 1 || s[i-1] == '0' && s[i] == '9' && step == -1
		if s[i]-s[i-1] != step && !wraps {
			return false
		}
	}
	return true
}
