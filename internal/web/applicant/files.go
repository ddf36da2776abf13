// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
	"pratica/internal/web/papers"
)

// Desk is what joins intake, forms and documents for an applicant; app has it.
type Desk interface {
	// Evaluate works out the form of an application with its files.
	Evaluate(ctx context.Context, a intake.Application) (*forms.Definition, forms.Evaluation, error)
	// Ways lists the ways of signing that the answers allow.
	Ways(ctx context.Context, a intake.Application) ([]string, error)
	// Attach stores an attachment; the frozen document is void then.
	Attach(ctx context.Context, application, slot, name string, content io.Reader) error
	// Detach removes an attachment, and Reattach brings it back.
	Detach(ctx context.Context, application, file string) error
	Reattach(ctx context.Context, application, file string) error
	// AttachSigned stores a file that the chosen way of signing asks for, after
	// checking what it must hold.
	AttachSigned(ctx context.Context, application, file, name string, content io.Reader) error
	// AttachAnswer stores a file that the office asked for after the filing.
	AttachAnswer(ctx context.Context, application, slot, name string, content io.Reader) error
	// ReceiptDocument returns the printed receipt, rendered at the first request.
	ReceiptDocument(ctx context.Context, application string) (documents.File, error)
}

// filePart finds the file of a multipart form. It streams: the body is not read
// into memory.
func filePart(r *http.Request) (name string, content io.Reader, err error) {
	form, err := r.MultipartReader()
	if err != nil {
		return "", nil, problem.New(problem.Invalid, "kit.not_a_form").Because(err)
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil, problem.New(problem.Invalid, "applicant.no_file")
		}
		if err != nil {
			return "", nil, problem.New(problem.Invalid, "documents.cut").Because(err)
		}
		if part.FormName() == "file" && part.FileName() != "" {
			return part.FileName(), part, nil
		}
	}
}

// uploadLimits says what a slot takes, before choosing.
func uploadLimits(page kit.Page, id string, formats []string, max int64) kit.FileField {
	endings := make([]string, 0, len(formats))
	for _, token := range formats {
		if t, ok := documents.TypeOf(token); ok {
			endings = append(endings, t.Extensions...)
		}
	}
	return kit.FileField{
		Accept: strings.Join(endings, ","), MaxBytes: max, Parts: parts(id),
		Limits: page.T("applicant.limits", "formats", strings.ToUpper(strings.Join(formats, ", ")), "size", papers.Size(page, max)),
	}
}

// document sends a file of the application to its owner.
func (f *Face) document(w http.ResponseWriter, r *http.Request) error {
	content, file, err := f.Documents.Open(r.Context(), r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	defer content.Close()
	return ServeFile(w, r, content, file)
}

// ServeFile sends a stored file: its type as recognised, never sniffed, shown in
// the browser only where that is safe.
func ServeFile(w http.ResponseWriter, r *http.Request, content io.ReadSeeker, file documents.File) error {
	h := w.Header()
	disposition := "attachment"
	switch file.MediaType {
	case documents.PDF.MediaType, documents.PNG.MediaType, documents.JPEG.MediaType:
		disposition = "inline"
	}
	h.Set("Content-Type", file.MediaType)
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": file.Name}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	// No sandbox: browsers refuse to show a PDF in one. Nothing can be loaded or run.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'")
	http.ServeContent(w, r, "", file.UploadedAt, content)
	return nil
}
