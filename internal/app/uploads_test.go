// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"pratica/internal/app"
	"pratica/internal/app/apptest"
	"pratica/internal/config"
	"pratica/internal/database"
	"pratica/internal/documents/documentstest"
	"pratica/internal/intake"
	"pratica/internal/objects"
)

// slotLimit is max_size in testdata/uploads.yaml.
const slotLimit = 300 << 10

// samples are the files of the matrix: each type that is recognised, what people
// send by mistake or malice, each size at which something changes, and names.
func samples(t *testing.T) []documentstest.Sample {
	pdf := documentstest.PDF(t, "CUD")
	list := append(documentstest.Bad(t),
		documentstest.Sample{What: "PDF", Name: "a.pdf", Content: pdf},
		documentstest.Sample{What: "PNG", Name: "a.png", Content: documentstest.PNG(t)},
		documentstest.Sample{What: "JPEG", Name: "a.jpeg", Content: documentstest.JPEG(t)},
		documentstest.Sample{What: "XML", Name: "a.xml", Content: []byte("<?xml version=\"1.0\"?><a/>")},
		documentstest.Sample{What: "mail", Name: "a.eml", Content: []byte("From: a@posta.example\r\nDate: oggi\r\n\r\ntesto")},
		documentstest.Sample{What: "ZIP", Name: "a.zip", Content: documentstest.Zip(t, "a.txt", "x")},
		documentstest.Sample{What: "at the limit", Name: "a.txt", Content: bytes.Repeat([]byte("x"), slotLimit)},
		documentstest.Sample{What: "over the limit", Name: "a.txt", Content: bytes.Repeat([]byte("x"), slotLimit+1), Code: "documents.too_large"},
	)
	for i, s := range list {
		if isOffice := bytes.HasPrefix(s.Content, []byte("PK")) && !strings.HasSuffix(s.Name, ".zip"); isOffice {
			list[i].Code = "documents.wrong_type" // no definition can ask for these
		}
	}
	for i, name := range []string{"Dichiarazione però così più.pdf", "D’Amico & Dell'Òrso.pdf", "Žiga Škvorč.pdf", "Łódź ąęśćź.pdf", "Ñandú ÿ œuvre ß.pdf", "文書 документ عقد.pdf", strings.Repeat("è", 300) + ".pdf"} {
		list = append(list, documentstest.Sample{What: fmt.Sprintf("name %d", i+1), Name: name, Content: pdf})
	}
	return list
}

// TestUploads sends each file into each kind of place over each kind of line,
// and wants each time the same end: the file whole, once, in its place, or the
// refusal that says what to do, and nothing left.
func TestUploads(t *testing.T) {
	settings := apptest.Settings(t, "")
	if err := settings.Proxy.Trusted.UnmarshalText([]byte("127.0.0.1/32")); err != nil {
		t.Fatal(err)
	}
	u := newUploader(t, settings)
	combinations := 0
	for _, sample := range samples(t) {
		for _, place := range []string{"single", "repeated:1", "conditional"} {
			for _, line := range lines {
				combinations++
				u.modified = combinations
				u.Header.Set("X-Forwarded-For", fmt.Sprintf("10.0.%d.%d", combinations/250, combinations%250)) // limits count by network
				u.check(t, fmt.Sprintf("%s, %s, %s", sample.What, place, line.name), sample, place, line.send)
			}
		}
	}
	if combinations < 200 {
		t.Errorf("%d combinations", combinations)
	}
	t.Logf("%d combinations", combinations)
	documentstest.Check(t, u.app.Documents, u.id)
}

// uploader is an applicant whose browser runs the module for uploads.
type uploader struct {
	*apptest.Visitor
	app      *app.App
	base, id string
	modified int // of the file being sent: each is another
}

func newUploader(t *testing.T, c *config.Config) *uploader {
	t.Helper()
	a := apptest.Open(t, c)
	source, err := os.ReadFile("testdata/uploads.yaml")
	if err != nil {
		t.Fatal(err)
	}
	digest, err := a.ImportProcedure(t.Context(), source, true)
	if err != nil {
		t.Fatal(err)
	}
	apptest.Serve(t, a)
	draft, err := a.Intake.Start(t.Context(), "prova-di-allegati", digest, "it")
	if err != nil {
		t.Fatal(err)
	}
	answers := json.RawMessage(`{"subject": "prova", "has_more": true, "people": [{"_key": "1", "name": "Ada"}]}`)
	if _, err := a.Intake.SavePage(t.Context(), draft.ID, "request", 0, func(json.RawMessage) (json.RawMessage, error) { return answers, nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Intake.SetEmail(t.Context(), draft.ID, "ada@posta.example"); err != nil {
		t.Fatal(err)
	}
	var link intake.Link
	err = a.DB.Update(t.Context(), func(tx *database.Tx) (err error) {
		link, err = a.Intake.AccessLinkTo(t.Context(), tx, draft.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	v := apptest.Visit(t, c.PublicURL)
	v.Must(v.Post("/apri/" + link.Token))
	return &uploader{Visitor: v, app: a, base: c.PublicURL, id: draft.ID}
}

// said is what the module reads of an answer.
type said struct {
	status                 int
	Upload, Code, Location string
	Message                string
	Offset                 int64
}

func (u *uploader) ask(t *testing.T, method, path, kind string, body io.Reader, length int64) (said, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, u.base+"/domanda/"+u.id+path, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header = u.Header.Clone()
	r.Header.Set("Accept", "application/json")
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if length > 0 {
		r.ContentLength = length
	}
	answer, err := u.Client.Do(r)
	if err != nil {
		return said{}, err
	}
	defer answer.Body.Close()
	s := said{status: answer.StatusCode}
	return s, json.NewDecoder(answer.Body).Decode(&s)
}

func (u *uploader) form(t *testing.T, path string, values ...string) said {
	t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	s, err := u.ask(t, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()), 0)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// begin asks where an upload is.
func (u *uploader) begin(t *testing.T, place string, f documentstest.Sample) said {
	return u.form(t, "/caricamenti", "place", place, "name", f.Name, "size", fmt.Sprint(len(f.Content)), "modified", fmt.Sprint(u.modified))
}

func (u *uploader) piece(t *testing.T, upload string, from, to int64, f documentstest.Sample) said {
	t.Helper()
	s, err := u.ask(t, http.MethodPut, fmt.Sprintf("/caricamenti/%s?from=%d", upload, from), "application/octet-stream", bytes.NewReader(f.Content[from:to]), 0)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (u *uploader) finish(t *testing.T, place, upload string, f documentstest.Sample) said {
	return u.form(t, "/allegati/"+place, "upload", upload, "name", f.Name)
}

// lines are the ways in which bytes travel. Each gives the last answer.
var lines = []struct {
	name string
	send func(t *testing.T, u *uploader, place string, f documentstest.Sample) said
}{
	{"without scripts", sendForm},
	{"in one piece", func(t *testing.T, u *uploader, place string, f documentstest.Sample) said {
		return sendPieces(t, u, place, f, 1, nil)
	}},
	{"slow", func(t *testing.T, u *uploader, place string, f documentstest.Sample) said {
		return sendPieces(t, u, place, f, 5, nil)
	}},
	{"pieces twice", func(t *testing.T, u *uploader, place string, f documentstest.Sample) said {
		return sendPieces(t, u, place, f, 2, func(upload string, from, to int64) {
			if again := u.piece(t, upload, from, to, f); again.status != http.StatusConflict || again.Offset != to {
				t.Errorf("the piece again: %+v", again)
			}
		})
	}},
	{"reloaded", func(t *testing.T, u *uploader, place string, f documentstest.Sample) said {
		return sendPieces(t, u, place, f, 2, func(_ string, _, to int64) {
			if at := u.begin(t, place, f); at.Offset != to {
				t.Errorf("after the reload: %+v, want %d", at, to)
			}
		})
	}},
	{"cut", sendCut},
}

func sendForm(t *testing.T, u *uploader, place string, f documentstest.Sample) said {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", f.Name)
	if err == nil {
		_, err = part.Write(f.Content)
	}
	if err = errors.Join(err, form.Close()); err != nil {
		t.Fatal(err)
	}
	s, err := u.ask(t, http.MethodPost, "/allegati/"+place, form.FormDataContentType(), &body, 0)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sendPieces sends about n pieces and does something after each.
func sendPieces(t *testing.T, u *uploader, place string, f documentstest.Sample, n int64, after func(upload string, from, to int64)) said {
	begun := u.begin(t, place, f)
	if len(f.Content) == 0 {
		return begun // refused at once
	}
	size := int64(len(f.Content))
	step := max(1, size/n)
	for from := begun.Offset; from < size; from += step {
		to := min(size, from+step)
		if s := u.piece(t, begun.Upload, from, to, f); s.status != http.StatusOK || s.Offset != to {
			t.Fatalf("piece at %d: %+v", from, s)
		}
		if after != nil {
			after(begun.Upload, from, to)
		}
	}
	return u.finish(t, place, begun.Upload, f)
}

// sendCut breaks the line in the middle of a piece, asks what arrived, goes on
// from there, and does not hear the last answer either.
func sendCut(t *testing.T, u *uploader, place string, f documentstest.Sample) said {
	begun := u.begin(t, place, f)
	if len(f.Content) == 0 {
		return begun
	}
	size := int64(len(f.Content))
	broken := io.MultiReader(bytes.NewReader(f.Content[:size/2]), brokenLine{})
	if _, err := u.ask(t, http.MethodPut, "/caricamenti/"+begun.Upload+"?from=0", "application/octet-stream", broken, size); err == nil {
		t.Error("the line did not break")
	}
	s := said{status: http.StatusConflict}
	for tries := 0; s.status == http.StatusConflict && tries < 20; tries++ { // while the server still reads the broken line
		at := u.begin(t, place, f)
		if at.Offset > size/2 {
			t.Fatalf("%d bytes arrived of %d", at.Offset, size/2)
		}
		if s = u.piece(t, begun.Upload, at.Offset, size, f); s.status != http.StatusOK && s.status != http.StatusConflict {
			t.Fatalf("going on at %d: %+v", at.Offset, s)
		}
	}
	first := u.finish(t, place, begun.Upload, f)
	if first.status != http.StatusOK {
		return first
	}
	return u.finish(t, place, begun.Upload, f)
}

type brokenLine struct{}

func (brokenLine) Read([]byte) (int, error) { return 0, errors.New("the line broke") }

func (u *uploader) check(t *testing.T, what string, f documentstest.Sample, place string, send func(*testing.T, *uploader, string, documentstest.Sample) said) {
	t.Helper()
	s := send(t, u, place, f)
	stored, err := u.app.Documents.List(t.Context(), u.id)
	if err != nil {
		t.Fatal(err)
	}
	if f.Code != "" {
		isEmpty := len(f.Content) == 0 && s.status == http.StatusUnprocessableEntity
		if len(stored) != 0 || s.Code != f.Code && !isEmpty || s.Message == "" {
			t.Errorf("%s: %+v, %d files stored, want %s", what, s, len(stored), f.Code)
		}
		return
	}
	if s.status != http.StatusOK || len(stored) != 1 {
		t.Fatalf("%s: %+v, %d files stored", what, s, len(stored))
	}
	got := stored[0]
	if got.Place() != place || got.Digest != objects.Digest(f.Content) || got.Name == "" || len([]rune(got.Name)) > 150 {
		t.Errorf("%s: %+v", what, got)
	}
	if len([]rune(f.Name)) < 150 && got.Name != f.Name {
		t.Errorf("%s: the name became %q", what, got.Name)
	}
	if err := u.app.Documents.Remove(t.Context(), u.id, got.ID); err != nil {
		t.Fatal(err)
	}
}

// What belongs to somebody else's application cannot be asked for, continued or
// dropped.
func TestUploadsBelongToTheirApplication(t *testing.T) {
	u := newUploader(t, apptest.Settings(t, ""))
	f := documentstest.Sample{Name: "a.txt", Content: []byte("testo")}
	begun := u.begin(t, "single", f)
	u.piece(t, begun.Upload, 0, 3, f)
	other := apptest.Visit(t, u.base)
	for _, method := range []string{http.MethodPut, http.MethodDelete} {
		r, err := http.NewRequestWithContext(t.Context(), method, u.base+"/domanda/"+u.id+"/caricamenti/"+begun.Upload+"?from=3", strings.NewReader("xx"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", "application/json")
		answer, err := other.Client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode < 400 {
			t.Errorf("%s by a stranger: %d", method, answer.StatusCode)
		}
	}
	if at := u.begin(t, "single", f); at.Offset != 3 {
		t.Errorf("after the stranger: %+v", at)
	}
	if s, err := u.ask(t, http.MethodDelete, "/caricamenti/"+begun.Upload, "", nil, 0); err != nil || s.status != http.StatusOK {
		t.Errorf("dropping: %+v, %v", s, err)
	}
	if at := u.begin(t, "single", f); at.Offset != 0 {
		t.Errorf("after it was dropped: %+v", at)
	}
}
