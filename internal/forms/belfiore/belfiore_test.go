// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package belfiore

import (
	"bytes"
	"compress/gzip"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/testpeers/conformance"
)

//go:generate go test -run ^TestData$ . -update

var update = flag.Bool("update", false, "write places.tsv.gz from the tables of italia/anpr")

func day(s string) time.Time {
	at, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return at
}

func codes(list []Place) []string {
	var all []string
	for _, p := range list {
		all = append(all, p.Code)
	}
	return all
}

func TestNamed(t *testing.T) {
	now := day("2026-11-24")
	for _, test := range []struct {
		name, typed, province string
		at                    time.Time
		want                  []string
	}{
		{name: "as in the table", typed: "ROMA", at: now, want: []string{"H501"}},
		{name: "as people write", typed: " Cantù ", at: now, want: []string{"B639"}},
		{name: "apostrophe and blank", typed: "L'Aquila", at: now, want: []string{"A345"}},
		{name: "the other language", typed: "Bozen", at: now, want: []string{"A952"}},
		{name: "two of one name", typed: "Samone", at: now, want: []string{"H753", "H754"}},
		{name: "two of one name, with the province", typed: "Samone", province: "tn", at: now, want: []string{"H754"}},
		{name: "ceased", typed: "Abbadia Alpina", at: now},
		{name: "ceased, on a day when it was", typed: "Abbadia Alpina", at: day("1900-05-01"), want: []string{"A003"}},
		{name: "a state", typed: "Albania", at: now, want: []string{"Z100"}},
		{name: "nowhere", typed: "Topolinia", at: now},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, codes(InProvince(Named(test.typed, test.at), test.province))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCoded(t *testing.T) {
	if list := Coded("f205"); len(list) == 0 || list[len(list)-1].Name != "MILANO" || list[len(list)-1].IsState() {
		t.Errorf("F205: %v", list)
	}
	if list := Coded("Z100"); len(list) != 1 || !list[0].IsState() {
		t.Errorf("Z100: %v", list)
	}
	if !Provinces()["VR"] || Provinces()["XX"] || Provinces()["PL"] {
		t.Error("the provinces are not those of today")
	}
}

func TestTitle(t *testing.T) {
	for code, want := range map[string]string{"H501": "Roma", "A345": "L'Aquila", "B639": "Cantù", "H223": "Reggio nell'Emilia", "D284": "Desenzano del Garda"} {
		list := Coded(code)
		if got := list[len(list)-1].Title(); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

func TestLike(t *testing.T) {
	now := day("2026-11-24")
	for typed, want := range map[string]string{"Veronna": "VERONA", "Bolognna": "BOLOGNA", "Desenzano sul Garda": "DESENZANO DEL GARDA"} {
		if list := Like(typed, now, 3); len(list) == 0 || list[0].Name != want || len(list) > 3 {
			t.Errorf("like %s: %v", typed, list)
		}
	}
	if list := Like("Xy", now, 3); list != nil {
		t.Errorf("like Xy: %v", list)
	}
}

func FuzzNamed(f *testing.F) {
	f.Add("Cantù")
	f.Add("\xff\x00 '")
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range append(Named(s, time.Time{}), Like(s, time.Time{}, 3)...) {
			if len(p.Code) != 4 || len(Coded(p.Code)) == 0 {
				t.Fatalf("%q gives %v", s, p)
			}
		}
	})
}

// TestData packs the tables of the conformance data again and finds the same.
func TestData(t *testing.T) {
	want := packedFrom(t)
	if *update {
		var out bytes.Buffer
		w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
		if _, err := w.Write(want); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("places.tsv.gz", out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	known := 0
	for line := range strings.Lines(string(want)) {
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if !slices.Contains(Coded(c[0]), Place{c[0], c[1], c[2], c[3], c[4], c[5]}) {
			t.Fatalf("not in the program: %q", line)
		}
		known++
	}
	if known < 10_000 {
		t.Errorf("only %d places", known)
	}
}

func packedFrom(t *testing.T) []byte {
	t.Helper()
	var list []Place
	for _, row := range conformance.Rows(t, "records", "belfiore", "comuni.csv") {
		list = append(list, Place{row[0], row[1], row[2], row[3], row[5], row[6]})
	}
	for _, row := range conformance.Rows(t, "records", "belfiore", "stati_esteri.csv") {
		if strings.HasPrefix(row[0], "Z") {
			// 1900-01-01 stands for a beginning that nobody wrote down.
			list = append(list, Place{row[0], row[1], "", "", strings.Replace(row[7], "1900-01-01", "", 1), row[8]})
		}
	}
	slices.SortStableFunc(list, func(a, b Place) int {
		return strings.Compare(a.Code+a.From, b.Code+b.From)
	})
	var out bytes.Buffer
	for _, p := range joined(list) {
		out.WriteString(strings.Join([]string{p.Code, p.Name, p.Other, p.Province, p.From, p.To}, "\t") + "\n")
	}
	return out.Bytes()
}

// joined makes one place of those that differ in their statistical number alone.
func joined(list []Place) []Place {
	var all []Place
	for _, p := range list {
		if n := len(all); n > 0 && all[n-1].Code == p.Code && all[n-1].Name == p.Name && all[n-1].Other == p.Other && all[n-1].Province == p.Province {
			all[n-1].To = p.To
			continue
		}
		all = append(all, p)
	}
	return all
}
