// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit_test

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/problem"
	"pratica/internal/web/kit"
	"pratica/internal/web/kit/kittest"
)

type helloPage struct {
	kit.Page
	Text string
	Rows []kit.Entry
}

var pages = fstest.MapFS{
	"page/test/hello.html":    {Data: []byte(`{{define "main"}}<p id="text">{{.Text}}</p>{{template "shared" .Rows}}{{end}}`)},
	"page/test/_partial.html": {Data: []byte(`{{define "shared"}}{{template "entries" .}}{{end}}`)},
}

// site has one route of each kind.
func site(t *testing.T, change func(*kit.Options)) (*kit.Kit, http.Handler) {
	t.Helper()
	opt := kittest.Options(t, pages)
	if change != nil {
		change(&opt)
	}
	k := kittest.Build(t, opt)
	hello := func(w http.ResponseWriter, r *http.Request) error {
		page := helloPage{Page: k.Page(r, "Prova"), Text: r.URL.Query().Get("text")}
		return k.Render(w, r, http.StatusOK, "test/hello", page)
	}
	fails := func(err error) kit.Handler { return func(http.ResponseWriter, *http.Request) error { return err } }
	return k, kittest.Serve(k, "/p", []kit.Route{
		{Pattern: "GET /hello", Handler: hello},
		{Pattern: "POST /hello", Handler: func(w http.ResponseWriter, r *http.Request) error {
			form, err := kit.Decode(r)
			if err != nil {
				return err
			}
			k.Flash(w, kit.Success, "kit.errors.title", "count", len(form.Text("name")))
			return kit.Redirect(w, r, "/p/hello")
		}},
		{Pattern: "GET /conflict", Handler: fails(problem.New(problem.Conflict, "kit.not_text").With(problem.Field{Path: "name", Code: "kit.not_text"}))},
		{Pattern: "GET /unknown", Handler: fails(problem.New(problem.Unauthenticated, "kit.not_found"))},
		{Pattern: "GET /secret", Handler: fails(errors.New("password=1234"))},
		{Pattern: "GET /panic", Handler: func(http.ResponseWriter, *http.Request) error { panic("password=1234") }},
		{Pattern: "GET /late", Handler: func(w http.ResponseWriter, _ *http.Request) error {
			io.WriteString(w, "begun")
			return errors.New("too late")
		}},
	})
}

func request(h http.Handler, method, target, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestTemplates(t *testing.T) {
	kittest.CheckTemplate(t, "kit/error", kit.ErrorPage{})
	kittest.CheckTemplateOf(t, kittest.New(t, pages), "test/hello", helloPage{})
}

func TestEveryPageOfTheProgramCanWork(t *testing.T) {
	opt := kittest.Options(t)
	opt.Lenient = false
	if _, err := kit.New(opt); err != nil {
		t.Error(err)
	}
}

func TestTemplatesThatCannotWork(t *testing.T) {
	tests := []struct{ name, file, text, want string }{
		{name: "does not parse", file: "page/test/a.html", text: `{{define "main"}}{{if}}{{end}}`, want: "missing value for if"},
		{name: "unknown component", file: "page/test/a.html", text: `{{define "main"}}{{template "none" .}}{{end}}`, want: `"none"`},
		{name: "no main", file: "page/test/a.html", text: `{{define "other"}}{{end}}`, want: `"main"`},
		{name: "defined twice", file: "component/a.html", text: `{{define "field"}}{{end}}`, want: "defined twice"},
		{name: "unknown function", file: "page/test/a.html", text: `{{define "main"}}{{shout .}}{{end}}`, want: `"shout"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			opt := kittest.Options(t, fstest.MapFS{tt.file: {Data: []byte(tt.text)}})
			opt.Lenient = false
			_, err := kit.New(opt)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one that says %q", err, tt.want)
			}
		})
	}
}

func TestLanguage(t *testing.T) {
	_, h := site(t, nil)
	tests := []struct{ name, target, cookie, accept, want string }{
		{name: "nothing known", target: "/p/hello", want: "it"},
		{name: "browser", target: "/p/hello", accept: "fr, en-GB;q=0.8, it;q=0.5", want: "en"},
		{name: "refused by weight", target: "/p/hello", accept: "en;q=0", want: "it"},
		{name: "cookie before browser", target: "/p/hello", cookie: "it", accept: "en", want: "it"},
		{name: "address before cookie", target: "/p/hello?lang=en", cookie: "it", want: "en"},
		{name: "unknown address", target: "/p/hello?lang=xx", want: "it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := request(h, "GET", tt.target, "", "Cookie", "lang="+tt.cookie, "Accept-Language", tt.accept)
			if got := w.Header().Get("Content-Language"); got != tt.want || !strings.Contains(w.Body.String(), `<html lang="`+tt.want+`">`) {
				t.Errorf("language %q, want %q", got, tt.want)
			}
			if chosen := strings.Contains(w.Header().Get("Set-Cookie"), "lang=en"); chosen != (tt.target == "/p/hello?lang=en") {
				t.Errorf("cookie %q", w.Header().Get("Set-Cookie"))
			}
		})
	}
}

func TestEscapesAndCarriesThePolicy(t *testing.T) {
	_, h := site(t, func(o *kit.Options) { o.HTTPS = true })
	for _, target := range []string{"/p/hello?text=" + url.QueryEscape(`<script>x</script>`), "/none", "/p/secret"} {
		w := request(h, "GET", target, "")
		if strings.Contains(w.Body.String(), "<script>x") {
			t.Error("text is not escaped")
		}
		csp := w.Header().Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "data:") {
			t.Errorf("%s: policy %q", target, csp)
		}
		if w.Header().Get("Strict-Transport-Security") == "" || w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: headers %v", target, w.Header())
		}
	}
}

func TestFailures(t *testing.T) {
	_, h := site(t, nil)
	tests := []struct {
		name, target string
		status       int
		says         string
	}{
		{name: "no page", target: "/none", status: 404, says: "Pagina non trovata"},
		{name: "no asset", target: "/static/none.css", status: 404, says: "Pagina non trovata"},
		{name: "problem", target: "/p/conflict", status: 409, says: "caratteri non ammessi"},
		{name: "unknown error", target: "/p/secret", status: 500, says: "Qualcosa non ha funzionato"},
		{name: "panic", target: "/p/panic", status: 500, says: "Qualcosa non ha funzionato"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := request(h, "GET", tt.target, "")
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) {
				t.Errorf("status %d, want %d and %q", w.Code, tt.status, tt.says)
			}
			if strings.Contains(w.Body.String(), "1234") {
				t.Error("the page shows an inner error")
			}
			if id := w.Header().Get("X-Request-Id"); id == "" || !strings.Contains(w.Body.String(), id) {
				t.Errorf("no reference %q on the page", id)
			}
		})
	}
	if w := request(h, "GET", "/p/late", ""); w.Code != 200 || w.Body.String() != "begun" {
		t.Errorf("answered twice: %d %q", w.Code, w.Body)
	}
}

func TestFailuresAsData(t *testing.T) {
	_, h := site(t, nil)
	w := request(h, "GET", "/p/conflict", "", "Accept", "application/json", "Accept-Language", "en")
	var got struct {
		Code, Message, Reference string
		Fields                   map[string]string
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if w.Code != 409 || got.Code != "kit.not_text" || got.Reference == "" || !strings.HasPrefix(got.Fields["name"], "The text holds") {
		t.Errorf("%d %+v", w.Code, got)
	}
}

func TestSignIn(t *testing.T) {
	_, h := site(t, func(o *kit.Options) { o.SignIn = func(*http.Request) string { return "/accesso" } })
	w := request(h, "GET", "/p/unknown?a=1", "")
	if w.Code != 303 || w.Header().Get("Location") != "/accesso?to=%2Fp%2Funknown%3Fa%3D1" {
		t.Errorf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	if w := request(h, "GET", "/p/unknown", "", "Accept", "application/json"); w.Code != 401 {
		t.Errorf("a module is sent to a page: %d", w.Code)
	}
}

func TestPosts(t *testing.T) {
	_, h := site(t, func(o *kit.Options) { o.BodyLimit = 100 })
	tests := []struct {
		name, body string
		header     []string
		status     int
	}{
		{name: "own page", body: "name=ab", header: []string{"Sec-Fetch-Site", "same-origin"}, status: 303},
		{name: "own module", body: "name=ab", header: []string{"Accept", "application/json"}, status: 200},
		{name: "other site", body: "name=ab", header: []string{"Sec-Fetch-Site", "cross-site"}, status: 403},
		{name: "other origin, old browser", body: "name=ab", header: []string{"Origin", "https://evil.example"}, status: 403},
		{name: "too large", body: "name=" + strings.Repeat("a", 200), status: 413},
		{name: "not a form", body: "name=%zz", status: 422},
		{name: "zero byte", body: "name=a%00b", status: 422},
		{name: "not UTF-8", body: "name=%ff", status: 422},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if w := request(h, "POST", "/p/hello", tt.body, tt.header...); w.Code != tt.status {
				t.Errorf("status %d, want %d", w.Code, tt.status)
			}
		})
	}
}

func TestFlashIsShownOnce(t *testing.T) {
	_, h := site(t, nil)
	sent := request(h, "POST", "/p/hello", "name=abc")
	cookie, _, _ := strings.Cut(sent.Header().Get("Set-Cookie"), ";")
	shown := request(h, "GET", "/p/hello", "", "Cookie", cookie)
	if !strings.Contains(shown.Body.String(), "Ci sono 3 errori da correggere") {
		t.Error("the message is not shown")
	}
	if got := shown.Header().Get("Set-Cookie"); !strings.HasPrefix(got, "flash=;") || !strings.Contains(got, "Max-Age=0") {
		t.Errorf("the message stays: %q", got)
	}
	if w := request(h, "GET", "/p/hello", "", "Cookie", "flash=bm90IGpzb24"); w.Code != 200 {
		t.Errorf("a broken cookie breaks the page: %d", w.Code)
	}
}

func TestCompression(t *testing.T) {
	_, h := site(t, nil)
	w := request(h, "GET", "/p/hello", "", "Accept-Encoding", "gzip")
	gz, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(gz)
	if err != nil || !strings.Contains(string(plain), `id="text"`) {
		t.Errorf("page %q, %v", plain, err)
	}
	if w := request(h, "HEAD", "/p/hello", ""); w.Code != 200 || w.Body.Len() != 0 {
		t.Errorf("HEAD: %d with %d bytes", w.Code, w.Body.Len())
	}
}

// Pages are made in buffers that are used again: none may hold what another reader was shown.
func TestPagesMadeAtOnceDoNotMix(t *testing.T) {
	_, h := site(t, nil)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			text := strings.Repeat(string(rune('a'+i)), 1<<i)
			want := `<p id="text">` + text + `</p>`
			for range 50 {
				if body := request(h, "GET", "/p/hello?text="+text, "").Body.String(); !strings.Contains(body, want) || strings.Count(body, `id="text"`) != 1 {
					t.Errorf("page %q", body)
				}
			}
		})
	}
	all.Wait()
}

func TestObservationNamesTheRouteNotThePath(t *testing.T) {
	var seen []kit.Observation
	_, h := site(t, func(o *kit.Options) { o.Observe = func(one kit.Observation) { seen = append(seen, one) } })
	request(h, "GET", "/p/secret?token=x", "")
	if len(seen) != 1 || seen[0].Route != "GET /p/secret" || seen[0].Status != 500 {
		t.Errorf("seen %+v", seen)
	}
}

// The sprite must hold every icon that a template names, and each should be named in one file only.
func TestIconsExist(t *testing.T) {
	list, err := os.ReadFile("../../../frontend/build/sprite.mjs")
	if err != nil {
		t.Skip("no front end beside the package")
	}
	sprite := map[string]bool{}
	for _, m := range regexp.MustCompile(`'(it-[a-z-]+)'`).FindAllSubmatch(list, -1) {
		sprite[string(m[1])] = true
	}
	named := regexp.MustCompile(`icon "(it-[a-z-]+)"`)
	err = fsWalk("../templates", func(file, text string) {
		for _, m := range named.FindAllStringSubmatch(text, -1) {
			if !sprite[m[1]] {
				t.Errorf("%s: icon %s is not in frontend/build/sprite.mjs", file, m[1])
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNoInlineScriptOrStyle(t *testing.T) {
	inline := regexp.MustCompile(`(?i)\sstyle=|<style|<script>|\son[a-z]+=|javascript:`)
	for _, root := range []string{"../templates", "testdata"} { // what is drawn in Go equals testdata
		err := fsWalk(root, func(file, text string) {
			if m := inline.FindString(text); m != "" {
				t.Errorf("%s: %q would be refused by the content policy", file, m)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// html/template takes an attribute whose name begins with "data-on" for the script of an event, and quotes its text as one.
func TestNoDataAttributeLooksLikeAScript(t *testing.T) {
	err := fsWalk("../templates", func(file, text string) {
		if m := regexp.MustCompile(`\sdata-on[a-z]*=`).FindString(text); m != "" {
			t.Errorf("%s: %q would be written with quotes in its text", file, m)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDates(t *testing.T) {
	tests := []struct {
		name, day, month, year, want string
		parts                        []string
	}{
		{name: "whole", day: "4", month: "11", year: "2026", want: "2026-11-04", parts: []string{"04", "11", "2026"}},
		{name: "nothing", want: "", parts: []string{"", "", ""}},
		{name: "no such day", day: "31", month: "2", year: "2026", want: "2026-02-31", parts: []string{"31", "02", "2026"}},
		{name: "year missing", day: "1", month: "2", want: "-02-01", parts: []string{"01", "02", ""}},
		{name: "words", day: "uno", month: "gennaio", year: "26", want: "26-gennaio-uno", parts: []string{"uno", "gennaio", "26"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := kit.Values{Values: url.Values{"d.day": {tt.day}, "d.month": {tt.month}, "d.year": {tt.year}}}
			got := v.Date("d")
			if got != tt.want {
				t.Errorf("date %q, want %q", got, tt.want)
			}
			var parts []string
			for _, p := range (kit.Field{Type: kit.Date, Name: "d", Value: got}).DateParts() {
				parts = append(parts, p.Value)
			}
			if diff := cmp.Diff(tt.parts, parts); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPagination(t *testing.T) {
	k, _ := site(t, nil)
	p := k.Printer(httptest.NewRequest("GET", "/", nil))
	at := &url.URL{Path: "/list", RawQuery: "q=a&page=5"}
	tests := []struct {
		name           string
		current, total int
		want, summary  string
	}{
		{name: "middle", current: 5, total: 183, want: "1 … 4 [5] 6 … 10", summary: "Da 81 a 100 di 183"},
		{name: "past the end", current: 99, total: 21, want: "1 [2]", summary: "Da 21 a 21 di 21"},
		{name: "none", current: 1, total: 0, want: "[1]", summary: "Da 0 a 0 di 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := kit.NewPagination(p, at, tt.current, 20, tt.total)
			var words []string
			for _, l := range got.Pages {
				if l.Current {
					l.Text = "[" + l.Text + "]"
				}
				words = append(words, l.Text)
			}
			if s := strings.Join(words, " "); s != tt.want || got.Summary != tt.summary {
				t.Errorf("pages %q %q, want %q %q", s, got.Summary, tt.want, tt.summary)
			}
		})
	}
}
