// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"pratica/internal/casework"
	"pratica/internal/documents"
	"pratica/internal/signatures"
	"pratica/internal/signatures/report"
	"pratica/internal/web/applicant"
	"pratica/internal/web/kit"
	"pratica/internal/web/papers"
)

// SignaturesPage says who signed a file of a case, and what is known of it.
type SignaturesPage struct {
	kit.Page
	Open    string // address of the file
	Summary string
	Judged  string // when; "" while nobody has looked
	Again   string // where the verdict is asked anew
	Content string // address of the document inside a signed file; "" when there is none
	None    bool   // nobody signed it
	Cards   []SignatureCard
}

// SignatureCard is one signature in words.
type SignatureCard struct {
	Title    string
	State    kit.Badge
	Facts    []kit.Entry
	Warnings []string
}

// signable are the types of file in which a signature may be.
var signable = []string{documents.P7M.MediaType, documents.PDF.MediaType, documents.XML.MediaType, documents.ZIP.MediaType, documents.ODT.MediaType}

// withSignatures adds the way to the signatures of the files that may have some.
func withSignatures(shown []kit.File, list []documents.File) {
	for i := range shown {
		at := slices.IndexFunc(list, func(f documents.File) bool { return strings.HasSuffix(shown[i].Href, "/"+f.ID) })
		if at >= 0 && slices.Contains(signable, list[at].MediaType) {
			shown[i].Signed = shown[i].Href + "/firme"
		}
	}
}

func (f *Face) signatures(w http.ResponseWriter, r *http.Request) error {
	v, err := f.Casework.View(r.Context(), actor(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	content, file, err := f.Registry.OpenFile(r.Context(), actor(r), v.Case.ID, r.PathValue("file"))
	if err != nil {
		return err
	}
	defer content.Close()
	page := SignaturesPage{Page: f.page(r, f.Kit.Printer(r).T("office.signatures.title")), Open: path(v.Case.ID) + "/documenti/" + file.ID}
	page.Lead = file.Name
	page.Crumbs = []kit.Crumb{{Text: page.T("office.inbox.title"), Href: Prefix + "/"}, {Text: v.Case.Code, Href: path(v.Case.ID)}, {Text: page.Title}}
	found, err := f.verdict(r, &page, v.Case.ID, file, at(content))
	if err != nil {
		return err
	}
	page.None = len(found.Signatures) == 0
	if found.Kind == string(signatures.CAdES) && found.Content != nil {
		page.Content = page.Open + "/contenuto"
	}
	for _, s := range found.Signatures {
		page.Cards = append(page.Cards, card(page.Page, s, v))
	}
	return f.Kit.Render(w, r, http.StatusOK, "office/signatures", page)
}

// verdict is what is known of a stored file. One of which nobody has asked, or not
// been answered yet, is looked at now, without asking anybody.
func (f *Face) verdict(r *http.Request, page *SignaturesPage, owner string, file documents.File, content io.ReaderAt) (*report.Report, error) {
	all, err := f.Verdicts.Of(r.Context(), owner)
	if err != nil {
		return nil, err
	}
	if v, ok := all[file.ID]; ok {
		page.Again = page.Open + "/firme"
		if !v.IsWaiting() {
			page.Summary, page.Judged = papers.SignatureWords(page.Page, v), page.Printer.DateTime(v.JudgedAt)
			return &v.Report, nil
		}
		page.Summary = papers.SignatureWords(page.Page, v)
	}
	trust, err := f.Verdicts.Trust(r.Context())
	if err != nil {
		return nil, err
	}
	trust.Revocation = nil
	return signatures.Inspect(r.Context(), content, file.Size, nil, trust)
}

// signaturesAgain asks for the verdict anew: a list or an authority may tell more
// by now.
func (f *Face) signaturesAgain(w http.ResponseWriter, r *http.Request) error {
	v, err := f.Casework.View(r.Context(), actor(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := f.Verdicts.Again(r.Context(), v.Case.ID, r.PathValue("file")); err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "office.signatures.asked")
	return kit.Redirect(w, r, path(v.Case.ID)+"/documenti/"+r.PathValue("file")+"/firme")
}

// integrityTones tell at a glance what is wrong; nothing is called valid before it is
// known whose the certificate is.
var integrityTones = map[report.Integrity]kit.Tone{report.Intact: kit.Progress, report.Broken: kit.Negative, report.Unknown: kit.Waiting}

func card(page kit.Page, s report.Signature, v casework.View) SignatureCard {
	c := SignatureCard{Title: s.Signer.CommonName, State: kit.Badge{Text: page.T("signatures.integrity." + string(s.Integrity)), Tone: integrityTones[s.Integrity]}}
	if c.Title == "" {
		c.Title = page.T("signatures.nobody")
	}
	switch s.Verdict {
	case report.TotalFailed:
		c.State = kit.Badge{Text: page.T("signatures.failed"), Tone: kit.Negative}
	case report.TotalPassed:
		c.State = kit.Badge{Text: page.T("signatures.passed"), Tone: kit.Positive}
	}
	add := func(key, value string) {
		if value != "" {
			c.Facts = append(c.Facts, kit.Entry{Name: page.T("signatures.says." + key), Value: value})
		}
	}
	add("role", page.T("signatures.role."+strings.ReplaceAll(string(s.Role), "-", "_")))
	add("fiscal_code", s.Signer.FiscalCode)
	if !s.Claimed.IsZero() {
		add("claimed", page.Printer.DateTime(s.Claimed.Time))
	}
	if !s.Best.IsZero() {
		add("best", page.Printer.DateTime(s.Best.Time))
	} else if !s.Stamped.IsZero() {
		add("stamped", page.Printer.DateTime(s.Stamped.Time))
	}
	add("format", s.Level)
	if s.Verdict != report.TotalPassed && s.Sub != "" {
		add("verdict", papers.SubWords(page, s.Sub))
	}
	if s.Qualification != "" && s.Qualification != "N/A" {
		add("qualification", page.T("signatures.qualification."+qualificationKey(s.Qualification)))
	}
	if code := s.Signer.FiscalCode; code != "" && !isOf(code, v) {
		c.Warnings = append(c.Warnings, page.T("signatures.stranger"))
	}
	for _, w := range s.Warnings {
		c.Warnings = append(c.Warnings, page.T("signatures.warning."+string(w)))
	}
	return c
}

// qualificationKey spells a qualification as the catalogue does.
func qualificationKey(words string) string {
	words = strings.TrimPrefix(words, "Indeterminate ")
	return strings.ToLower(strings.NewReplacer(" ", "_", "-", "_").Replace(words))
}

// isOf says whether a tax code is of somebody of the case: a signer who is not
// may still be right, and the official decides.
func isOf(code string, v casework.View) bool {
	if v.Case.Counsel == code {
		return true
	}
	for _, p := range v.Parties {
		for _, person := range p.People {
			if strings.EqualFold(person.TaxCode, code) {
				return true
			}
		}
	}
	return false
}

// signedContent shows the document inside a signed file, without other programs.
func (f *Face) signedContent(w http.ResponseWriter, r *http.Request) error {
	content, file, err := f.Registry.OpenFile(r.Context(), actor(r), r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	defer content.Close()
	inside, depth, err := signatures.Content(at(content), file.Size)
	if err != nil {
		return err
	}
	for range depth {
		file.Name = strings.TrimSuffix(file.Name, ".p7m")
	}
	head := make([]byte, min(inside.Size(), 512))
	if _, err := inside.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	file.MediaType, _, _ = strings.Cut(http.DetectContentType(head), ";")
	if file.MediaType == "text/html" || file.MediaType == "text/xml" {
		file.MediaType = "application/octet-stream" // never shown as a page of this site
	}
	return applicant.ServeFile(w, r, inside, file)
}

// at reads a stored file at any place. Stores of files can; others are moved.
func at(content io.ReadSeeker) io.ReaderAt {
	if r, ok := content.(io.ReaderAt); ok {
		return r
	}
	return &seeker{content: content}
}

type seeker struct {
	mu      sync.Mutex
	content io.ReadSeeker
}

// ReadAt implements io.ReaderAt.
func (s *seeker) ReadAt(p []byte, off int64) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.content.Seek(off, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(s.content, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}
