// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package telemetry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/slogtest"
	"time"
)

func TestRedact(t *testing.T) {
	const (
		token  = "0123456789abcdefghijklmnopqrstuvwxyzABCDE-_"
		digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
		uuid   = "019438a2-7c3e-7d51-9a3b-0123456789ab"
	)
	tests := []struct{ name, text, want string }{
		{"e-mail", "to mario.rossi+x@ordine.example: refused", "to [email]: refused"},
		{"e-mail with accents", "niccolò@città.example", "[email]"},
		{"fiscal code", "key (RSSMRA80A01H501U) exists", "key ([fiscal code]) exists"},
		{"fiscal code in small letters", "rssmra80a01h501u", "[fiscal code]"},
		{"fiscal code, all digits replaced", "RSSMRAUMALMHRLMU", "[fiscal code]"},
		{"fiscal code, omocodia", "RSSMRA80A01H50MU", "[fiscal code]"},
		{"provisional fiscal code", "code 12345678901 taken", "code [fiscal code] taken"},
		{"IBAN", "IT60X0542811101000000123456", "[IBAN]"},
		{"IBAN in groups", "to IT60 X054 2811 1010 0000 0123 456.", "to [IBAN]."},
		{"token in a path", "/bozze/" + token + "/2", "/bozze/[token]/2"},
		{"token alone", token, "[token]"},
		{"two tokens", token + " " + token, "[token] [token]"},
		{"digest stays", digest, digest},
		{"id stays", uuid, uuid},
		{"short code stays", "ABCD-EFGH-J", "ABCD-EFGH-J"},
		{"instant stays", "2026-11-24T10:00:00.123456Z", "2026-11-24T10:00:00.123456Z"},
		{"microseconds stay", "1795514400123456", "1795514400123456"},
		{"words stay", "database: constraint violated", "database: constraint violated"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Redact(test.text); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

type person struct{ Name string }

type named string

func (n named) String() string { return string(n) }

func TestLogHoldsNoPersonalData(t *testing.T) {
	var out strings.Builder
	log := NewLogger(&out, LogOptions{Level: "debug", Format: "json", Open: []string{"queue"}})
	log = log.With("name", "Bianchi").WithGroup("g").With(slog.String("id", "abc"))
	ctx := WithRequestID(context.Background(), "req-12345678")
	log.InfoContext(ctx, "written by bianchi@example.org",
		"surname", "Bianchi", "person", person{"Bianchi"}, "people", []string{"Bianchi"}, "stringer", named("Bianchi"),
		"code", "intake.already_filed", "queue", "mail", "size", 7, "took", time.Second,
		"error", fmt.Errorf("row: %w", errors.New("value bianchi@example.org")), "any error", errors.New("RSSMRA80A01H501U"),
		slog.Group("inner", "address", "127.0.0.1:80", "city", "Bianchi"))
	text := out.String()
	for _, secret := range []string{"Bianchi", "bianchi@", "RSSMRA"} {
		if strings.Contains(text, secret) {
			t.Errorf("the log holds %q: %s", secret, text)
		}
	}
	for _, kept := range []string{`"id":"abc"`, `"code":"intake.already_filed"`, `"queue":"mail"`, `"size":7`, `"request":"req-12345678"`,
		`"address":"127.0.0.1:80"`, `"error":"row: value [email]"`, `"took":1000000000`, `"surname":"[hidden]"`} {
		if !strings.Contains(text, kept) {
			t.Errorf("the log lacks %s: %s", kept, text)
		}
	}
}

func TestLevelAndFormat(t *testing.T) {
	var out strings.Builder
	log := NewLogger(&out, LogOptions{Level: "warn"})
	log.Info("not shown")
	log.Warn("shown", "status", 3)
	if got := out.String(); strings.Contains(got, "not shown") || !strings.Contains(got, "msg=shown status=3") {
		t.Errorf("log: %q", got)
	}
}

// The handler keeps every promise that slog asks of one; the keys that slogtest uses are declared open.
func TestHandlerContract(t *testing.T) {
	var out strings.Builder
	h := NewHandler(slog.NewJSONHandler(&out, nil), "a", "b", "c", "d", "e", "f", "k")
	err := slogtest.TestHandler(h, func() []map[string]any {
		var records []map[string]any
		for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
			var record map[string]any
			if err := json.Unmarshal([]byte(line), &record); err != nil {
				t.Fatal(err)
			}
			records = append(records, record)
		}
		return records
	})
	if err != nil {
		t.Error(err)
	}
}

func TestRequests(t *testing.T) {
	tests := []struct {
		name, given string
		trusted     bool
		want        string
	}{
		{"none", "", true, "new-id"},
		{"of a trusted proxy", "abcdef-123456", true, "abcdef-123456"},
		{"of a stranger", "abcdef-123456", false, "new-id"},
		{"of a trusted proxy, with more than an id", "abcdefgh level=ERROR", true, "new-id"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var seen string
			h := Requests(func() string { return "new-id" }, func(*http.Request) bool { return test.trusted },
				http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = RequestID(r.Context()) }))
			r := httptest.NewRequest("GET", "/", nil)
			r.Header.Set(RequestHeader, test.given)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if seen != test.want || w.Header().Get(RequestHeader) != test.want {
				t.Errorf("context %q, header %q, want %q", seen, w.Header().Get(RequestHeader), test.want)
			}
		})
	}
}

func TestMetrics(t *testing.T) {
	m := NewMetrics()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /pratiche/{id}", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	mux.HandleFunc("GET /text", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "x") })
	mux.HandleFunc("GET /panic", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	h := m.HTTP(mux)
	ask := func(method, path string) {
		defer func() { _ = recover() }()
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(method, path, nil))
	}
	for i := range 40 {
		ask("GET", fmt.Sprintf("/pratiche/%d", i))
		ask("GET", fmt.Sprintf("/unknown/%d", i))
		ask(fmt.Sprintf("M%d", i), "/text")
	}
	ask("GET", "/text")
	ask("GET", "/panic")

	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	body := w.Body.String()
	for _, want := range []string{
		`pratica_http_requests_total{method="GET",route="GET /pratiche/{id}",status="4xx"} 40`,
		`pratica_http_requests_total{method="GET",route="none",status="4xx"} 40`,
		`pratica_http_requests_total{method="other",route="none",status="4xx"} 40`,
		`pratica_http_requests_total{method="GET",route="GET /text",status="2xx"} 1`,
		`pratica_http_requests_total{method="GET",route="GET /panic",status="none"} 1`,
		`pratica_http_requests_running 0`, `pratica_build_info{go="go`, `go_goroutines`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
	if n := strings.Count(body, "\npratica_http_requests_total{"); n != 5 {
		t.Errorf("%d series, want 5: labels are not bounded", n)
	}
}

func TestReady(t *testing.T) {
	var out strings.Builder
	log := NewLogger(&out, LogOptions{})
	checks := map[string]Check{"database": func(context.Context) error { return nil }}
	w := httptest.NewRecorder()
	Ready(log, checks).ServeHTTP(w, httptest.NewRequest("GET", "/readyz", nil))
	if w.Code != http.StatusOK || strings.TrimSpace(w.Body.String()) != `{"ready":true,"checks":{"database":"ok"}}` {
		t.Errorf("%d %s", w.Code, w.Body)
	}

	checks["objects"] = func(context.Context) error { return errors.New("bucket of a@b.example is gone") }
	checks["lease"] = func(context.Context) error { panic("broken") }
	w = httptest.NewRecorder()
	Ready(log, checks).ServeHTTP(w, httptest.NewRequest("GET", "/readyz", nil))
	want := `{"ready":false,"checks":{"database":"ok","lease":"failed","objects":"failed"}}`
	if w.Code != http.StatusServiceUnavailable || strings.TrimSpace(w.Body.String()) != want {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if text := out.String(); !strings.Contains(text, "bucket of [email] is gone") || !strings.Contains(text, "check panicked: broken") {
		t.Errorf("log: %s", text)
	}
}

// A failed warning is told, and keeps nobody from being served.
func TestReadyWithWarnings(t *testing.T) {
	fails := func(context.Context) error { return errors.New("too old") }
	works := func(context.Context) error { return nil }
	answer := httptest.NewRecorder()
	log := slog.New(slog.DiscardHandler)
	Ready(log, map[string]Check{"database": works}, map[string]Check{"backup": fails}).
		ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/readyz", nil))
	want := `{"ready":true,"checks":{"database":"ok"},"warnings":{"backup":"failed"}}`
	if got := strings.TrimSpace(answer.Body.String()); answer.Code != http.StatusOK || got != want {
		t.Errorf("%d %s, want %s", answer.Code, got, want)
	}
}

func TestLive(t *testing.T) {
	w := httptest.NewRecorder()
	Live().ServeHTTP(w, httptest.NewRequest("GET", "/healthz", nil))
	if w.Code != http.StatusOK || w.Body.String() != "ok\n" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}
