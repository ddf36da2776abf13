// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package search_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/search"
)

// A document is replaced whole, never by an older one, and goes with its case.
func TestTheIndexFollows(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, b := t.Context(), newBench(t, db)
		found := func(text string) int { return b.find(all, search.Query{Text: text}).Count }
		d := b.add(search.Document{Year: 2026, Number: 1, Version: 4, Passages: []search.Passage{person("Ada Prova")}})
		d.Passages = []search.Passage{person("Ada Esempio")}
		newer := b.add(d)
		if found("prova") != 0 || found("esempio") != 1 {
			t.Error("the newer version did not replace the older")
		}
		d.Version, d.Passages = 2, []search.Passage{person("Ada Vecchia")}
		b.add(d)
		if found("vecchia") != 0 || found("esempio") != 1 {
			t.Error("an older version replaced the newer")
		}
		b.documents[newer.Case] = newer
		b.must(b.Refresh(ctx, newer.Case)) // an event that comes twice
		if found("esempio") != 1 {
			t.Error("a second refresh changed what is found")
		}
		delete(b.documents, newer.Case)
		b.must(b.Refresh(ctx, newer.Case))
		if found("esempio") != 0 {
			t.Error("a case that is gone is found")
		}
	})
}

func TestRebuild(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, b := t.Context(), newBench(t, db)
		for n := int64(1); n <= 120; n++ {
			b.add(search.Document{Year: 2026, Number: n, Passages: []search.Passage{person("Ada Prova")}})
		}
		delete(b.documents, "case-2026-007")                                                            // deleted while nobody told the index
		b.exec(`DELETE FROM search_document WHERE place > $1`, int64(2026_000_000_100))                 // lost
		b.exec(`UPDATE search_document SET words = 'altro' WHERE place <= $1`, int64(2026_000_000_050)) // made by other rules
		if got := b.find(all, search.Query{Text: "prova"}).Count; got != 50 {
			t.Fatalf("before: %d", got)
		}
		var progress []int
		b.must(b.Rebuild(ctx, func(done int) { progress = append(progress, done) }))
		if diff := cmp.Diff([]int{50, 100, 119}, progress); diff != "" {
			t.Errorf("progress (-want +got):\n%s", diff)
		}
		if got := b.find(all, search.Query{Text: "prova"}).Count; got != 119 {
			t.Errorf("after: %d", got)
		}
	})
}

func TestFillGaps(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, b := t.Context(), newBench(t, db)
		for n := int64(1); n <= 3; n++ {
			d := b.add(search.Document{Year: 2026, Number: n, Passages: []search.Passage{person("Ada Prova")}})
			b.holds(d.Case+"x", "somebody") // as many cases as documents
		}
		b.exec(`DELETE FROM search_document WHERE place = $1`, int64(2026_000_000_002))
		b.must(b.FillGaps(ctx))
		if got := numbers(b.find(all, search.Query{Text: "prova"})); !cmp.Equal(got, []int64{3, 2, 1}) {
			t.Errorf("found %v", got)
		}
		b.must(b.FillGaps(ctx))
	})
}

// The trail says who looked, what was shown, and not what was typed.
func TestSearchesAreRecorded(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, b := t.Context(), newBench(t, db)
		for n := int64(1); n <= 3; n++ {
			b.add(search.Document{Year: 2026, Number: n, Passages: []search.Passage{person("Ada Prova")}})
		}
		b.find(all, search.Query{Text: "prova", Limit: 2, Year: 2026})
		entries, err := b.audit.Entries(ctx, search.Chain(all.ID), 0, 10)
		b.must(err)
		if len(entries) != 1 || entries[0].Action != search.Action {
			t.Fatalf("recorded %+v", entries)
		}
		want := map[string]string{"hits": "3", "shown": "2", "procedure": "", "year": "2026"}
		if diff := cmp.Diff(want, entries[0].Detail); diff != "" {
			t.Errorf("detail (-want +got):\n%s", diff)
		}
		if strings.Contains(fmt.Sprint(entries), "prova") {
			t.Error("the trail holds what was typed")
		}
		for id, want := range map[string]int{"case-2026-003": 1, "case-2026-002": 1, "case-2026-001": 0} {
			entries, err := b.audit.Entries(ctx, audit.CaseChain(id), 0, 10)
			b.must(err)
			if len(entries) != want {
				t.Errorf("%s was read %d times, want %d", id, len(entries), want)
			}
		}
	})
}

func TestHighlights(t *testing.T) {
	b := newBench(t, databasetest.SQLite(t))
	long := strings.Repeat("Parole che precedono. ", 12) + "Il contratto d'affitto è scaduto. " + strings.Repeat("Altre che seguono. ", 12)
	b.add(search.Document{Year: 2026, Number: 1, Passages: []search.Passage{
		person("Nicolò D'Angelo"), answer("opponent", "Deluca Anna"), prose(long), file("contratti_affitto.pdf"), answer("residence", "Via Affitto 3"),
	}})
	tests := []struct {
		name, text, person string
		want               []string
	}{
		{"a joined name whole", "dangelo", "Nicolò [D'Angelo]", nil},
		{"a part of it alone", "angelo", "Nicolò D'[Angelo]", nil},
		{"an accent", "nicolo", "[Nicolò] D'Angelo", nil},
		{"a name typed apart", "de luca", "Nicolò D'Angelo", []string{"[Deluca] Anna"}},
		{"stems, the passage with most first, long ones cut", "contratto affitti", "Nicolò D'Angelo", []string{
			"… Parole che precedono. Parole che precedono. Il [contratto] d'[affitto] è scaduto. Altre che seguono. Altre che seguono. Altre che seguono. Altre che seguono. Altre …",
			"[contratti]_[affitto].pdf",
		}},
		{"a beginning", "affit* via", "Nicolò D'Angelo", []string{
			"[Via] [Affitto] 3",
			"… precedono. Parole che precedono. Il contratto d'[affitto] è scaduto. Altre che seguono. Altre che seguono. Altre che seguono. Altre che seguono. Altre che …",
			"contratti_[affitto].pdf",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			page := b.find(all, search.Query{Text: tt.text})
			if len(page.Hits) != 1 {
				t.Fatalf("%d hits", len(page.Hits))
			}
			if got := marked(page.Hits[0].Person); got != tt.person {
				t.Errorf("person %q, want %q", got, tt.person)
			}
			var got []string
			for _, s := range page.Hits[0].Passages {
				got = append(got, marked(s.Pieces))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("passages (-want +got):\n%s", diff)
			}
		})
	}
}

// marked puts what was found between brackets.
func marked(pieces []search.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Found {
			b.WriteString("[" + p.Text + "]")
			continue
		}
		b.WriteString(p.Text)
	}
	return b.String()
}
