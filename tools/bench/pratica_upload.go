// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"pratica/tools/bench/load"
)

// What was promised of a large upload.
const (
	uploadBytes   = 200 << 20
	uploadCuts    = 3
	uploadPiece   = 4 << 20 // as the module for uploads sends on a good line
	uploadMemory  = 16      // MB that the server may grow by
	uploadSlower  = 2       // times copying the bytes to disk with a hash: half of its speed
	uploadPattern = "pagina di una scansione, diversa da ogni altra: %016d\n"
)

// upload sends 200 MB piece by piece, the line breaking three times, and compares the time with that of copying the
// same bytes to disk while hashing, synced at the end as ours are.
func (o *our) upload(ctx context.Context) ([]load.Figure, error) {
	t := &template{data: filepath.Join(o.folder, "upload"), objects: filepath.Join(o.folder, "upload-objects")}
	if err := o.makeReady(ctx, t, "tools/bench/upload.yaml", 1); err != nil {
		return nil, err
	}
	f := o.filing(t, o.pratica, "serve")
	stop, err := f.serve(ctx, t.env(t.data, ""))
	if err != nil {
		return nil, err
	}
	defer stop()
	slower := load.Figure{Name: "upload of 200 MB with three cuts", Unit: "× a copy with a hash", AtMost: uploadSlower}
	grown := load.Figure{Name: "memory of the server during it", Unit: "MB more", AtMost: uploadMemory, How: "largest VmRSS between pieces, less that before the upload"}
	for round := range o.rounds {
		content := scanOf(round)
		copied, err := copyHashed(filepath.Join(o.folder, "copy"), content)
		if err != nil {
			return nil, err
		}
		before, err := resident(f.server.Process.Pid)
		if err != nil {
			return nil, err
		}
		u := &sending{filing: f, content: content, name: fmt.Sprintf("scansione-%d.txt", round), most: before}
		took, err := u.run(ctx)
		if err != nil {
			return nil, err
		}
		again, err := copyHashed(filepath.Join(o.folder, "copy"), content)
		if err != nil {
			return nil, err
		}
		copied = min(copied, again) // the quicker: disks are in a mood
		if err := arrivedWhole(t.objects, content); err != nil {
			return nil, err
		}
		slower.Found = append(slower.Found, took.Seconds()/copied.Seconds())
		grown.Found = append(grown.Found, u.most-before)
		slower.How = fmt.Sprintf("%s and %s in the last round, the cuts included; each resumed where the server said", took.Round(time.Millisecond), copied.Round(time.Millisecond))
	}
	return []load.Figure{slower, grown}, nil
}

// scanOf is a text of 200 MB, another for each round: the same bytes would be kept once.
func scanOf(round int) []byte {
	var b bytes.Buffer
	b.Grow(uploadBytes + 100)
	for n := 0; b.Len() < uploadBytes; n++ {
		fmt.Fprintf(&b, uploadPattern, round<<40+n)
	}
	return b.Bytes()[:uploadBytes]
}

// copyHashed is the yardstick.
func copyHashed(path string, content []byte) (time.Duration, error) {
	start := time.Now()
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	defer os.Remove(path)
	h := sha256.New()
	_, err = io.CopyBuffer(io.MultiWriter(f, h), struct{ io.Reader }{bytes.NewReader(content)}, make([]byte, 64<<10))
	err = errors.Join(err, f.Sync(), f.Close())
	return time.Since(start), err
}

// arrivedWhole reads back what the server kept.
func arrivedWhole(objects string, content []byte) error {
	digest := fmt.Sprintf("%x", sha256.Sum256(content))
	kept, err := os.ReadFile(filepath.Join(objects, digest[:2], digest))
	if err == nil && !bytes.Equal(kept, content) {
		err = errors.New("what was kept is not what was sent")
	}
	return err
}

// sending is one upload on its way.
type sending struct {
	*filing
	content []byte
	name    string
	most    float64 // largest memory seen, MB
}

type uploadState struct {
	Upload, Location string
	Offset           int64
}

func (u *sending) run(ctx context.Context) (time.Duration, error) {
	start := time.Now()
	state, err := u.begin(ctx)
	if err != nil {
		return 0, err
	}
	size, cuts := int64(len(u.content)), 0
	for at := state.Offset; at < size; {
		if at > size/(uploadCuts+1)*int64(cuts+1) && cuts < uploadCuts {
			cuts++
			if at, err = u.cut(ctx, state.Upload, at); err != nil {
				return 0, err
			}
			continue
		}
		piece := u.content[at:min(size, at+uploadPiece)]
		next, status, err := u.put(ctx, state.Upload, at, bytes.NewReader(piece), int64(len(piece)))
		if err != nil {
			return 0, err
		}
		if status != http.StatusOK && status != http.StatusConflict { // in conflict, the server had still read of the broken line
			return 0, fmt.Errorf("piece at %d: status %d", at, status)
		}
		at = next.Offset
		if err := u.look(); err != nil {
			return 0, err
		}
	}
	finished, status, err := u.post(ctx, "/allegati/scan", url.Values{"upload": {state.Upload}, "name": {u.name}})
	if err == nil && (status != http.StatusOK || finished.Location == "") || cuts != uploadCuts {
		err = fmt.Errorf("the upload ended with status %d after %d cuts", status, cuts)
	}
	return time.Since(start), errors.Join(err, u.look())
}

// begin asks where the upload is.
func (u *sending) begin(ctx context.Context) (uploadState, error) {
	state, status, err := u.post(ctx, "/caricamenti", url.Values{
		"place": {"scan"}, "name": {u.name}, "size": {fmt.Sprint(len(u.content))}, "modified": {"1760000000000"},
	})
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("the upload cannot begin: status %d", status)
	}
	return state, err
}

// cut breaks the line in the middle of a piece, and asks from where to go on. What had arrived must not be lost.
func (u *sending) cut(ctx context.Context, upload string, at int64) (int64, error) {
	half := io.MultiReader(bytes.NewReader(u.content[at:at+uploadPiece/2]), brokenLine{})
	if _, _, err := u.put(ctx, upload, at, half, uploadPiece); err == nil {
		return 0, errors.New("the line did not break")
	}
	state, err := u.begin(ctx)
	if err == nil && (state.Offset < at || state.Offset > at+uploadPiece/2) {
		err = fmt.Errorf("cut after %d bytes, resumed at %d", at, state.Offset)
	}
	return state.Offset, err
}

type brokenLine struct{}

func (brokenLine) Read([]byte) (int, error) { return 0, errors.New("the line broke") }

func (u *sending) look() error {
	now, err := resident(u.server.Process.Pid)
	u.most = max(u.most, now)
	return err
}

func (u *sending) put(ctx context.Context, upload string, at int64, body io.Reader, size int64) (uploadState, int, error) {
	return u.send(ctx, http.MethodPut, fmt.Sprintf("/caricamenti/%s?from=%d", upload, at), "application/octet-stream", body, size)
}

func (u *sending) post(ctx context.Context, path string, form url.Values) (uploadState, int, error) {
	body := form.Encode()
	return u.send(ctx, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(body), int64(len(body)))
}

func (u *sending) send(ctx context.Context, method, path, kind string, body io.Reader, size int64) (state uploadState, status int, err error) {
	w := u.template.ready[0]
	r, err := http.NewRequestWithContext(ctx, method, u.url+"/domanda/"+w.ID+path, body)
	if err != nil {
		return state, 0, err
	}
	r.ContentLength = size
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Cookie", w.Cookie)
	r.Header.Set("X-Forwarded-For", w.Address)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return state, 0, err
	}
	defer answer.Body.Close()
	return state, answer.StatusCode, json.NewDecoder(answer.Body).Decode(&state)
}
