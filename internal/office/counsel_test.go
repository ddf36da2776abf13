// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/fiscal"
	"pratica/internal/office"
	"pratica/internal/office/officetest"
)

// Three invented people.
const (
	rossi   = "RSSMRA80A01H501U"
	bianchi = "BNCLRA85T41F205Y"
	verdi   = "VRDLGI75E15L219V"
)

func TestInventedCodesAreWellFormed(t *testing.T) {
	for _, c := range []string{rossi, bianchi, verdi} {
		if _, err := fiscal.Parse(c); err != nil {
			t.Errorf("%s: %v", c, err)
		}
	}
}

const list = "Cognome;Nome;Codice Fiscale;Foro;PEC;E-mail;Iscritto dal\r\n" +
	"Rossi;Mario;" + rossi + ";Roma;Mario.Rossi@pec.example.org;mario@example.org;01/02/2015\r\n" +
	"D'Àncora Bianchi;Laura;" + bianchi + ";Milano;laura@pec.example.org;;\r\n"

// refusals maps lines to the codes of their faults.
func refusals(out office.Outcome) map[int][]string {
	all := map[int][]string{}
	for _, r := range out.Results {
		for _, f := range r.Faults {
			all[r.Line] = append(all[r.Line], f.Path+" "+f.Code)
		}
	}
	return all
}

func load(t *testing.T, h *officetest.House, by office.Actor, text string, dry bool) office.Outcome {
	t.Helper()
	out, err := h.ImportCounsel(ctx, by, strings.NewReader(text), dry)
	code(t, "import", err, "")
	return out
}

func TestImport(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		anna := h.Administrator(t, "anna")
		steps := []struct {
			name, text string
			dry        bool
			want       map[office.Fate]int
			missing    int
		}{
			{"dry run", list, true, map[office.Fate]int{office.Added: 2}, 0},
			{"after a dry run nothing is there", list, false, map[office.Fate]int{office.Added: 2}, 0},
			{"the same again", list, false, map[office.Fate]int{office.Unchanged: 2}, 0},
			{"one changed, one missing", "nominativo,cf,pec\nMario Rossi," + rossi + ",nuova@pec.example.org\n", false, map[office.Fate]int{office.Changed: 1}, 1},
		}
		for _, s := range steps {
			out := load(t, h, anna, s.text, s.dry)
			if diff := cmp.Diff(s.want, out.Count); diff != "" || out.Missing != s.missing || out.DryRun != s.dry {
				t.Errorf("%s: missing %d, dry %v, %s", s.name, out.Missing, out.DryRun, diff)
			}
		}
		c, err := h.CounselByFiscalCode(ctx, " "+strings.ToLower(rossi))
		if err != nil || c.PEC != "nuova@pec.example.org" || c.Name != "Mario Rossi" {
			t.Errorf("%+v, error %v", c, err)
		}
		h.Official("carla")
		_, err = h.ImportCounsel(ctx, h.Actor(t, "carla"), strings.NewReader(list), true)
		code(t, "without the right", err, "office.forbidden")
	})
}

func TestImportSaysWhatIsWrongInEachLine(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		out := load(t, h, h.Administrator(t, "anna"), "nominativo;codice fiscale;pec;email;iscritto dal\n"+
			"Mario Rossi;"+rossi+";mario@pec.example.org;;31/02/2020\n"+
			";"+bianchi+";;;\n"+
			"\n"+
			"Luigi Verdi;VRDLGI75E15L219X;nessuna;;\n"+
			"Luigi Verdi;"+verdi+";luigi@pec.example.org;;2020-01-31\n"+
			"Altro Verdi;"+verdi+";altro@pec.example.org\n"+
			"Ente;80012345678;ente@pec.example.org;;\n", false)
		want := map[int][]string{
			2: {"since office.day_invalid"},
			3: {"name office.counsel_name_missing", "pec office.counsel_address_missing"},
			5: {"fiscal_code office.fiscal_code_invalid", "pec office.address_invalid"},
			7: {"fiscal_code office.counsel_repeated"},
			8: {"fiscal_code office.fiscal_code_invalid"},
		}
		if diff := cmp.Diff(want, refusals(out)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(map[office.Fate]int{office.Added: 1, office.Refused: 5}, out.Count); diff != "" {
			t.Error(diff)
		}
	})
}

func TestReadForms(t *testing.T) {
	const head, row = "Nominativo;Codice fiscale;PEC\n", ";" + rossi + ";a@pec.example.org\n"
	for _, test := range []struct{ name, text, want string }{
		{"UTF-8", head + "Niccolò" + row, "Niccolò"},
		{"byte order mark", "\xef\xbb\xbf" + head + "Niccolò" + row, "Niccolò"},
		{"Windows-1252", head + "Niccol\xf2 \x80" + row, "Niccolò €"},
		{"decomposed", head + "Niccolo\u0300" + row, "Niccolò"},
		{"commas", strings.ReplaceAll(head+"Niccolò"+row, ";", ","), "Niccolò"},
		{"tabs", strings.ReplaceAll(head+"Niccolò"+row, ";", "\t"), "Niccolò"},
		{"old line ends", strings.ReplaceAll(head+"Niccolò"+row, "\n", "\r\n"), "Niccolò"},
		{"quotes", head + `"Niccolò ""Nico"""` + row, `Niccolò "Nico"`},
		{"blanks", head + "  Niccolò\u00a0  Prova " + row, "Niccolò Prova"},
		{"headings otherwise", "E-Mail;C.F.;Avvocato\na@example.org;" + rossi + ";Niccolò\n", "Niccolò"},
	} {
		rows, err := office.ReadCounsel(strings.NewReader(test.text))
		if err != nil || len(rows) != 1 || rows[0].Counsel.Name != test.want || len(rows[0].Faults) > 0 {
			t.Errorf("%s: %+v, error %v", test.name, rows, err)
		}
	}
}

func TestReadRefusesAWholeFile(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"empty", "", "office.csv_empty"},
		{"workbook", "PK\x03\x04\x14\x00\x06", "office.csv_not_text"},
		{"UTF-16", "\xff\xfeN\x00o\x00", "office.csv_not_text"},
		{"other columns", "a;b;c\n1;2;3\n", "office.csv_columns"},
		{"no code", "nominativo;pec\nA;a@example.org\n", "office.csv_columns"},
		{"surname without name", "cognome;cf;pec\n", "office.csv_columns"},
		{"open quote", "nominativo;cf;pec\n\"A;" + rossi + ";a@example.org\n", ""},
		{"too large", strings.Repeat("x", 10<<20+1), "office.csv_too_large"},
		{"too many", "nominativo;cf;pec\n" + strings.Repeat("A;B;C\n", 50_001), "office.csv_too_many"},
	} {
		_, err := office.ReadCounsel(strings.NewReader(test.text))
		code(t, test.name, err, test.want)
	}
}

func FuzzReadCounsel(f *testing.F) {
	f.Add([]byte(list))
	f.Add([]byte("\xef\xbb\xbfnominativo,cf,pec\n\"a\"\"b\"," + rossi + ",a@b.it\n"))
	f.Add([]byte("nominativo\tcf\temail\nNiccol\xf2\t" + rossi + "\tx\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := office.ReadCounsel(strings.NewReader(string(data)))
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, r := range rows {
			if r.Line < 2 {
				t.Errorf("a row at line %d", r.Line)
			}
			if len(r.Faults) > 0 {
				continue
			}
			c := r.Counsel
			if c.Name == "" || c.Address() == "" || len(c.FiscalCode) != 16 || seen[c.FiscalCode] {
				t.Errorf("accepted %+v", c)
			}
			seen[c.FiscalCode] = true
		}
	})
}

func TestSearch(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		load(t, h, h.Administrator(t, "anna"), list, false)
		for _, test := range []struct {
			query string
			want  []string
		}{
			{"rossi", []string{rossi}},
			{"MARIO ross", []string{rossi}},
			{"rossi mario", []string{rossi}},
			{"dancora", []string{bianchi}},
			{"d'ancora laura", []string{bianchi}},
			{"d’àncora", []string{bianchi}},
			{"ossi", nil}, // words are found by their beginning
			{strings.ToLower(bianchi), []string{bianchi}},
			{"rossi laura", nil},
			{"%", nil},
			{"r", nil},
			{"__", nil},
			{"a b c d e f g h", nil},
		} {
			found, err := h.CounselSearch(ctx, test.query)
			var got []string
			for _, c := range found {
				got = append(got, c.FiscalCode)
			}
			if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
				t.Errorf("%q (error %v): %s", test.query, err, diff)
			}
		}
	})
}

func TestInviteCounsel(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		anna := h.Administrator(t, "anna")
		load(t, h, anna, list, false)
		h.Official("carla")
		mario, err := h.CounselByFiscalCode(ctx, rossi)
		code(t, "find", err, "")
		laura, err := h.CounselByFiscalCode(ctx, bianchi)
		code(t, "find", err, "")
		_, err = h.InviteCounsel(ctx, h.Actor(t, "carla"), mario.ID, "it")
		code(t, "without the right", err, "office.forbidden")
		grant(t, h, anna, "carla", "secretariat", "")
		account, err := h.InviteCounsel(ctx, h.Actor(t, "carla"), mario.ID, "it")
		code(t, "invited", err, "")
		if p, _ := h.People.Get(account); p.Email != "mario@example.org" {
			t.Errorf("invited at %q", p.Email)
		}
		_, err = h.InviteCounsel(ctx, anna, mario.ID, "it")
		code(t, "again", err, "office.counsel_invited")
		_, err = h.InviteCounsel(ctx, anna, mario.ID, "it")
		code(t, "and again", err, "ratelimit.too_many")
		second, err := h.InviteCounsel(ctx, anna, laura.ID, "it")
		code(t, "who has a certified address only", err, "")
		if p, _ := h.People.Get(second); p.Email != "laura@pec.example.org" {
			t.Errorf("invited at %q", p.Email)
		}
		load(t, h, anna, strings.ReplaceAll(list, "mario@example.org", "altra@example.org"), false)
		c, err := h.CounselOf(ctx, account)
		if err != nil || c.ID != mario.ID || c.Email != "altra@example.org" || c.Account != account {
			t.Errorf("after an import: %+v, error %v", c, err)
		}
		code(t, "removed", h.RemoveCounsel(ctx, anna, mario.ID), "")
		code(t, "again", h.RemoveCounsel(ctx, anna, mario.ID), "office.no_counsel")
		_, err = h.CounselByID(ctx, mario.ID)
		code(t, "gone from the list", err, "office.no_counsel")
		if out := load(t, h, anna, list, false); out.Count[office.Added] != 1 {
			t.Errorf("put back: %v", out.Count)
		}
		if c, err = h.CounselByID(ctx, mario.ID); err != nil || c.Account != account {
			t.Errorf("put back with another account: %+v, error %v", c, err)
		}
	})
}

// TestAuditHoldsNoPersonalData reads everything that the acts above leave behind.
func TestAuditHoldsNoPersonalData(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		anna := h.Administrator(t, "anna")
		load(t, h, anna, list, false)
		c, err := h.CounselByFiscalCode(ctx, rossi)
		code(t, "find", err, "")
		_, err = h.SaveBody(ctx, anna, office.Body{Name: "Ente Riservato", Email: "ente@example.org"}, nowhere)
		code(t, "body", err, "")
		code(t, "remove", h.RemoveCounsel(ctx, anna, c.ID), "")
		entries, err := h.Audit.Entries(ctx, "admin", 0, 100)
		if err != nil || len(entries) != 4 {
			t.Fatalf("%d entries, error %v", len(entries), err)
		}
		for _, e := range entries {
			for _, text := range append([]string{e.Action, e.Subject}, values(e.Detail)...) {
				if strings.ContainsAny(text, "@") || strings.Contains(text, "Riservato") || strings.Contains(text, "Rossi") || strings.Contains(text, rossi) {
					t.Errorf("%s holds %q", e.Action, text)
				}
			}
		}
	})
}

func values(m map[string]string) []string {
	var all []string
	for _, v := range m {
		all = append(all, v)
	}
	return all
}
