// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package belfiore

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
	"sync"
	"time"
	"unicode"

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
	var found []Place
	for _, p := range places().byName[fold(name)] {
		if p.In(day) {
			found = append(found, p)
		}
	}
	return found
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
