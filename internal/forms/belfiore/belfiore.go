// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package belfiore

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Place is a municipality or a state. Days are "2006-01-02"; an empty To means
// that it still is, an empty From that its beginning is not known.
type Place struct {
	Code, Name, Other string // Other is the name in the other language of the place
	Province          string // two letters; empty for a state
	From, To          string
}

// IsState tells a foreign state or territory.
func (p Place) IsState() bool { return strings.HasPrefix(p.Code, "Z") }

// Title is the name as people write it: "Reggio nell'Emilia".
func (p Place) Title() string {
	words := strings.Fields(strings.ToLower(p.Name))
	for i, w := range words {
		if i == 0 || !slices.Contains(small, w) {
			words[i] = capital(w)
		}
	}
	return strings.Join(words, " ")
}

// small are the words within a name that stay as they are.
var small = strings.Fields("a al alla alle con da dal de dei del della delle dello di e ed in la le nel nella per su sul sulla tra")

// capital raises the first letter, and the one after the apostrophe of an article:
// "l'aquila" is L'Aquila, "nell'emilia" nell'Emilia.
func capital(w string) string {
	article, rest, joined := strings.Cut(w, "'")
	switch {
	case joined && rest == "": // "cantu'", as the table writes an accent
		return raised(accents.Replace(w))
	case !joined:
		return raised(w)
	case article == "l":
		article = "L"
	}
	return article + "'" + raised(rest)
}

var accents = strings.NewReplacer("a'", "à", "e'", "è", "i'", "ì", "o'", "ò", "u'", "ù")

func raised(w string) string {
	first, size := utf8.DecodeRuneInString(w)
	return string(unicode.ToUpper(first)) + w[size:]
}

// In tells whether the place was so on a day; a zero day asks for no day.
func (p Place) In(day time.Time) bool {
	if day.IsZero() {
		return true
	}
	at := day.Format(time.DateOnly)
	return p.From <= at && (p.To == "" || at <= p.To)
}

//go:embed places.tsv.gz
var packed []byte

type index struct {
	byCode map[string][]Place
	byName map[string][]Place // folded
}

// places are read when first asked for. The file is part of the program: a fault
// in it is one of the build, which the tests find.
var places = sync.OnceValue(func() index {
	all := index{map[string][]Place{}, map[string][]Place{}}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic("belfiore: " + err.Error())
	}
	text, err := io.ReadAll(r)
	if err != nil {
		panic("belfiore: " + err.Error())
	}
	for line := range strings.Lines(string(text)) {
		if c := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); len(c) == 6 {
			all.add(Place{c[0], c[1], c[2], c[3], c[4], c[5]})
		}
	}
	return all
})

func (x index) add(p Place) {
	x.byCode[p.Code] = append(x.byCode[p.Code], p)
	for _, name := range []string{fold(p.Name), fold(p.Other)} {
		if list := x.byName[name]; name != "" && (len(list) == 0 || list[len(list)-1] != p) {
			x.byName[name] = append(list, p)
		}
	}
}

// Coded lists what a code stood for over time.
func Coded(code string) []Place { return places().byCode[strings.ToUpper(code)] }

// Named lists the places that had a name on a day, however it is written.
func Named(name string, day time.Time) []Place {
	return On(places().byName[fold(name)], day)
}

// InProvince leaves those of one province; an empty one leaves all.
func InProvince(list []Place, province string) []Place {
	var found []Place
	for _, p := range list {
		if province == "" || strings.EqualFold(p.Province, province) {
			found = append(found, p)
		}
	}
	return found
}

// On leaves those that were so on a day.
func On(list []Place, day time.Time) []Place {
	var found []Place
	for _, p := range list {
		if p.In(day) {
			found = append(found, p)
		}
	}
	return found
}

// Provinces knows which two letters are a province today.
func Provinces() map[string]bool { return provinces() }

var provinces = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, list := range places().byCode {
		if p := list[len(list)-1]; p.To == "" && p.Province != "" {
			all[p.Province] = true
		}
	}
	return all
})

func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r):
			return unicode.ToUpper(r)
		case unicode.IsDigit(r):
			return r
		}
		return -1
	}, norm.NFD.String(s))
}
