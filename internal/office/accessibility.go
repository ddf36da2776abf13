// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Conformity is the state of conformity that a body declares.
type Conformity string

// The states of AgID's model (decision (EU) 2018/1523).
const (
	Conforms Conformity = "full"
	Partly   Conformity = "partial"
	Not      Conformity = "none"
)

// Conformities lists them.
func Conformities() []Conformity { return []Conformity{Conforms, Partly, Not} }

// Method is how a statement was prepared.
type Method string

// The methods.
const (
	SelfAssessed Method = "self"
	ThirdParty   Method = "third_party"
)

// Methods lists them.
func Methods() []Method { return []Method{SelfAssessed, ThirdParty} }

// Statement is the body's statement of accessibility (L. 4/2004 art. 3-quater). A public body makes its statement at AgID, in
// form.agid.gov.it, once a year by 23 September; Hosted is its address there. The page of this site shows the same contents.
type Statement struct {
	Hosted     string     `json:"hosted"` // https; may be empty
	Conformity Conformity `json:"conformity"`
	// What is not accessible: against the law, because the burden would be disproportionate, or because the law does not ask for it.
	Failing      i18n.Text  `json:"failing"`
	Burden       i18n.Text  `json:"burden"`
	OutOfScope   i18n.Text  `json:"out_of_scope"`
	Alternatives i18n.Text  `json:"alternatives"`
	PreparedOn   terms.Date `json:"prepared_on"`
	ReviewedOn   terms.Date `json:"reviewed_on"`
	PublishedOn  terms.Date `json:"published_on"` // of the site
	Method       Method     `json:"method"`
	Usability    bool       `json:"usability"` // tests with people were made
	Contact      string     `json:"contact"`   // e-mail for reports; the body's when empty
	Remedy       string     `json:"remedy"`    // address of AgID's procedure for who is not answered

	Version   int64     `json:"-"` // 0: none was made
	ChangedAt time.Time `json:"-"`
}

// Remedy is where AgID takes complaints, unless the statement names another address.
const Remedy = "https://www.agid.gov.it/it/agenzia/difensore-civico-digitale"

// DueOn is the day by which the statement has to be reviewed: 23 September of each year. It is the one after the last review.
func (s Statement) DueOn() terms.Date {
	last := s.ReviewedOn
	if last.Before(s.PreparedOn) {
		last = s.PreparedOn
	}
	year, _, _ := last.Date()
	due := terms.NewDate(year, time.September, 23)
	if !last.Before(due) {
		due = terms.NewDate(year+1, time.September, 23)
	}
	return due
}

// Statement is the statement as it is now; Version 0 when none was made.
func (s *Service) Statement(ctx context.Context) (st Statement, err error) {
	defer problem.Wrap(&err, "office.Statement")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		st, err = s.StatementIn(ctx, tx)
		return err
	})
	return st, err
}

// StatementIn is Statement inside the caller's transaction.
func (s *Service) StatementIn(ctx context.Context, tx *database.Tx) (st Statement, err error) {
	v, err := lastText(ctx, tx, statementName)
	if errors.Is(err, database.ErrNotFound) {
		return Statement{}, nil
	}
	if err != nil {
		return Statement{}, err
	}
	err = json.Unmarshal(v.data, &st)
	st.Version, st.ChangedAt = v.version, v.at
	return st, err
}

// SaveStatement stores a new version of the statement, made from st.Version.
func (s *Service) SaveStatement(ctx context.Context, by Actor, st Statement) (err error) {
	defer problem.Wrap(&err, "office.SaveStatement")
	if err := may(by, BodyManage, Resource{}); err != nil {
		return err
	}
	if st, err = st.check(s.today()); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error { return s.putText(ctx, tx, by, statementName, st, st.Version) })
}

// maxLimits bounds each list of what is not accessible, in characters.
const maxLimits = 4000

func (s Statement) check(today terms.Date) (Statement, error) {
	var fields []problem.Field
	wrong := func(is bool, path, code string, args ...any) {
		if is {
			fields = append(fields, problem.Field{Path: path, Code: code, Args: args})
		}
	}
	s.Hosted, s.Contact, s.Remedy = strings.TrimSpace(s.Hosted), strings.TrimSpace(s.Contact), strings.TrimSpace(s.Remedy)
	wrong(!slices.Contains(Conformities(), s.Conformity), "conformity", "office.conformity_missing")
	wrong(s.Hosted != "" && !isWebsite(s.Hosted), "hosted", "office.website_invalid")
	wrong(s.Remedy != "" && !isWebsite(s.Remedy), "remedy", "office.website_invalid")
	wrong(s.Contact != "" && !isAddress(s.Contact), "contact", "office.address_invalid")
	wrong(!slices.Contains(Methods(), s.Method), "method", "office.method_missing")
	wrong(s.PreparedOn.IsZero(), "prepared_on", "office.day_missing")
	wrong(s.PreparedOn.After(today), "prepared_on", "office.day_future")
	wrong(s.ReviewedOn.After(today), "reviewed_on", "office.day_future")
	for _, list := range []struct {
		path string
		text *i18n.Text
	}{{"failing", &s.Failing}, {"burden", &s.Burden}, {"out_of_scope", &s.OutOfScope}, {"alternatives", &s.Alternatives}} {
		it, en := tidyText((*list.text)["it"]), tidyText((*list.text)["en"])
		wrong(it == "" && en != "", list.path+".it", "office.text_other_language")
		wrong(en == "" && it != "", list.path+".en", "office.text_other_language")
		wrong(len([]rune(it)) > maxLimits, list.path+".it", "office.text_long", "max", maxLimits)
		wrong(len([]rune(en)) > maxLimits, list.path+".en", "office.text_long", "max", maxLimits)
		*list.text = i18n.Text{"it": it, "en": en}
	}
	none := s.Failing["it"] == "" && s.Burden["it"] == "" && s.OutOfScope["it"] == ""
	wrong(s.Conformity != Conforms && s.Conformity != "" && none, "failing.it", "office.limits_missing")
	wrong(s.Conformity == Conforms && s.Failing["it"] != "", "failing.it", "office.limits_unexpected")
	if len(fields) > 0 {
		return s, problem.New(problem.Invalid, "office.statement_invalid").With(fields...)
	}
	return s, nil
}
