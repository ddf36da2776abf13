// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"net/http"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// OfficePart is what the page of a case shows to officials only.
type OfficePart struct {
	Withheld bool // the reader must declare first: only Parties and the offers show
	Parties  []kit.Entry
	Urgent   kit.Badge
	Related  []RelatedRow
	More     []RelatedRow // beyond the first few
	MoreText string
	Unseen   string
	Choices  []ChoiceCard
	Declared []kit.Entry
	Notes    []NoteRow
	Note     kit.Field
	NotePath string
}

// RelatedRow is another case of the same people.
type RelatedRow struct {
	Code, Href, Filed string
	State             kit.Badge
	Why               []string
}

// ChoiceCard says who was chosen for the case, and why.
type ChoiceCard struct {
	Title, Why, Reason string
	Table              kit.Table
}

// NoteRow is a private note.
type NoteRow struct {
	ID, Who, When, Text string
	Mine                bool
}

// office fills what only officials read.
func (p *CasePage) office(v casework.View) {
	p.Withheld = v.Withheld
	for _, party := range v.Parties {
		entry := kit.Entry{Name: party.Label.In(p.Lang)}
		for _, person := range party.People {
			entry.Lines = append(entry.Lines, strings.TrimSpace(strings.Join([]string{person.Who, person.TaxCode}, " ")))
		}
		if len(entry.Lines) == 1 {
			entry.Value, entry.Lines = entry.Lines[0], nil
		}
		p.Parties = append(p.Parties, entry)
	}
	if v.Case.IsUrgent(p.today) && !v.Final {
		p.Urgent = urgentBadge(p.Page, v.Case)
	}
	p.related(v)
	for _, c := range v.Choices {
		p.Choices = append(p.Choices, p.choice(c))
	}
	for _, d := range v.Declared {
		entry := kit.Entry{Name: d.Name, Lines: []string{p.T("office.conflict."+d.Verdict, "at", p.Printer.DateTime(d.At))}}
		if d.Reason != "" {
			entry.Lines = append(entry.Lines, d.Reason)
		}
		p.Declared = append(p.Declared, entry)
	}
	for _, n := range v.Notes {
		p.Notes = append(p.Notes, NoteRow{ID: n.ID, Who: n.Name, When: p.Printer.DateTime(n.At), Text: n.Text, Mine: n.Mine})
	}
	p.NotePath = path(v.Case.ID) + "/note"
	p.Note = kit.Field{Type: kit.LongText, Name: "private_note", Label: p.T("office.notes.field"), Help: p.T("office.notes.help")}
}

func urgentBadge(page kit.Page, c casework.Case) kit.Badge {
	return kit.Badge{Text: page.T("office.case.urgent", "date", page.Printer.Date(c.Urgent)), Tone: kit.Negative}
}

// relatedInSight is how many other cases are shown before one asks for more.
const relatedInSight = 5

func (p *CasePage) related(v casework.View) {
	for _, r := range v.Related {
		row := RelatedRow{Code: r.Code, Href: path(r.ID), Filed: p.Printer.Date(r.Filed), State: kit.Badge{Text: r.State.In(p.Lang), Tone: kit.Progress}}
		if r.Final {
			row.State.Tone = kit.Neutral
		}
		for _, m := range r.Matches {
			row.Why = append(row.Why, relatedWhy(p.Page, m))
		}
		p.Related = append(p.Related, row)
	}
	if n := len(p.Related) - relatedInSight; n > 0 {
		p.Related, p.More = p.Related[:relatedInSight], p.Related[relatedInSight:]
		p.MoreText = p.T("office.related.more", "count", n)
	}
	if v.Unseen > 0 {
		p.Unseen = p.T("office.related.unseen", "count", v.Unseen)
	}
}

// relatedWhy says who was recognised and by what.
func relatedWhy(page kit.Page, m casework.Match) string {
	here, there := m.Party.In(page.Lang), m.There.In(page.Lang)
	by := page.T("office.related.by_" + m.By)
	if here == there {
		return page.T("office.related.same", "party", here, "by", by)
	}
	return page.T("office.related.other", "party", here, "there", there, "by", by)
}

// choice words a choice with the values that were compared.
func (p *CasePage) choice(c casework.Choice) ChoiceCard {
	card := ChoiceCard{Title: p.T("office.choice.title", "role", c.Label.In(p.Lang), "at", p.Printer.DateTime(c.At)), Reason: c.Reason}
	switch {
	case c.Account == "":
		card.Why = p.T("office.choice.nobody")
	case c.ByHand:
		card.Why = p.T("office.choice.by_hand", "name", c.Name)
	case c.Decisive == "":
		card.Why = p.T("office.choice.alone", "name", c.Name)
	default:
		card.Why = p.T("office.choice.by_"+c.Decisive, "name", c.Name)
	}
	var rows []kit.Row
	for _, candidate := range c.Candidates {
		rows = append(rows, p.candidate(candidate))
	}
	card.Table = kit.NewTable(p.T("office.choice.compared"), []kit.Column{
		{Title: p.T("office.choice.person")}, {Title: p.T("office.choice.open"), Numeric: true}, {Title: p.T("office.choice.last")}, {Title: p.T("office.choice.note")},
	}, rows)
	return card
}

func (p *CasePage) candidate(c actions.Candidate) kit.Row {
	last, out := p.T("office.choice.never"), ""
	if !c.Last.IsZero() {
		last = p.Printer.DateTime(c.Last)
	}
	if c.Out != "" {
		out = p.T("office.choice.out_" + c.Out)
	}
	return kit.Row{Cells: []kit.Cell{{Text: c.Name}, {Text: p.Printer.Number(int64(c.Open))}, {Text: last}, {Text: out}}}
}

// noteSubmit writes a private note, or takes one back.
func (f *Face) noteSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	id, key := r.PathValue("id"), "office.notes.added"
	typed := form.Text("private_note")
	if note := form.Text("remove"); note != "" {
		key = "office.notes.removed"
		err = f.Casework.RemoveNote(r.Context(), actor(r), id, note)
	} else {
		_, err = f.Casework.AddNote(r.Context(), actor(r), id, typed)
	}
	if err != nil && problem.KindOf(err) == problem.Invalid {
		return f.caseWith(w, r, typed, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, key)
	return kit.Redirect(w, r, path(id)+"#notes")
}

// noteErrors shows a note that was refused, with what was typed.
func (p *CasePage) noteErrors(typed string, wrong error) {
	p.Note.Value = typed
	if wrong != nil {
		p.Note.Error = kit.FieldErrors(p.Printer, wrong)[p.Note.Name]
		p.Errors = kit.Summary("", p.Note)
	}
}

// onPaper says when a paper was handed in, and where post goes.
func (p *CasePage) onPaper(c casework.Case) []kit.Entry {
	paper, ok := c.Facts["paper"].(map[string]any)
	if !ok {
		return nil
	}
	received, _ := paper["received"].(string)
	postal, _ := paper["postal"].(string)
	entries := []kit.Entry{{Name: p.T("office.paper.on"), Value: p.Printer.Date(day(received))}}
	if postal != "" {
		entries = append(entries, kit.Entry{Name: p.T("office.paper.postal"), Value: postal})
	}
	if c.Email == "" {
		entries = append(entries, kit.Entry{Name: p.T("office.case.email"), Value: p.T("office.paper.by_post")})
	}
	return entries
}
