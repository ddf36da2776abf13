// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package objects_test

import (
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"

	"pratica/internal/objects"
	"pratica/internal/objects/objectstest"
)

func newS3(t *testing.T, o objects.S3Options) *objects.S3 {
	t.Helper()
	s, err := objects.NewS3(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestS3InProcess(t *testing.T) {
	buckets := objectstest.InProcess(t)
	objectstest.Run(t, func(t *testing.T) objects.Store { return newS3(t, buckets.Next(t)) })
}

func TestS3Gateway(t *testing.T) {
	buckets := objectstest.Gateway(t)
	objectstest.Run(t, func(t *testing.T) objects.Store { return newS3(t, buckets.Next(t)) })
}

// faults answers the requests that match with an error, instead of the server.
type faults struct {
	method string
	status int
	code   string
	after  bool // the request reaches the server first: only the answer is lost
	seen   int
}

func (f *faults) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != f.method || !strings.Contains(r.URL.Path, "/prova/") {
		return http.DefaultTransport.RoundTrip(r)
	}
	f.seen++
	if f.after {
		answer, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		answer.Body.Close()
	}
	rec := &http.Response{
		StatusCode: f.status, Status: http.StatusText(f.status), Request: r, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/xml"}}, Body: http.NoBody, ContentLength: 0,
	}
	if f.code != "" {
		body := "<Error><Code>" + f.code + "</Code></Error>"
		rec.Body, rec.ContentLength = readCloser{strings.NewReader(body)}, int64(len(body))
	}
	return rec, nil
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

func TestS3Failures(t *testing.T) {
	buckets := objectstest.InProcess(t)
	cases := []struct {
		name   string
		faults faults
		want   error // nil: stored all the same
		fails  bool
	}{
		{name: "another node was first", faults: faults{method: http.MethodPut, status: 412, code: "PreconditionFailed", after: true}},
		{name: "refused for a reason of its own", faults: faults{method: http.MethodPut, status: 403, code: "AccessDenied"}, fails: true},
		{name: "quota", faults: faults{method: http.MethodPut, status: 507, code: "InsufficientStorage"}, fails: true, want: objects.ErrNoSpace},
		{name: "answered without storing", faults: faults{method: http.MethodPut, status: 200}, fails: true, want: objects.ErrNotFound},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o := buckets.Next(t)
			o.Transport = &c.faults
			_, err := newS3(t, o).Put(t.Context(), strings.NewReader("contenuto"), 100)
			if (err != nil) != c.fails || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("Put: %v, want %v", err, c.want)
			}
			if c.faults.seen == 0 {
				t.Error("the fault was not met")
			}
			if entries, _ := os.ReadDir(o.SpoolDir); len(entries) != 0 {
				t.Errorf("the spool holds %d files", len(entries))
			}
		})
	}
}

func TestS3CheckSaysThatTheBucketIsMissing(t *testing.T) {
	o := objectstest.InProcess(t).Next(t)
	o.Bucket = "mai-creato"
	if err := newS3(t, o).Check(t.Context()); err == nil {
		t.Error("Check of a missing bucket: no error")
	}
}
