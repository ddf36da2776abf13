// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import "cel.dev/cel-go/cel"

// Type is what kind of answer a field takes.
type Type string

// The types of field.
const (
	Text           Type = "text"
	LongText       Type = "long_text"
	Number         Type = "number"
	Integer        Type = "integer"
	Amount         Type = "amount" // cents
	Date           Type = "date"
	FiscalCode     Type = "fiscal_code"
	VAT            Type = "vat_number" // partita IVA
	IBAN           Type = "iban"
	Email          Type = "email"
	PEC            Type = "pec"
	Phone          Type = "phone"
	Postcode       Type = "postcode"
	Choice         Type = "choice"
	MultipleChoice Type = "multiple_choice"
	YesNo          Type = "yes_no"
	Declaration    Type = "declaration" // must be true
	Information    Type = "information" // words only
	Address        Type = "address"     // composite
	File           Type = "file"        // asked for here, uploaded with the attachments
	Repeated       Type = "group"
)

// kind is what the rest of the package must know of a type. A new type is one
// row here, one case in readTyped and, if it shows differently, one in show.
type kind struct {
	cel       *cel.Type // nil: the field itself has no value
	maxLength int       // of a text, when the definition sets none
	options   bool
	computed  bool // can be worked out by an expression
	bounds    []string
}

var kinds = map[Type]kind{
	Text:           {cel: cel.StringType, maxLength: 500, computed: true, bounds: []string{"min_length", "max_length"}},
	LongText:       {cel: cel.StringType, maxLength: 10000, bounds: []string{"min_length", "max_length"}},
	Number:         {cel: cel.DoubleType, computed: true, bounds: []string{"min", "max"}},
	Integer:        {cel: cel.IntType, computed: true, bounds: []string{"min", "max"}},
	Amount:         {cel: cel.IntType, computed: true, bounds: []string{"min", "max"}},
	Date:           {cel: cel.TimestampType, computed: true, bounds: []string{"min", "max"}},
	FiscalCode:     {cel: cel.StringType, maxLength: 32},
	VAT:            {cel: cel.StringType, maxLength: 20},
	IBAN:           {cel: cel.StringType, maxLength: 50},
	Email:          {cel: cel.StringType, maxLength: 254},
	PEC:            {cel: cel.StringType, maxLength: 254},
	Phone:          {cel: cel.StringType, maxLength: 40},
	Postcode:       {cel: cel.StringType, maxLength: 10},
	Choice:         {cel: cel.StringType, maxLength: 200, options: true},
	MultipleChoice: {cel: cel.ListType(cel.StringType), options: true},
	YesNo:          {cel: cel.BoolType, computed: true},
	Declaration:    {cel: cel.BoolType},
	Information:    {},
	Address:        {},
	File:           {},
	Repeated:       {},
}

// role is what a part is to its composite.
type role string

const (
	roleNone    role = "none"     // fiscal code: why there is none
	roleNoFixed role = "no_fixed" // address: there is none
	rolePlace   role = "place"    // address: where to be found all the same
	roleStreet  role = "street"

	roleTown     role = "municipality"
	roleProvince role = "province"
	roleCode     role = "code" // address: the Belfiore code, looked up
)
