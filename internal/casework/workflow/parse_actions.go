// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import (
	"slices"
	"strings"

	"pratica/internal/terms"
)

// Any, as the only state under "from", stands for every state that is not final.
const Any = "any"

func (b *builder) actions() {
	for _, e := range b.raw.Actions {
		b.name(e.pos, e.name, b.isAction(e.name) || e.name == Filing)
		raw := e.item
		a := Action{
			Name: e.name, Kind: raw.Kind.value, Assigned: raw.Assigned, Quiet: raw.Quiet,
			Label:   b.words(e.pos, raw.Label, true),
			Done:    b.words(e.pos, raw.Done, false),
			Explain: b.words(e.pos, raw.Explain, false),
			Asks:    b.questions(raw.Asks),
			From:    b.from(e),
			By:      b.known(raw.By, "role", b.isRole),
			Guard:   b.expr(raw.Guard, true),
			Notify:  b.known(raw.Notify, "recipient", func(n string) bool { return n == Applicant || n == Lawyer || n == Office }),
		}
		if len(a.By) == 0 {
			b.fault(e.pos, "no_role")
		}
		for _, n := range raw.Needs {
			a.Needs = append(a.Needs, Need{That: b.needed(e.pos, n.That), Text: b.words(e.pos, n.Text, true)})
		}
		b.kind(e, &a)
		b.target(e, &a)
		b.due(e, &a)
		b.d.Actions = append(b.d.Actions, a)
	}
}

// questionTypes are the types that a definition may name.
var questionTypes = []QuestionType{TextQuestion, LongQuestion, DateQuestion, NumberQuestion, AmountQuestion, TaxCodeQuestion}

func (b *builder) questions(raw ordered[rawAsked]) []Question {
	var all []Question
	for _, e := range raw {
		q := Question{
			Name: e.name, Label: b.words(e.pos, e.item.Label, true), Help: b.words(e.pos, e.item.Help, false),
			Type: QuestionType(e.item.Type.value), Required: e.item.Required,
		}
		b.name(e.pos, e.name, slices.ContainsFunc(all, func(other Question) bool { return other.Name == e.name }))
		if q.Type == "" {
			q.Type = TextQuestion
		}
		if !slices.Contains(questionTypes, q.Type) {
			b.fault(e.item.Type.pos, "bad_choice", "value", e.item.Type.value, "choices", "text, long_text, date, number, amount, tax_code")
		}
		all = append(all, q)
	}
	return all
}

func (b *builder) from(e entry[rawAction]) []string {
	if n := e.item.From; len(n) == 1 && n[0].value == Any {
		var all []string
		for _, s := range b.d.States {
			if !s.Final {
				all = append(all, s.Name)
			}
		}
		return all
	}
	if len(e.item.From) == 0 {
		b.fault(e.pos, "no_from")
	}
	return b.known(e.item.From, "state", b.isState)
}

// kind checks the step kind and its parameters.
func (b *builder) kind(e entry[rawAction], a *Action) {
	schema, ok := b.kinds[a.Kind]
	if !ok {
		b.fault(e.item.Kind.pos, "unknown_kind", "name", a.Kind)
		return
	}
	a.Params = Params{text: map[string]string{}, flags: map[string]bool{}, lists: map[string][]string{}}
	for _, given := range e.item.With {
		i := slices.IndexFunc(schema.Params, func(p Param) bool { return p.Name == given.name })
		if i < 0 {
			b.fault(given.pos, "unknown_param", "name", given.name, "kind", a.Kind)
			continue
		}
		b.param(schema.Params[i], given, &a.Params)
	}
	for _, p := range schema.Params {
		if p.Required && !slices.ContainsFunc(e.item.With, func(g entry[rawParam]) bool { return g.name == p.Name }) {
			b.fault(e.pos, "no_param", "name", p.Name, "kind", a.Kind)
		}
	}
}

func (b *builder) param(p Param, given entry[rawParam], into *Params) {
	if given.item.isList != (p.Type == OutcomesParam) || len(given.item.names) == 0 {
		b.fault(given.pos, "bad_param", "name", p.Name, "want", string(p.Type))
		return
	}
	value := given.item.names[0]
	ok := true
	switch p.Type {
	case OutcomesParam:
		into.lists[p.Name] = b.known(given.item.names, "outcome", b.isOutcome)
		return
	case FlagParam:
		ok = value.value == "true" || value.value == "false"
		into.flags[p.Name] = value.value == "true"
	case RoleParam:
		_, ok = b.d.Role(value.value)
	case TermParam:
		ok = b.isTerm(value.value)
	case ChoiceParam:
		ok = slices.Contains(p.Choices, value.value)
	case PathParam:
		ok = nameText.MatchString(strings.ReplaceAll(value.value, ".", "_"))
	}
	if !ok {
		b.fault(value.pos, "bad_param", "name", p.Name, "want", strings.Join(append([]string{string(p.Type)}, p.Choices...), " "))
	}
	into.text[p.Name] = value.value
}

// target checks where the action leads.
func (b *builder) target(e entry[rawAction], a *Action) {
	to := e.item.To
	if to.byOutcome == nil {
		if a.To = to.state.value; a.To != "" && !b.isState(a.To) {
			b.fault(to.state.pos, "unknown_state", "name", a.To)
		}
		return
	}
	if !b.kinds[a.Kind].Decides {
		b.fault(to.byOutcome[0].pos, "not_deciding", "kind", a.Kind)
	}
	a.ByOutcome = map[string]string{}
	for _, pair := range to.byOutcome {
		if !b.isOutcome(pair.name) {
			b.fault(pair.pos, "unknown_outcome", "name", pair.name)
		}
		if !b.isState(pair.item.value) {
			b.fault(pair.item.pos, "unknown_state", "name", pair.item.value)
		}
		a.ByOutcome[pair.name] = pair.item.value
	}
	for _, o := range b.d.Outcomes {
		if _, ok := a.ByOutcome[o.Name]; !ok {
			b.fault(e.pos, "outcome_leads_nowhere", "name", o.Name)
		}
	}
}

// due checks an action that the system does at the end of a term.
func (b *builder) due(e entry[rawAction], a *Action) {
	a.OnDue = e.item.OnDue.value
	bySystem := slices.Contains(a.By, System)
	if a.OnDue == "" && bySystem {
		b.fault(e.pos, "system_without_term")
	}
	if a.OnDue == "" {
		return
	}
	if !b.isTerm(a.OnDue) {
		b.fault(e.item.OnDue.pos, "unknown_term", "name", a.OnDue)
	}
	if !bySystem {
		b.fault(e.item.OnDue.pos, "term_without_system")
	}
}

func (b *builder) terms() {
	starts := func(name string) bool { return name == Filing || b.isAction(name) }
	for _, e := range b.raw.Terms {
		raw := e.item
		_, taken := b.d.Term(e.name)
		b.name(e.pos, e.name, taken)
		t := Term{
			Name: e.name, Label: b.words(e.pos, raw.Label, true), Public: raw.Public, Longest: raw.Longest.Length, When: b.expr(raw.When, true),
			Starts: b.known(raw.Start, "action", starts),
			Ends:   b.known(raw.End, "action", b.isAction),
			Rule: terms.Rule{
				Norm: b.norm(e.pos, raw.Norm), Length: raw.Length.Length, Wait: raw.Wait.Length,
				Procedural: raw.Procedural, Summer: raw.Summer, Patron: raw.Patron,
			},
		}
		if t.Rule.Length.IsZero() {
			b.fault(e.pos, "want_length")
		}
		if len(t.Starts) == 0 || len(t.Ends) == 0 {
			b.fault(e.pos, "term_without_ends")
		}
		if !t.Rule.Wait.IsZero() && len(raw.Stops) > 0 {
			b.fault(e.pos, "wait_with_stops")
		}
		b.stops(e, &t)
		b.d.Terms = append(b.d.Terms, t)
	}
	b.d.Main = b.raw.Main.value
	if b.d.Main != "" && !b.isTerm(b.d.Main) {
		b.fault(b.raw.Main.pos, "unknown_term", "name", b.d.Main)
	}
}

var modes = map[string]terms.Mode{"suspend": terms.Continue, "interrupt": terms.Reset}

func (b *builder) stops(e entry[rawTerm], t *Term) {
	for _, s := range e.item.Stops {
		mode, ok := modes[s.item.Effect.value]
		if !ok {
			b.fault(orElse(s.item.Effect.pos, s.pos), "bad_choice", "value", s.item.Effect.value, "choices", "suspend, interrupt")
		}
		while := s.item.While.value
		if while != "" && (!b.isTerm(while) || while == e.name) {
			b.fault(s.item.While.pos, "unknown_term", "name", while)
		}
		t.Rule.Stops = append(t.Rule.Stops, terms.Stop{
			Reason: s.name, Mode: mode, Cap: s.item.Cap.Length, After: s.item.After.Length, Max: s.item.Max, Norm: b.norm(s.pos, s.item.Norm),
		})
		t.Stops = append(t.Stops, Stop{
			Reason: s.name, While: while,
			By:      b.known(s.item.By, "action", b.isAction),
			Restart: b.known(s.item.Restart, "action", b.isAction),
		})
	}
}

func orElse(p, other pos) pos {
	if p == (pos{}) {
		return other
	}
	return p
}

// graph checks that every state can be reached and, unless final, left.
func (b *builder) graph() {
	if len(b.wrong) > 0 {
		return // a wrong name would only cause echoes
	}
	reached := reachable(b.d)
	for i, s := range b.d.States {
		where := b.raw.States[i].pos
		if !reached[s.Name] {
			b.fault(where, "unreachable", "name", s.Name)
		}
		leaves := slices.ContainsFunc(b.d.Actions, func(a Action) bool { return !a.Stays() && slices.Contains(a.From, s.Name) })
		if s.Final == leaves {
			b.fault(where, map[bool]string{true: "final_left", false: "dead_end"}[s.Final], "name", s.Name)
		}
	}
}

// reachable names the states that actions lead to from the start.
func reachable(d *Definition) map[string]bool {
	reached := map[string]bool{d.Start: true}
	for grown := true; grown; {
		grown = false
		for _, a := range d.Actions {
			if !slices.ContainsFunc(a.From, func(s string) bool { return reached[s] }) {
				continue
			}
			for _, to := range a.targets() {
				grown = grown || !reached[to]
				reached[to] = true
			}
		}
	}
	return reached
}

// targets lists the states to which the action may lead.
func (a Action) targets() []string {
	var out []string
	if a.To != "" {
		out = append(out, a.To)
	}
	for _, to := range a.ByOutcome {
		out = append(out, to)
	}
	return out
}
