// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/signatures"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/revocation"
	"pratica/internal/signatures/trustlist"
	"pratica/internal/signatures/validation"
)

type inspectCommand struct {
	File    string    `arg:"" type:"existingfile" help:"The file."`
	Data    string    `type:"existingfile" placeholder:"FILE" help:"The document that a detached signature is about."`
	JSON    bool      `name:"json" help:"Answer in JSON: a stable contract."`
	Trust   []string  `type:"existingfile" placeholder:"FILE" help:"Trusted lists (XML) by which certificates are judged. Their own signature is checked, not who signed them."`
	At      time.Time `format:"2006-01-02T15:04:05Z07:00" placeholder:"TIME" help:"The time at which certificates are judged, as 2026-11-25T09:00:00Z. Now, if it is not given."`
	Offline bool      `help:"Ask nobody over the network whether a certificate was revoked: only what is in the file counts."`
}

// Run implements kong's command. A verdict is an answer, whatever it is; a file
// that cannot be read is exit code 2.
func (c *inspectCommand) Run(s *session) error {
	found, err := c.inspect(s.ctx)
	if err == nil && c.JSON {
		e := json.NewEncoder(s.out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(found)
	}
	p, printerErr := s.printer() // last: a program that asks for JSON waits for no texts
	if printerErr != nil {
		return printerErr
	}
	if _, ok := problem.As(err); ok {
		fmt.Fprintln(s.err, filepath.Base(c.File)+": "+p.Error(err))
		return errUnreadable
	}
	if err != nil {
		return err
	}
	return sayReport(s.out, filepath.Base(c.File), found, p)
}

func (c *inspectCommand) inspect(ctx context.Context) (*report.Report, error) {
	f, size, err := openFile(c.File)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	trust, err := c.trust()
	if err != nil {
		return nil, err
	}
	if c.Data == "" {
		return signatures.Inspect(ctx, f, size, nil, trust)
	}
	data, dataSize, err := openFile(c.Data)
	if err != nil {
		return nil, err
	}
	defer data.Close()
	return signatures.Inspect(ctx, f, size, &signatures.Beside{ReaderAt: data, Size: dataSize, Name: filepath.Base(c.Data)}, trust)
}

// patience is how long whoever waits at a terminal waits for the answers about one
// certificate.
const patience = 10 * time.Second

// trust reads the lists.
func (c *inspectCommand) trust() (validation.Trust, error) {
	trust := validation.Trust{At: c.At, Policy: validation.StandardPolicy()}
	if trust.At.IsZero() {
		trust.At = time.Now()
	}
	if !c.Offline {
		trust.Revocation = &revocation.Online{Client: &http.Client{Timeout: patience}, Now: time.Now, Patience: patience}
	}
	var documents [][]byte
	for _, file := range c.Trust {
		document, err := os.ReadFile(file)
		if err != nil {
			return trust, err
		}
		documents = append(documents, document)
	}
	var err error
	trust.Lists, err = trustlist.ReadAll(documents...)
	return trust, err
}

func openFile(path string) (*os.File, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, info.Size(), nil
}

// sayReport tells a person who signed, and what to think of it.
func sayReport(out io.Writer, file string, r *report.Report, p *i18n.Printer) error {
	fmt.Fprintf(out, "%s: %s\n", file, p.T("signatures.verdict."+key(string(r.Verdict))))
	for _, s := range r.Signatures {
		who := s.Signer.CommonName
		if who == "" {
			who = p.T("signatures.nobody")
		}
		fmt.Fprintf(out, "\n%s  %s (%s)\n", s.ID, who, s.Level)
		say := func(name, value string) {
			if value != "" {
				fmt.Fprintf(out, "    %-22s %s\n", p.T("signatures.says."+name), value)
			}
		}
		say("role", p.T("signatures.role."+key(string(s.Role))))
		say("fiscal_code", s.Signer.FiscalCode)
		if !s.Claimed.IsZero() {
			say("claimed", p.DateTime(s.Claimed.Time))
		}
		if !s.Best.IsZero() {
			say("best", p.DateTime(s.Best.Time))
		}
		if !s.Stamped.IsZero() {
			say("stamped", p.DateTime(s.Stamped.Time))
		}
		say("integrity", p.T("signatures.integrity."+string(s.Integrity)))
		say("qualification", s.Qualification)
		say("verdict", strings.TrimRight(string(s.Verdict)+" "+string(s.Sub), " "))
		for _, w := range s.Warnings {
			say("warning", p.T("signatures.warning."+string(w)))
		}
	}
	return nil
}

// key spells a word as the catalogue does.
func key(word string) string {
	return strings.ToLower(strings.NewReplacer("-", "_", " ", "_").Replace(word))
}
