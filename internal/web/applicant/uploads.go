// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"io"
	"mime"
	"net/http"
	"strconv"

	"pratica/internal/documents"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// What the module for uploads speaks with: it begins an upload, or asks where it
// is; sends pieces; and then sends the form with the upload's name in place of
// the file. An upload belongs to the application of the page, whose session the
// gate has checked.
const (
	maxUpload = 512 << 20 // bounds a request with a file, and an upload; the slot's own limit is smaller
	maxPiece  = 8 << 20
)

// parts is the address to which the pieces of an application's files are sent.
func parts(id string) string { return home(id) + "/caricamenti" }

type uploadAnswer struct {
	Upload string `json:"upload"`
	Offset int64  `json:"offset"` // bytes that are here
}

// uploadBegin names an upload and says how much of it is here.
func (f *Face) uploadBegin(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	size, okSize := form.Number("size")
	modified, okTime := form.Number("modified")
	if !okSize || !okTime || size <= 0 {
		return problem.New(problem.Invalid, "kit.not_a_form")
	}
	upload := documents.UploadName(form.Text("place"), form.Text("name"), size, modified)
	offset, err := f.Documents.Arrived(r.Context(), r.PathValue("id"), upload)
	if err != nil {
		return err
	}
	return kit.JSON(w, r, http.StatusOK, uploadAnswer{upload, offset})
}

// uploadPiece takes one piece. Out of step, the answer says where to go on.
func (f *Face) uploadPiece(w http.ResponseWriter, r *http.Request) error {
	from, err := strconv.ParseInt(r.URL.Query().Get("from"), 10, 64)
	if err != nil || from < 0 {
		return problem.New(problem.Invalid, "kit.not_a_form")
	}
	upload := r.PathValue("upload")
	offset, err := f.Documents.Continue(r.Context(), r.PathValue("id"), upload, from, r.Body, maxUpload)
	status := http.StatusOK
	if problem.Is(err, "documents.out_of_step") {
		err, status = nil, http.StatusConflict
	}
	if err != nil {
		return err
	}
	return kit.JSON(w, r, status, uploadAnswer{upload, offset})
}

// uploadDrop forgets an upload that was given up.
func (f *Face) uploadDrop(w http.ResponseWriter, r *http.Request) error {
	if err := f.Documents.Forget(r.Context(), r.PathValue("id"), r.PathValue("upload")); err != nil {
		return err
	}
	return kit.JSON(w, r, http.StatusOK, struct{}{})
}

// sentFile is the file of a form: in the form itself, which streams, or an
// upload that has arrived.
func (f *Face) sentFile(r *http.Request) (name string, content io.Reader, err error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "application/x-www-form-urlencoded" {
		return filePart(r)
	}
	form, err := kit.Decode(r)
	if err != nil {
		return "", nil, err
	}
	if form.Text("upload") == "" {
		return "", nil, problem.New(problem.Invalid, "applicant.no_file")
	}
	return form.Text("name"), f.Documents.Whole(r.PathValue("id"), form.Text("upload")), nil
}
