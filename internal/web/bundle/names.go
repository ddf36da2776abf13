// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package bundle

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Namer gives names that every file system takes, each once.
type Namer struct{ taken map[string]bool }

// Name joins folder and parts with "_". Parts come from people: what could leave
// the folder, hide, or be refused by a file system is left out of them.
func (n *Namer) Name(folder string, parts ...string) string {
	clean := make([]string, 0, len(parts))
	for _, p := range parts {
		if p = cleaned(p); p != "" {
			clean = append(clean, p)
		}
	}
	name := shortened(strings.Join(clean, "_"))
	if name == "" || isDevice(name) {
		name = "file_" + name
	}
	if folder != "" {
		name = cleaned(folder) + "/" + name
	}
	return n.once(name)
}

// once numbers a name that was given before. Case does not tell names apart
// everywhere.
func (n *Namer) once(name string) string {
	if n.taken == nil {
		n.taken = map[string]bool{}
	}
	ext := path.Ext(name)
	for i, tried := 2, name; ; i++ {
		if key := strings.ToLower(tried); !n.taken[key] {
			n.taken[key] = true
			return tried
		}
		tried = fmt.Sprintf("%s_%d%s", strings.TrimSuffix(name, ext), i, ext)
	}
}

// cleaned keeps letters, digits and a few marks; accents stay.
func cleaned(part string) string {
	part = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r), strings.ContainsRune(".-_", r):
			return r
		case unicode.IsSpace(r), strings.ContainsRune("/\\'’", r):
			return '-'
		}
		return -1
	}, norm.NFC.String(strings.ToValidUTF8(part, "")))
	return strings.Trim(part, ".-_")
}

// maxName is the longest name in bytes that is safe with a folder before it.
const maxName = 140

func shortened(name string) string {
	if len(name) <= maxName {
		return name
	}
	ext := path.Ext(name)
	if len(ext) > 12 {
		ext = ""
	}
	cut := maxName - len(ext)
	for !utf8.RuneStart(name[cut]) {
		cut--
	}
	return name[:cut] + ext
}

// devices are names that Windows keeps for itself.
var devices = []string{"con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"}

func isDevice(name string) bool {
	base, _, _ := strings.Cut(strings.ToLower(name), ".")
	return slices.Contains(devices, base)
}
