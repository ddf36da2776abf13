// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"pratica/internal/app"
	"pratica/internal/i18n"
)

type doctorCommand struct {
	JSON bool `name:"json" help:"Answer in JSON, for monitors: the codes are stable."`
}

// Run implements kong's command. A warning is for a person to read; only a
// failure makes the command fail.
func (c *doctorCommand) Run(s *session) error {
	settings, err := s.config()
	if err != nil {
		return err
	}
	p, err := s.printer()
	if err != nil {
		return err
	}
	findings := app.Diagnose(s.ctx, settings, s.log(settings), time.Now)
	say := sayFindings
	if c.JSON {
		say = encodeFindings
	}
	if err := say(s.out, findings, p); err != nil {
		return err
	}
	if failed(findings) {
		return errFound
	}
	return nil
}

func failed(findings []app.Finding) bool {
	for _, f := range findings {
		if f.Level == app.Failure {
			return true
		}
	}
	return false
}

func sayFindings(out io.Writer, findings []app.Finding, p *i18n.Printer) error {
	for _, f := range findings {
		fmt.Fprintf(out, "%-8s %s: %s\n", p.T("doctor.level."+string(f.Level)), p.T("doctor.title."+f.Check), f.Text(p))
	}
	return nil
}

// encodeFindings writes {"ok", "findings": [{"check", "level", "code", "text"}]}.
func encodeFindings(out io.Writer, findings []app.Finding, p *i18n.Printer) error {
	type finding struct {
		Check string    `json:"check"`
		Level app.Level `json:"level"`
		Code  string    `json:"code"`
		Text  string    `json:"text"`
	}
	answer := struct {
		OK       bool      `json:"ok"`
		Findings []finding `json:"findings"`
	}{OK: !failed(findings)}
	for _, f := range findings {
		answer.Findings = append(answer.Findings, finding{f.Check, f.Level, f.Code, f.Text(p)})
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(answer)
}
