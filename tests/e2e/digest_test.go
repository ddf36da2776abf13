// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"context"
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"pratica/internal/terms"
	"pratica/tests/e2e"
)

// TestDigestIsOneSheet: a meeting goes through many digests on paper; each is one
// sheet, with the hearing and the day by which to decide.
func TestDigestIsOneSheet(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "digest-"+lang, lang)
			carla := s.employ("Carla Segreti", "secretary")
			hearing := terms.DateOf(s.now()).AddDays(15)
			c := s.filed("patrocinio-civile-famiglia", map[string]any{"next_hearing": hearing.String()})
			s.do(carla.name, c.ID, "take_charge", "code", c.Code)
			carla.enter()
			carla.open(c.Code)
			carla.Click(s.say.T("office.digest.open"))
			v := s.view(c)
			carla.See(v.Who() + " – " + c.Code)
			carla.See(s.say.T("office.case.urgent", "date", s.say.Date(hearing)))
			carla.See(s.say.LongDate(v.Terms[0].Result.Due))
			if n := sheets(t, carla.Person); n != 1 {
				t.Errorf("the digest is %d sheets of paper", n)
			}
		})
	}
}

// aSheet begins a page in a PDF of Chromium.
var aSheet = regexp.MustCompile(`/Type\s*/Page\b[^s]`)

// sheets prints the page as the browser does, and counts.
func sheets(t *testing.T, p *e2e.Person) int {
	t.Helper()
	var printed page.PrintToPDFResult
	cssSize := true
	err := chromedp.Do(p.Context(), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) (err error) {
		printed, err = chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: 8.27, PaperHeight: 11.69, PreferCSSPageSize: &cssSize})
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
	return len(aSheet.FindAll(printed.Data, -1))
}
