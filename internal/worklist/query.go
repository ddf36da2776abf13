// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"cmp"
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"pratica/internal/terms"
)

// Scope says which cases of a kind are listed.
type Scope string

// The scopes.
const (
	Open   Scope = ""       // those that somebody works on
	Closed Scope = "closed" // those in a final state
	All    Scope = "all"
)

// Order is what a list is sorted by.
type Order string

// The orders.
const (
	ByDue     Order = "due"
	ByFiled   Order = "filed"
	ByName    Order = "name"
	ByUrgency Order = "urgency" // the urgent first, by hearing; then the others by due date
)

// Orders lists all orders; the first is the usual one.
func Orders() []Order { return []Order{ByUrgency, ByDue, ByFiled, ByName} }

// Column is something that a list shows of each case, beside its code.
type Column string

// The columns.
const (
	Number    Column = "number"
	Name      Column = "name"
	Procedure Column = "procedure"
	Filed     Column = "filed"
	State     Column = "state"
	Due       Column = "due"
	Hearing   Column = "hearing"
	Holder    Column = "holder"
	Changed   Column = "changed"
)

// Columns lists all columns in the order in which they stand.
func Columns() []Column {
	return []Column{Number, Name, Procedure, Filed, State, Due, Hearing, Holder, Changed}
}

// Usual are the columns shown when none were chosen.
func Usual() []Column { return []Column{Number, Name, Procedure, Filed, State, Due, Holder} }

// Assignees that are no account.
const (
	Anyone = ""
	Me     = "me"     // the reader, or those in whose place he stands
	Nobody = "nobody" // cases that wait for somebody
)

// Span is a stretch of days, both included; a zero end is open.
type Span struct{ From, To terms.Date }

// IsZero says that there is no limit.
func (s Span) IsZero() bool { return s.From.IsZero() && s.To.IsZero() }

// Query is what somebody wants to see. The zero value is all open cases, the
// urgent first, then what ends first.
type Query struct {
	Scope    Scope
	Stage    string // "procedure/state", or a procedure alone; "" for all
	Assignee string
	Urgent   bool
	Due      Span
	Filed    Span
	Text     string // the beginning of a name, a code, or a number as "12" or "12/2026"
	Sealed   string // Text as an address has it, when a name must not stand there
	Sort     Order
	Reverse  bool
	Columns  []Column
	After    string // where the page before ended; see Page.Next
	Limit    int    // rows; 50 when 0, at most 500
}

// ParseQuery reads the query of an address. What it does not know it leaves out:
// an address may be old, or typed.
func ParseQuery(v url.Values) Query {
	q := Query{
		Stage: v.Get("state"), Assignee: v.Get("assignee"), Urgent: v.Has("urgent"), Text: strings.TrimSpace(v.Get("q")), Reverse: v.Has("reverse"), After: v.Get("after"),
		Due: Span{day(v, "due_from"), day(v, "due_to")}, Filed: Span{day(v, "filed_from"), day(v, "filed_to")},
	}
	if s := Scope(v.Get("scope")); s == Closed || s == All {
		q.Scope = s
	}
	if o := Order(v.Get("sort")); slices.Contains(Orders(), o) {
		q.Sort = o
	}
	for _, c := range Columns() {
		if slices.Contains(v["col"], string(c)) {
			q.Columns = append(q.Columns, c)
		}
	}
	return q
}

// day reads a day, as one text or as the three boxes of a form.
func day(v url.Values, name string) terms.Date {
	text := v.Get(name)
	if text == "" && v.Get(name+"-year") != "" {
		text = v.Get(name+"-year") + "-" + two(v.Get(name+"-month")) + "-" + two(v.Get(name+"-day"))
	}
	d, err := terms.ParseDate(text)
	if err != nil {
		return terms.Date{}
	}
	return d
}

func two(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// Values is the query as an address has it. The page is left out: an address
// that is kept begins at the first.
func (q Query) Values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("scope", string(q.Scope))
	set("state", q.Stage)
	set("assignee", q.Assignee)
	set("q", cmp.Or(q.Sealed, q.Text))
	set("sort", string(q.Sort))
	for name, d := range map[string]terms.Date{"due_from": q.Due.From, "due_to": q.Due.To, "filed_from": q.Filed.From, "filed_to": q.Filed.To} {
		if !d.IsZero() {
			v.Set(name, d.String())
		}
	}
	for name, on := range map[string]bool{"urgent": q.Urgent, "reverse": q.Reverse} {
		if on {
			v.Set(name, "1")
		}
	}
	for _, c := range q.Columns {
		v.Add("col", string(c))
	}
	return v
}

// Shown are the columns to show.
func (q Query) Shown() []Column {
	if len(q.Columns) == 0 {
		return Usual()
	}
	return q.Columns
}

// IsNarrowed says that something was filtered, so that an empty list is no news.
func (q Query) IsNarrowed() bool {
	return q.Stage != "" || q.Assignee != Anyone || q.Urgent || !q.Due.IsZero() || !q.Filed.IsZero() || q.Text != "" || q.Scope != Open
}

// place is where in a list a case stands: its key in the order, then the filing.
type place struct {
	key    string
	filing int64
}

// encode writes a place in an order, for the address of the next page.
func (p place) encode(o Order) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(p.filing, 10) + " " + string(o) + " " + p.key))
}

// decodePlace reads what encode wrote; what it did not is the beginning.
func decodePlace(s string) (p *place, o Order) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	parts := strings.SplitN(string(raw), " ", 3)
	if err != nil || len(parts) < 3 || !slices.Contains(Orders(), Order(parts[1])) {
		return nil, ""
	}
	filing, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil {
		return nil, ""
	}
	return &place{parts[2], filing}, Order(parts[1])
}
