// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"pratica/internal/web/static"
)

// Render answers with a page: name is "area/name", view its struct. The page is made whole before the first
// byte is sent, so that an error in it can still be told.
func (k *Kit) Render(w http.ResponseWriter, r *http.Request, status int, name string, view View) error {
	t, err := k.pages.template(name, view.base().Lang)
	if err != nil {
		return err
	}
	page := buffers.Get().(*bytes.Buffer)
	defer putBack(page)
	if err := t.Execute(page, view); err != nil {
		return fmt.Errorf("kit: page %s: %w", name, err)
	}
	k.clearFlash(w, r)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	return send(w, r, status, page.Bytes())
}

// buffers hold pages while they are made: a page grows to tens of kilobytes, which the next one then finds ready.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// largestKept is the size of buffer that is worth keeping; a rare huge page is not.
const largestKept = 256 << 10

func putBack(b *bytes.Buffer) {
	if b.Cap() <= largestKept {
		b.Reset()
		buffers.Put(b)
	}
}

var gzipWriters = sync.Pool{New: func() any {
	gz, _ := gzip.NewWriterLevel(nil, 5) // the level is valid, so there is no error
	return gz
}}

// send compresses what gains from it. Pages hold no secret beside text that an attacker could choose and repeat
// across sites: cookies are SameSite=Lax, so a foreign page cannot make the requests that such a comparison needs.
func send(w http.ResponseWriter, r *http.Request, status int, body []byte) error {
	h := w.Header()
	h.Add("Vary", "Accept-Encoding")
	if len(body) > 1400 && static.Accepts(r.Header.Get("Accept-Encoding"), "gzip") {
		packed := buffers.Get().(*bytes.Buffer)
		defer putBack(packed)
		if err := pack(packed, body); err != nil {
			return err
		}
		body = packed.Bytes()
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body) // the reader may be gone; there is nobody left to tell
	}
	return nil
}

func pack(out *bytes.Buffer, body []byte) error {
	gz := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(gz)
	gz.Reset(out)
	if _, err := gz.Write(body); err != nil {
		return fmt.Errorf("kit: %w", err)
	}
	if err := gz.Close(); err != nil {
		return fmt.Errorf("kit: %w", err)
	}
	return nil
}

// WantsJSON says that a module of ours asks, not a person's browser: the answer is data for it.
func WantsJSON(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Accept"), "application/json")
}

// JSON answers a module of ours with data.
func JSON(w http.ResponseWriter, r *http.Request, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("kit: %w", err)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return send(w, r, status, body)
}

// Redirect ends a successful act: the browser gets the next page, so that a reload does not act again.
// A module that sent the form gets {"location": "…"} and goes there itself. to is a path of ours.
func Redirect(w http.ResponseWriter, r *http.Request, to string) error {
	if WantsJSON(r) {
		return JSON(w, r, http.StatusOK, map[string]string{"location": to})
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// Saved answers the autosave of a form: when it was saved, and the version that the next save must carry.
func (k *Kit) Saved(w http.ResponseWriter, r *http.Request, at time.Time, version int64) error {
	p := k.Printer(r)
	return JSON(w, r, http.StatusOK, savedAnswer{Text: k.savedText(p.T, at), Version: version})
}

type savedAnswer struct {
	Text    string `json:"text"`
	Version int64  `json:"version"`
}
