// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"pratica/tools/bench/load"
)

// What was promised of the list as a file.
const (
	tableRows   = 100_000
	tableMemory = 50 // MB that the server may grow by
)

// table lets a secretary take her list away as a spreadsheet, and watches the server's memory meanwhile.
func (o *our) table(ctx context.Context) ([]load.Figure, error) {
	t := &template{data: filepath.Join(o.folder, "table"), objects: filepath.Join(o.folder, "table-objects")}
	command := exec.CommandContext(ctx, o.body, "table", fmt.Sprint(tableRows))
	command.Env, command.Stderr = t.env(t.data, ""), os.Stderr
	cookie, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("body table: %w", err)
	}
	figure := load.Figure{Name: "memory of the server while a list of 100,000 rows leaves as XLSX", Unit: "MB more", AtMost: tableMemory}
	for range o.rounds {
		grown, how, err := o.tableOnce(ctx, t, string(bytes.TrimSpace(cookie)))
		if err != nil {
			return nil, err
		}
		figure.Found, figure.How = append(figure.Found, grown), how
	}
	return []load.Figure{figure}, nil
}

// tableOnce measures with a server that has done nothing yet.
func (o *our) tableOnce(ctx context.Context, t *template, cookie string) (grown float64, how string, err error) {
	f := o.filing(t, o.pratica, "serve")
	stop, err := f.serve(ctx, t.env(t.data, ""))
	if err != nil {
		return 0, "", err
	}
	defer stop()
	before, err := resident(f.server.Process.Pid)
	if err != nil {
		return 0, "", err
	}
	began := time.Now()
	file, most, err := o.download(ctx, f, cookie)
	if err != nil {
		return 0, "", err
	}
	took := time.Since(began)
	rows, err := rowsOf(file)
	if err == nil && rows != tableRows+1 { // and its heading
		err = fmt.Errorf("the spreadsheet has %d rows", rows)
	}
	how = fmt.Sprintf("largest VmRSS every 10 ms, less that of a server just started; %.1f MB in %.1f s over HTTP, its rows counted", float64(len(file))/1e6, took.Seconds())
	return most - before, how, err
}

// download gets the spreadsheet, and says how much memory the server held at most meanwhile.
func (o *our) download(ctx context.Context, f *filing, cookie string) (file []byte, most float64, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, f.url+"/ufficio/elenco.xlsx?scope=all", nil)
	if err != nil {
		return nil, 0, err
	}
	r.Header.Set("Cookie", cookie)
	type got struct {
		file []byte
		err  error
	}
	arrived := make(chan got, 1)
	go func() {
		file, err := read(r)
		arrived <- got{file, err}
	}()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		held, err := resident(f.server.Process.Pid)
		if err != nil {
			return nil, 0, err
		}
		most = max(most, held)
		select {
		case g := <-arrived:
			return g.file, most, g.err
		case <-tick.C:
		}
	}
}

func read(r *http.Request) (file []byte, err error) {
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", r.URL.Path, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

// rowsOf counts the rows of the first sheet.
func rowsOf(file []byte) (rows int, err error) {
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return 0, err
	}
	sheet, err := archive.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, sheet.Close()) }()
	decoder := xml.NewDecoder(sheet)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		if begin, ok := token.(xml.StartElement); ok && begin.Name.Local == "row" {
			rows++
		}
	}
}
