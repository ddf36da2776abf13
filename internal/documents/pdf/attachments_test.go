// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDataIsInsideTheFile(t *testing.T) {
	d := only(Paragraph{Text: "Con dati."})
	d.Data = []Attachment{
		{Name: "però.xml", MediaType: "application/xml", Content: []byte("<a/>"), Relationship: Source},
		{Name: "a(b).json", MediaType: "application/json", Content: []byte("{}"), Relationship: Data},
		{Name: "vuoto.txt", MediaType: "text/plain"},
	}
	p := conforms(t, write(t, d), d)
	type carried struct{ Name, Kind, Relationship, Content string }
	var got []carried
	names := p.array(p.root, "Names", "EmbeddedFiles", "Names")
	for i, spec := range p.array(p.root, "AF") {
		if p.text(names[2*i]) != p.text(spec, "F") {
			t.Errorf("%q leads to %q", p.text(names[2*i]), p.text(spec, "F"))
		}
		got = append(got, carried{p.text(spec, "UF"), p.text(spec, "EF", "F", "Subtype"), p.text(spec, "AFRelationship"), string(p.stream(spec, "EF", "F"))})
	}
	want := []carried{
		{"a(b).json", "application/json", "Data", "{}"},
		{"vuoto.txt", "text/plain", "Unspecified", ""},
		{"però.xml", "application/xml", "Source", "<a/>"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestDataThatCannotBeCarried(t *testing.T) {
	cases := map[string][]Attachment{
		"no name":              {{MediaType: "text/plain"}},
		"no media type":        {{Name: "a"}},
		"endless media type":   {{Name: "a", MediaType: "text/" + strings.Repeat("x", 200)}},
		"half a media type":    {{Name: "a", MediaType: "text/"}},
		"unknown relationship": {{Name: "a", MediaType: "text/plain", Relationship: "Cousin"}},
		"two of the same name": {{Name: "a", MediaType: "text/plain"}, {Name: "a", MediaType: "text/plain"}},
	}
	for name, data := range cases {
		t.Run(name, func(t *testing.T) {
			if _, err := newTypesetter(t).Write(t.Context(), Document{Created: instant, Data: data}); err == nil {
				t.Error("no error")
			}
		})
	}
}
