// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package papers

import (
	"context"
	"slices"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/verdicts"
	"pratica/internal/web/kit"
)

// Verdicts tells what is known of the signatures of stored files, by file.
type Verdicts interface {
	Of(ctx context.Context, owner string) (map[string]verdicts.Verdict, error)
}

// Decision shows the decision, or nil while there is none. files is where the
// face serves documents.
func (m *Maker) Decision(ctx context.Context, page kit.Page, v casework.View, files string) (*Decision, error) {
	if v.Decision == nil {
		return nil, nil
	}
	d := &Decision{
		Outcome: v.Outcome.In(page.Lang), Text: v.Decision.Text.In(page.Lang), Notice: v.Decision.Notice.In(page.Lang), At: page.Printer.DateTime(v.Decision.At),
	}
	if v.Decision.File == "" {
		return d, nil
	}
	d.File = files + v.Decision.File
	all, err := m.verdicts(ctx, v.Case.ID)
	if err == nil {
		d.Signature = SignatureWords(page, all[v.Decision.File])
	}
	return d, err
}

func (m *Maker) verdicts(ctx context.Context, owner string) (map[string]verdicts.Verdict, error) {
	if m.Verdicts == nil {
		return nil, nil
	}
	return m.Verdicts.Of(ctx, owner)
}

// SignatureNote says what is known of the signatures of one stored file.
func (m *Maker) SignatureNote(ctx context.Context, page kit.Page, owner, file string) (string, error) {
	all, err := m.verdicts(ctx, owner)
	return SignatureWords(page, all[file]), err
}

// SignatureWords say who signed a file, and what the signatures are worth.
func SignatureWords(page kit.Page, v verdicts.Verdict) string {
	if v.IsWaiting() {
		return page.T("papers.signature.waiting")
	}
	who := strings.Join(signers(v.Report), ", ")
	switch v.Report.Verdict {
	case report.TotalPassed:
		return page.T("papers.signature.valid", "who", who)
	case report.Indeterminate:
		return page.T("papers.signature.open", "who", who, "why", SubWords(page, v.Report.Sub))
	case report.TotalFailed:
		return page.T("papers.signature.failed", "who", who, "why", SubWords(page, v.Report.Sub))
	}
	return page.T("papers.signature.none")
}

// SubWords say why a signature is not simply valid.
func SubWords(page kit.Page, sub report.Sub) string {
	return page.T("signatures.sub." + strings.ToLower(string(sub)))
}

// signers are the names of those who signed, each once.
func signers(r report.Report) (names []string) {
	for _, s := range r.Signatures {
		if s.Role != report.RoleTimestamp && s.Signer.CommonName != "" && !slices.Contains(names, s.Signer.CommonName) {
			names = append(names, s.Signer.CommonName)
		}
	}
	return names
}

// isSigned says whether there is anything to say of a file's signatures.
func isSigned(v verdicts.Verdict) bool { return !v.IsWaiting() && len(v.Report.Signatures) > 0 }
