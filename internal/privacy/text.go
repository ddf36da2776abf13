// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package privacy

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"pratica/internal/database"
	"pratica/internal/i18n"
)

// readme says what is in the copy, and what is not and why.
func (a *archive) readme() string {
	p, r := a.printer, a.request
	count := func(key string, n int) string { return "- " + p.T(key, "count", n) + "\n" }
	var b strings.Builder
	b.WriteString(p.T("privacy.copy.title", "number", r.Label()) + "\n\n")
	b.WriteString(p.T("privacy.copy.about", "name", r.Name, "day", r.AskedOn, "made", p.DateTime(a.Now())) + "\n\n")
	b.WriteString(count("privacy.found.own", len(a.found.Own)) + count("privacy.found.drafts", len(a.found.Drafts)))
	b.WriteString(count("privacy.found.mentions", len(a.found.Mentions)) + count("privacy.found.accounts", len(a.found.Accounts)) + count("privacy.found.lists", a.found.Lists))
	b.WriteString("\n" + p.T("privacy.copy.layout") + "\n")
	if !r.WithFiles {
		b.WriteString(p.T("privacy.copy.no_files") + "\n")
	}
	b.WriteString("\n" + p.T("privacy.left_out.title") + "\n")
	for _, key := range LeftOut() {
		b.WriteString("- " + p.T("privacy.left_out."+key) + "\n")
	}
	return b.String()
}

// LeftOut lists the keys of what no copy has, with the reason.
func LeftOut() []string {
	return []string{"others", "officials", "secrets", "infected", "derived", "backups"}
}

// readable writes rows for a person: a heading for each table, a line for each value.
func readable(p *i18n.Printer, held Held) string {
	var b strings.Builder
	for _, table := range slices.Sorted(maps.Keys(held)) {
		if len(held[table]) == 0 {
			continue
		}
		fmt.Fprintf(&b, "== %s ==\n\n", p.T("privacy.table."+table))
		for _, row := range held[table] {
			writeTree(&b, plain(row), 0)
			b.WriteString("\n")
		}
	}
	return b.String()
}

// plain turns a row into what encoding/json reads, so that JSON within is a tree too.
func plain(row database.Record) any {
	b, err := json.Marshal(row)
	if err != nil {
		return fmt.Sprint(row)
	}
	var v any
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return string(b)
	}
	return v
}

func writeTree(b *strings.Builder, v any, depth int) {
	indent := strings.Repeat("  ", depth)
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			writeEntry(b, indent+key+":", v[key], depth)
		}
	case []any:
		for _, one := range v {
			writeEntry(b, indent+"-", one, depth)
		}
	default:
		fmt.Fprintf(b, "%s%s\n", indent, leaf(v))
	}
}

func writeEntry(b *strings.Builder, head string, v any, depth int) {
	switch v.(type) {
	case map[string]any, []any:
		b.WriteString(head + "\n")
		writeTree(b, v, depth+1)
	default:
		fmt.Fprintf(b, "%s %s\n", head, leaf(v))
	}
}

func leaf(v any) string {
	switch v := v.(type) {
	case nil:
		return "—"
	case string:
		return strings.ReplaceAll(v, "\n", " / ")
	}
	return fmt.Sprint(v)
}

// partsAbout finds, in somebody else's answers, the smallest groups that name the
// person. At the top, where all the answers stand, it takes only the questions whose
// name begins like that of the one that names the person: counsel_tax_code brings
// counsel_name.
func partsAbout(answers json.RawMessage, p Person) []database.Record {
	var tree map[string]any
	if err := json.Unmarshal(answers, &tree); err != nil {
		return nil
	}
	var found []database.Record
	for key, v := range tree {
		if text, ok := v.(string); ok && p.isNamedIn(text) {
			found = append(found, likeNamed(tree, key))
			continue
		}
		found = append(found, groupsAbout(v, p)...)
	}
	return found
}

func (p Person) isNamedIn(text string) bool {
	return p.TaxCode != "" && strings.EqualFold(text, p.TaxCode) || p.Email != "" && strings.EqualFold(text, p.Email)
}

func likeNamed(tree map[string]any, key string) database.Record {
	prefix, _, cut := strings.Cut(key, "_")
	r := database.Record{}
	for other, v := range tree {
		if other == key || cut && prefix != "tax" && strings.HasPrefix(other, prefix+"_") {
			r[other] = v
		}
	}
	return r
}

func groupsAbout(v any, p Person) (found []database.Record) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			found = append(found, groupsAbout(one, p)...)
		}
	case map[string]any:
		for _, inner := range v {
			if text, ok := inner.(string); ok && p.isNamedIn(text) {
				return []database.Record{v}
			}
		}
		for _, inner := range v {
			found = append(found, groupsAbout(inner, p)...)
		}
	}
	return found
}
