// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package privacy

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/documents"
	"pratica/internal/i18n"
	"pratica/internal/jobs"
	"pratica/internal/problem"
)

// maxCopy bounds a copy: more than the files of one person can be.
const maxCopy = 64 << 30

type copyJob struct {
	Request string `json:"request"`
}

// prepare makes the copy of a request. What an attempt before has made is made anew.
func (s *Service) prepare(ctx context.Context, j jobs.Job[copyJob]) (err error) {
	defer problem.Wrap(&err, "privacy.prepare(%s)", j.Payload.Request)
	var r Request
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		r, err = requestByID(ctx, tx, j.Payload.Request)
		return err
	})
	if err != nil || r.State != Preparing {
		return err
	}
	found, err := s.find(ctx, r.Person)
	if err != nil {
		return err
	}
	read, write := io.Pipe()
	go func() { write.CloseWithError(s.write(ctx, write, r, found)) }()
	object, err := s.Files.Store(ctx, read, maxCopy)
	read.CloseWithError(err) // a store that is full stops the writer too
	if err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		r, err := lockRequest(ctx, tx, r.ID)
		if err != nil || r.State != Preparing {
			return err
		}
		name := fmt.Sprintf("richiesta-%d-%d.zip", r.Year, r.Number)
		file, err := s.Files.Keep(ctx, tx, r.ID, slotCopy, name, "application/zip", object)
		if err != nil {
			return err
		}
		r.State, r.File = Ready, file.ID
		if err := updateRequest(ctx, tx, r); err != nil {
			return err
		}
		by := audit.Actor{Kind: audit.System, ID: "privacy"}
		if err := s.record(ctx, tx, by, "prepared", r.ID, map[string]string{"request": r.Label(), "sha256": object.Digest}); err != nil {
			return err
		}
		return j.Finish(ctx, tx)
	})
}

// archive is a copy being written.
type archive struct {
	*Service
	zip     *zip.Writer
	printer *i18n.Printer // the copy is in Italian, as the body answers
	request Request
	found   Found
	done    int
}

func (s *Service) write(ctx context.Context, w io.Writer, r Request, found Found) error {
	a := &archive{Service: s, zip: zip.NewWriter(w), printer: s.Texts.For(i18n.Default), request: r, found: found}
	if err := a.text("LEGGIMI.txt", a.readme()); err != nil {
		return err
	}
	for _, id := range found.Accounts {
		if err := a.person(ctx, "account-"+id, func(tx *database.Tx) (Held, error) { return a.ofAccount(ctx, tx, id) }); err != nil {
			return err
		}
	}
	if found.Lists > 0 {
		err := a.person(ctx, "elenchi", func(tx *database.Tx) (Held, error) { return s.Lists.HeldBy(ctx, tx, r.TaxCode, r.Email) })
		if err != nil {
			return err
		}
	}
	for _, id := range append(append([]string{}, found.Own...), found.Drafts...) {
		if err := a.own(ctx, id); err != nil {
			return err
		}
	}
	for i, id := range found.Mentions { // not by their code: it is somebody else's
		if err := a.mention(ctx, fmt.Sprintf("citazioni/%03d", i+1), id); err != nil {
			return err
		}
	}
	return a.zip.Close()
}

func (a *archive) ofAccount(ctx context.Context, tx *database.Tx, id string) (Held, error) {
	all := Held{}
	for _, h := range a.Holders {
		held, err := h.HeldOf(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		merge(all, held)
	}
	return all, nil
}

func merge(into, from Held) {
	for table, rows := range from {
		into[table] = append(into[table], rows...)
	}
}

// person writes what is not of an application.
func (a *archive) person(ctx context.Context, name string, read func(*database.Tx) (Held, error)) error {
	var held Held
	err := a.DB.View(ctx, func(tx *database.Tx) (err error) {
		held, err = read(tx)
		return err
	})
	if err != nil {
		return err
	}
	return a.data(name, held)
}

// read gathers what all parts hold of an application.
func (a *archive) read(ctx context.Context, id string) (all Held, files []documents.File, err error) {
	err = a.DB.View(ctx, func(tx *database.Tx) error {
		all = Held{}
		for _, p := range a.Parts {
			held, err := p.HeldIn(ctx, tx, id)
			if err != nil {
				return err
			}
			merge(all, held)
		}
		files, err = a.Files.ListIn(ctx, tx, id)
		return err
	})
	return all, files, err
}

// own writes an application of the person, whole.
func (a *archive) own(ctx context.Context, id string) error {
	held, files, err := a.read(ctx, id)
	if err != nil {
		return err
	}
	folder := codeOf(held, id)
	if err := a.data(folder, held); err != nil {
		return err
	}
	for i, f := range files {
		if !a.request.WithFiles {
			break
		}
		if err := a.file(ctx, fmt.Sprintf("%s/file/%02d-%s", folder, i+1, path.Base(f.Name)), id, f); err != nil {
			return err
		}
	}
	return a.step(ctx, id)
}

// mention writes, of an application of somebody else, what is about the person.
func (a *archive) mention(ctx context.Context, folder, id string) error {
	held, _, err := a.read(ctx, id)
	if err != nil {
		return err
	}
	about := []database.Record{}
	for _, row := range held["casework_answers"] {
		if answers, ok := row["answers"].(json.RawMessage); ok {
			about = append(about, partsAbout(answers, a.request.Person)...)
		}
	}
	some := Held{"about": about, "casework_case": {}}
	for _, row := range held["casework_case"] {
		some["casework_case"] = append(some["casework_case"], database.Record{"year": row["year"], "number": row["number"], "procedure": row["procedure"], "filed_at": row["filed_at"]})
	}
	if err := a.data(folder, some); err != nil {
		return err
	}
	return a.step(ctx, id)
}

// codeOf names an application as people do.
func codeOf(held Held, id string) string {
	for _, row := range held["intake_application"] {
		if code, ok := row["code"].(string); ok {
			return code
		}
	}
	return id
}

// data writes rows twice: for a program and for a person.
func (a *archive) data(folder string, held Held) error {
	b, err := json.MarshalIndent(held, "", "  ")
	if err != nil {
		return err
	}
	if err := a.text(folder+"/dati.json", string(b)+"\n"); err != nil {
		return err
	}
	return a.text(folder+"/dati.txt", readable(a.printer, held))
}

func (a *archive) text(name, content string) error {
	w, err := a.create(name)
	if err == nil {
		_, err = io.WriteString(w, strings.ReplaceAll(content, "\n", "\r\n"))
	}
	return err
}

func (a *archive) create(name string) (io.Writer, error) {
	return a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.Now()})
}

func (a *archive) file(ctx context.Context, name, owner string, f documents.File) error {
	content, _, err := a.Files.Open(ctx, owner, f.ID)
	if problem.Is(err, "documents.infected") { // nobody can open it; the list has it
		return nil
	}
	if err != nil {
		return err
	}
	defer content.Close()
	w, err := a.create(name)
	if err == nil {
		_, err = io.Copy(w, content)
	}
	return err
}

// step records the reading of an application and how far the copy is.
func (a *archive) step(ctx context.Context, id string) error {
	a.done++
	return a.DB.Update(ctx, func(tx *database.Tx) error {
		if err := setProgress(ctx, tx, a.request.ID, a.found.applications(), a.done); err != nil {
			return err
		}
		return a.Audit.Record(ctx, tx, audit.Entry{
			Chain: audit.CaseChain(id), Actor: audit.Actor{Kind: audit.Admin, ID: a.request.MadeBy}, Action: audit.Read, Subject: id, At: a.Now(),
			Detail: map[string]string{"part": "privacy", "request": a.request.Label()},
		})
	})
}
