// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"strings"
)

// page is a form as one writes it by hand: 40 fields with label, help and value, each escaped by html/template.
const page = `<!doctype html>
<html lang="it"><head><meta charset="utf-8"><title>{{.Title}}</title></head>
<body><h1>{{.Title}}</h1><p>{{.Lead}}</p><form method="post">
{{range .Fields}}<p><label for="{{.ID}}">{{.Label}}</label> <span id="{{.ID}}-help">{{.Help}}</span>
<input id="{{.ID}}" name="{{.Name}}" type="text" value="{{.Value}}" aria-describedby="{{.ID}}-help"{{if .Required}} required{{end}}></p>
{{end}}<p><button>{{.Button}}</button></p></form>{{.Fill}}</body></html>
`

type field struct {
	ID, Name, Label, Help, Value string
	Required                     bool
}

type form struct {
	Title, Lead, Button, Fill string
	Fields                    []field
}

const fieldsOfPage = 40

// plain serves the page, lengthened to a size so that as many bytes travel as with ours.
func plain(ctx context.Context, address string, size int) error {
	if address == "" || size < 1 {
		return errUsage
	}
	t, err := template.New("page").Parse(page)
	if err != nil {
		return err
	}
	f := blank()
	var short bytes.Buffer
	if err := t.Execute(&short, f); err != nil {
		return err
	}
	f.Fill = strings.Repeat("x", max(0, size-short.Len()))
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	return serveUntil(ctx, l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		var b bytes.Buffer
		if err := t.Execute(&b, f); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(b.Bytes()) // a client that went away is no fault of the page
	}))
}

func blank() form {
	f := form{Title: "Prova di una pagina", Lead: "Quaranta campi in una pagina.", Button: "Salva e continua"}
	for i := range fieldsOfPage {
		f.Fields = append(f.Fields, field{
			ID: fmt.Sprintf("f-%d", i), Name: fmt.Sprintf("field_%d", i), Label: fmt.Sprintf("Campo numero %d", i),
			Help: "Un testo che spiega <che cosa> va scritto & perché.", Value: fmt.Sprintf("risposta \"%d\"", i), Required: i%2 == 0,
		})
	}
	return f
}
