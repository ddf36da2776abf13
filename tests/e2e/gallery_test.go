// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"pratica/internal/problem"
	"pratica/internal/web/kit"
	"pratica/internal/web/kit/kittest"
)

type formPage struct {
	kit.Page
	Stepper    kit.Stepper
	Save       kit.SaveState
	Version    int64
	Fields     []kit.Field
	Cards      kit.Cards
	Next, Back kit.Button
}

type showPage struct {
	kit.Page
	Done        kit.Confirmation
	Notices     []kit.Alert
	Entries     []kit.Entry
	Table, None kit.Table
	Pages       kit.Pagination
	Timeline    []kit.Moment
	Badges      []kit.Badge
	Question    kit.Question
}

type uploadPage struct {
	kit.Page
	File kit.Field
	Send kit.Button
}

// gallery is a small site that shows every component and answers the modules as a real face does.
type gallery struct {
	kit *kit.Kit

	mu       sync.Mutex
	version  int64
	saved    url.Values
	broken   bool // the line to the server
	sent     int
	received []string
	release  func()        // lets the answer to a sent form go
	held     chan struct{} // closed by release
}

func newGallery(t *testing.T) (*gallery, *httptest.Server) {
	t.Helper()
	opt := kittest.Options(t, os.DirFS("testdata"))
	opt.Demo = true
	g := &gallery{kit: kittest.Build(t, opt), version: 1, held: make(chan struct{})}
	g.release = sync.OnceFunc(func() { close(g.held) })
	server := httptest.NewServer(kittest.Serve(g.kit, "/gallery", []kit.Route{
		{Pattern: "GET /form", Handler: g.form},
		{Pattern: "POST /form", Handler: g.send},
		{Pattern: "POST /save", Handler: g.save},
		{Pattern: "GET /show", Handler: g.show},
		{Pattern: "GET /upload", Handler: g.uploadForm},
		{Pattern: "POST /upload", Handler: g.upload, Limit: 1 << 20},
		{Pattern: "GET /broken", Handler: func(http.ResponseWriter, *http.Request) error { return io.ErrUnexpectedEOF }},
	}, g.signedIn))
	t.Cleanup(func() { g.release(); server.Close() })
	return g, server
}

func (g *gallery) signedIn(next kit.Handler) kit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		user := kit.User{Name: "Anna Prova", Role: "Segreteria", SignOut: "/gallery/form", Links: []kit.Link{{Text: "Profilo", Href: "/gallery/show"}}}
		return next(w, r.WithContext(kit.WithUser(r.Context(), user)))
	}
}

func (g *gallery) page(r *http.Request, title string) kit.Page {
	p := g.kit.Page(r, title)
	p.Crumbs = []kit.Crumb{{Text: "Home", Href: "/"}, {Text: title}}
	p.Nav = []kit.Link{{Text: "Modulo", Href: "/gallery/form", Current: r.URL.Path == "/gallery/form"},
		{Text: "Componenti", Href: "/gallery/show", Current: r.URL.Path == "/gallery/show", Count: 3}, {Text: "Allegati", Href: "/gallery/upload"}}
	return p
}

func (g *gallery) form(w http.ResponseWriter, r *http.Request) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	page := formPage{Page: g.page(r, "Componi il modulo"), Version: g.version, Stepper: steps()}
	page.Lead = "Ogni componente di un modulo, con e senza errori."
	page.Switch = "form"
	page.Save = kit.SaveState{SavedAt: "10:42"}
	page.Fields = fields(kit.Values{Values: g.saved}, r.URL.Query().Has("errors"))
	page.Errors = kit.Summary("", page.Fields...)
	page.Cards = household()
	page.Next = kit.Button{Text: "Continua", Name: "act", Value: "next", Once: true}
	page.Back = kit.Button{Text: "Indietro", Name: "act", Value: "back", Style: kit.Secondary}
	return g.kit.Render(w, r, http.StatusOK, "gallery/form", page)
}

func (g *gallery) send(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	g.mu.Lock()
	if version, _ := form.Number("version"); version != g.version {
		g.mu.Unlock()
		return problem.New(problem.Conflict, "kit.internal")
	}
	g.sent++
	g.version++
	g.saved = form.Values
	g.mu.Unlock()
	verb, target := form.Action()
	if verb == "next" {
		<-g.held
	}
	g.kit.Flash(w, kit.Success, "kit.card.removed", "title", fmt.Sprintf("%s %s", verb, target))
	return kit.Redirect(w, r, "/gallery/form")
}

func (g *gallery) save(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.broken {
		return problem.New(problem.Unavailable, "kit.internal")
	}
	if version, _ := form.Number("version"); version != g.version {
		return problem.New(problem.Conflict, "kit.not_found")
	}
	g.version++
	g.saved = form.Values
	return g.kit.Saved(w, r, kittest.Noon, g.version)
}

func (g *gallery) savedText(name string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return kit.Values{Values: g.saved}.Text(name)
}

func (g *gallery) breakLine(broken bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.broken = broken
}

func (g *gallery) uploadForm(w http.ResponseWriter, r *http.Request) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	page := uploadPage{Page: g.page(r, "Allegati"), Send: kit.Button{Text: "Carica"}}
	page.File = kit.Field{Type: kit.Upload, Name: "file", Label: "Documento di identità", Why: "La legge chiede di sapere chi firma.",
		File: kit.FileField{Accept: ".pdf,.p7m", Limits: "PDF o P7M, fino a 100 kB.", MaxBytes: 100 << 10, Multiple: true}}
	for _, name := range g.received {
		page.File.File.Files = append(page.File.File.Files, kit.File{Name: name, Size: "12 kB", Href: "#", State: kit.Badge{Text: "Ricevuto", Tone: kit.Positive},
			Note: "Firma non ancora verificata.", Remove: name})
	}
	return g.kit.Render(w, r, http.StatusOK, "gallery/upload", page)
}

func (g *gallery) upload(w http.ResponseWriter, r *http.Request) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return problem.New(problem.Invalid, "kit.not_a_form").Because(err)
	}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return kit.Redirect(w, r, "/gallery/upload")
		}
		if err != nil {
			return err
		}
		if part.FileName() != "" {
			g.mu.Lock()
			g.received = append(g.received, part.FileName())
			g.mu.Unlock()
		}
	}
}

func steps() kit.Stepper {
	return kit.Stepper{Steps: []kit.Step{
		{Name: "Chi presenta la domanda", Href: "#1", State: kit.StepDone},
		{Name: "Famiglia e redditi", Href: "#2", State: kit.StepWrong},
		{Name: "La causa", Href: "#3", State: kit.StepCurrent},
		{Name: "Controparti", State: kit.StepTodo}, {Name: "Difensore", State: kit.StepTodo},
		{Name: "Allegati", State: kit.StepTodo}, {Name: "Riepilogo e firma", State: kit.StepTodo},
	}}
}

func fields(typed kit.Values, wrong bool) []kit.Field {
	f := []kit.Field{
		{Type: kit.Text, Name: "surname", Label: "Cognome", Complete: "family-name", Width: kit.Medium},
		{Type: kit.Text, Name: "tax_code", Label: "Codice fiscale", Help: "16 caratteri, come sulla tessera sanitaria.", Why: "Serve a trovare i tuoi redditi.", Width: kit.Medium, MaxLength: 16},
		{Type: kit.Email, Name: "email", Label: "E-mail", Complete: "email", Width: kit.Medium},
		{Type: kit.Phone, Name: "phone", Label: "Telefono", Optional: true, Width: kit.Small},
		{Type: kit.Date, Name: "birth", Label: "Data di nascita", Help: "Per esempio 27 3 1980", Complete: "bday"},
		{Type: kit.Number, Name: "people", Label: "Persone in famiglia", Width: kit.Tiny},
		{Type: kit.Amount, Name: "income", Label: "Reddito imponibile", Help: "In euro, per esempio 12.345,67"},
		{Type: kit.Select, Name: "state", Label: "Stato civile", Width: kit.Medium, Options: []kit.Option{{Value: "single", Label: "Libero"}, {Value: "married", Label: "Coniugato"}}},
		{Type: kit.Choice, Name: "role", Label: "Che cosa vuoi fare?", Options: []kit.Option{{Value: "sue", Label: "Iniziare una causa", Help: "Non c'è ancora un giudice."}, {Value: "defend", Label: "Difenderti in una causa"}}},
		{Type: kit.Choices, Name: "contact", Label: "Come possiamo scriverti?", Optional: true, Options: []kit.Option{{Value: "mail", Label: "E-mail"}, {Value: "post", Label: "Lettera"}}},
		{Type: kit.YesNo, Name: "urgent", Label: "C'è un'udienza già fissata?"},
		{Type: kit.LongText, Name: "facts", Label: "I fatti", Help: "Racconta con parole tue.", MaxLength: 2000},
		{Type: kit.Text, Name: "fixed", Label: "Ordine", Value: "Esempio", ReadOnly: true, Width: kit.Medium},
		{Type: kit.Declaration, Name: "truth", Label: "Dichiarazione", Text: "Dichiaro che quanto scritto è vero. So che una dichiarazione falsa è punita dalla legge (DPR 445/2000, art. 76)."},
		{Type: kit.OneTimeCode, Name: "otp", Label: "Codice di sei cifre"},
	}
	for i := range f {
		if f[i].Type == kit.Date {
			f[i].Value = typed.Date(f[i].Name)
		} else if v := typed.Text(f[i].Name); v != "" {
			f[i].Value = v
		}
		if wrong && !f[i].Optional && !f[i].ReadOnly {
			f[i].Error = "Rispondi alla domanda: " + f[i].Label
		}
	}
	return f
}

func household() kit.Cards {
	card := func(n int) kit.Card {
		path := fmt.Sprintf("household.%d", n)
		return kit.Card{Path: path, Title: fmt.Sprintf("Componente %d", n), First: n == 1, Last: n == 2, Fields: []kit.Field{
			{Type: kit.Text, Name: path + ".name", Label: "Nome e cognome"}, {Type: kit.Amount, Name: path + ".income", Label: "Reddito"}}}
	}
	return kit.Cards{Path: "household", Title: "Componenti della famiglia", Help: "Aggiungi chi vive con te.", Add: "Aggiungi un componente",
		Items: []kit.Card{card(1), card(2)}, Removed: &kit.Removed{Path: "household.3", Title: "Componente 3"}}
}

func (g *gallery) show(w http.ResponseWriter, r *http.Request) error {
	page := showPage{Page: g.page(r, "Componenti delle pagine")}
	page.Done = kit.Confirmation{Title: "Domanda depositata", Label: "Codice della domanda", Code: "ABCD-EFGH-J", Text: "Deposito n. 12/2026 del 24 novembre 2026, ore 12:00:00,123."}
	for _, kind := range []kit.AlertKind{kit.Info, kit.Success, kit.Warning, kit.Danger} {
		page.Notices = append(page.Notices, kit.Alert{Kind: kind, Title: "Titolo " + string(kind), Text: "Una frase che dice che cosa è successo.", Link: &kit.Link{Text: "Che cosa fare: " + string(kind), Href: "#"}})
	}
	page.Entries = []kit.Entry{{Name: "Cognome", Value: "Prova", Change: "#"}, {Name: "Reddito", Value: "12.345,67 €", Changed: true, Change: "#"},
		{Name: "Udienza", Change: "#", Error: "Manca la data"}, {Name: "Allegati", Lines: []string{"identita.pdf", "redditi.pdf"}}}
	page.Table = table(page.Printer.Money)
	page.None = kit.Table{Empty: kit.EmptyState{Title: "Nessuna pratica", Text: "Nessuna pratica corrisponde ai filtri.", Next: &kit.Link{Text: "Togli i filtri", Href: "#"}}}
	page.Pages = kit.NewPagination(page.Printer, r.URL, 5, 20, 183)
	page.Timeline = []kit.Moment{{When: "24 novembre 2026, ore 12:00", Instant: kittest.Noon.Format(time.RFC3339), Title: "Domanda depositata", Badge: kit.Badge{Text: "Inviata", Tone: kit.Positive}},
		{When: "25 novembre 2026", Title: "Presa in carico", Text: "La segreteria controlla la domanda."}, {When: "entro il 24 gennaio 2027", Title: "Decisione", Future: true}}
	for _, tone := range []kit.Tone{kit.Neutral, kit.Progress, kit.Positive, kit.Waiting, kit.Negative} {
		page.Badges = append(page.Badges, kit.Badge{Text: "Stato " + string(tone), Tone: tone})
	}
	page.Question = kit.Question{Action: "/gallery/form", Text: "Vuoi ritirare la domanda? Non potrai tornare indietro.", Confirm: "Ritira la domanda", Danger: true, Cancel: "/"}
	return g.kit.Render(w, r, http.StatusOK, "gallery/show", page)
}
