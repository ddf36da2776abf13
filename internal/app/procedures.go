// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"fmt"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/forms"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/public"
)

// CheckProcedure says what is wrong with a definition, each fault with line and
// column, in the words of a language.
func CheckProcedure(name string, source []byte, lang string) []string {
	texts, err := i18n.Load()
	if err != nil {
		return []string{err.Error()}
	}
	p := texts.For(lang)
	var faults []string
	_, wrong := forms.Parse(name, source)
	for _, w := range wrong {
		faults = append(faults, fmt.Sprintf("%s:%d:%d: %s", name, w.Line, w.Column, p.Field(w.Field())))
	}
	if err := casework.CheckDefinition(source); err != nil {
		faults = append(faults, workflowFaults(name, p, err)...)
	}
	return faults
}

func workflowFaults(name string, p *i18n.Printer, err error) []string {
	e, ok := problem.As(err)
	if !ok {
		return []string{name + ": " + err.Error()}
	}
	if len(e.Fields) == 0 {
		return []string{name + ": " + p.Error(e)}
	}
	faults := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		faults[i] = fmt.Sprintf("%s:%s: %s", name, f.Path, p.Field(f))
	}
	return faults
}

// ImportProcedure stores a definition and, if asked, publishes it. Form and
// workflow are both checked first.
func (a *App) ImportProcedure(ctx context.Context, source []byte, publish bool) (digest string, err error) {
	if err := casework.CheckDefinition(source); err != nil {
		return "", err
	}
	by := audit.Actor{Kind: audit.System, ID: "command"}
	v, err := a.Forms.Import(ctx, by, "procedure.yaml", source)
	if err != nil {
		return "", err
	}
	if publish {
		err = a.Forms.Publish(ctx, by, v.Digest)
	}
	return v.Digest, err
}

// catalogue shows the published procedures on the start page.
type catalogue App

// Published implements public.Catalogue.
func (c *catalogue) Published(ctx context.Context) ([]public.Procedure, error) {
	list, err := c.Forms.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	reader, err := (&gate.Gate{Sessions: c.Sessions, Actors: c.Office}).Who(ctx)
	if err != nil {
		return nil, err
	}
	shown := make([]public.Procedure, len(list))
	for i, d := range list {
		shown[i] = public.Procedure{Slug: d.Slug, Title: d.Title, Summary: d.Summary, Who: d.Sheet.Who, Opens: d.Opening.From, Closes: d.Opening.To, Refuses: !d.Admits(reader.IsCounsel())}
	}
	return shown, nil
}
