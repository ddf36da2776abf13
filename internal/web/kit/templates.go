// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"text/template/parse"

	"pratica/internal/i18n"
)

// A pageSet holds every page in every language. Trees are parsed once, at start; the executable template of a page in
// a language is put together at first use, from only those components that the page reaches, because a hundred
// pages with all components each would cost more memory than the rest of the program.
type pageSet struct {
	languages []string
	shared    map[string]*parse.Tree            // layout and components, by defined name
	faces     map[string]map[string]*parse.Tree // folder of a face -> what its pages share
	pages     map[string]map[string]*parse.Tree // page name -> its own definitions
	ready     map[pageKey]func() (*template.Template, error)
	broken    map[string]error // why a page cannot work
}

type pageKey struct{ name, lang string }

func newPageSet(opt Options) (*pageSet, error) {
	s := &pageSet{
		languages: opt.Catalogue.Langs(),
		shared:    map[string]*parse.Tree{},
		faces:     map[string]map[string]*parse.Tree{},
		pages:     map[string]map[string]*parse.Tree{},
		ready:     map[pageKey]func() (*template.Template, error){},
		broken:    map[string]error{},
	}
	names := funcs(opt.Catalogue.For(defaultLanguage), opt.Assets.Path)
	for _, root := range opt.Templates {
		if err := s.read(root, names); err != nil {
			return nil, err
		}
	}
	for name := range s.pages {
		if _, err := s.reachable(name); err != nil {
			s.broken[name] = err
		}
		for _, lang := range s.languages {
			fm := funcs(opt.Catalogue.For(lang), opt.Assets.Path)
			s.ready[pageKey{name, lang}] = sync.OnceValues(func() (*template.Template, error) { return s.build(name, fm) })
		}
	}
	if opt.Lenient {
		return s, nil
	}
	return s, errors.Join(slices.Collect(maps.Values(s.broken))...)
}

// read parses all files of one tree.
func (s *pageSet) read(root fs.FS, names template.FuncMap) error {
	return fs.WalkDir(root, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(file) != ".html" {
			return err
		}
		text, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		trees, err := parse.Parse(file, string(text), "", "", names, builtins)
		if page, ok := pageName(file); ok && err != nil {
			s.broken[page] = fmt.Errorf("kit: %w", err)
			return nil
		}
		if err != nil {
			return fmt.Errorf("kit: %w", err)
		}
		delete(trees, file) // what stands outside of every definition: comments and spaces
		return s.place(file, trees)
	})
}

// pageName tells whether a file is a page; layout, components and what a face's pages share are not.
func pageName(file string) (string, bool) {
	name, ok := strings.CutPrefix(file, "page/")
	return strings.TrimSuffix(name, ".html"), ok && !strings.HasPrefix(path.Base(name), "_")
}

// place decides by the file's name for which pages its definitions are.
func (s *pageSet) place(file string, trees map[string]*parse.Tree) error {
	page, ok := pageName(file)
	if ok {
		s.pages[page] = trees
		return nil
	}
	if !strings.HasPrefix(file, "page/") {
		return merge(s.shared, trees, file)
	}
	face := face(page)
	if s.faces[face] == nil {
		s.faces[face] = map[string]*parse.Tree{}
	}
	return merge(s.faces[face], trees, file)
}

func merge(into, trees map[string]*parse.Tree, file string) error {
	for name, tree := range trees {
		if into[name] != nil {
			return fmt.Errorf("kit: %s: template %q is defined twice", file, name)
		}
		into[name] = tree
	}
	return nil
}

// reachable gives every definition that a page uses, beginning with "layout".
func (s *pageSet) reachable(page string) (map[string]*parse.Tree, error) {
	all := maps.Clone(s.shared)
	maps.Copy(all, s.faces[face(page)])
	maps.Copy(all, s.pages[page])
	found := map[string]*parse.Tree{}
	queue := []string{"layout"}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if found[name] != nil {
			continue
		}
		tree := all[name]
		if tree == nil {
			return nil, fmt.Errorf("kit: page %q uses template %q, which does not exist", page, name)
		}
		found[name] = tree
		queue = appendCalls(queue, tree.Root)
	}
	return found, nil
}

// face is the folder of a page, with its slash.
func face(page string) string {
	folder, _ := path.Split(page)
	return folder
}

func appendCalls(names []string, node parse.Node) []string {
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return names
		}
		for _, child := range n.Nodes {
			names = appendCalls(names, child)
		}
	case *parse.TemplateNode:
		names = append(names, n.Name)
	case *parse.IfNode:
		names = appendCalls(appendCalls(names, n.List), n.ElseList)
	case *parse.RangeNode:
		names = appendCalls(appendCalls(names, n.List), n.ElseList)
	case *parse.WithNode:
		names = appendCalls(appendCalls(names, n.List), n.ElseList)
	}
	return names
}

// build copies the trees, since escaping rewrites them.
func (s *pageSet) build(page string, fm template.FuncMap) (*template.Template, error) {
	trees, err := s.reachable(page)
	if err != nil {
		return nil, err
	}
	t := template.New("layout").Funcs(fm).Option("missingkey=zero")
	for name, tree := range trees {
		if _, err := t.AddParseTree(name, tree.Copy()); err != nil {
			return nil, fmt.Errorf("kit: page %q: %w", page, err)
		}
	}
	return t.Lookup("layout"), nil
}

func (s *pageSet) template(page, lang string) (*template.Template, error) {
	if err := s.broken[page]; err != nil {
		return nil, err
	}
	ready, ok := s.ready[pageKey{page, lang}]
	if !ok {
		return nil, fmt.Errorf("kit: no page %q in language %q", page, lang)
	}
	return ready()
}

// Template is a page in a language, for kittest and for pages made outside of a request.
func (k *Kit) Template(page, lang string) (*template.Template, error) {
	return k.pages.template(page, lang)
}

// Pages lists the names of all pages.
func (k *Kit) Pages() []string {
	names := make([]string, 0, len(k.pages.pages))
	for name := range k.pages.pages {
		names = append(names, name)
	}
	return names
}

// Languages lists the languages of the counter, Italian first.
func (k *Kit) Languages() []string {
	return k.pages.languages
}

// funcs is all that a template may call. Whatever needs more thought belongs into the page's struct.
func funcs(p *i18n.Printer, asset func(string) string) template.FuncMap {
	return template.FuncMap{
		"t":        p.T,                                              // t "key" "name" value …
		"date":     p.Date,                                           // 24 novembre 2026
		"longdate": p.LongDate,                                       // martedì 24 novembre 2026
		"datetime": p.DateTime,                                       // 24 novembre 2026, ore 10:42
		"instant":  p.Instant,                                        // to the millisecond, with offset
		"money":    p.Money,                                          // 1.234,56 €
		"number":   func(n int) string { return p.Number(int64(n)) }, // 12.345
		"asset":    asset,                                            // public path, or ""
		"icon":     newIcon(asset),                                   // icon "it-check": the argument of template "icon"
		"attr":     Attr,                                             // attr "text" → fit for an id
		"add":      func(a, b int) int { return a + b },

		// For component/field.html alone; pages call templates "field" and "fields".
		"fieldHTML": fieldHTML(p), "fieldsHTML": fieldsHTML(p), "uploadHead": uploadHead(p), "uploadBox": uploadBox(p),
	}
}

// builtins are the names that text/template predefines; the parser must be told of them.
var builtins = map[string]any{
	"and": true, "or": true, "not": true, "len": true, "index": true, "slice": true, "print": true, "printf": true,
	"println": true, "eq": true, "ne": true, "lt": true, "le": true, "gt": true, "ge": true, "html": true,
	"js": true, "urlquery": true, "call": true,
}

// Attr makes a name, such as the path of an answer, fit for an id: letters, digits and hyphens.
func Attr(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '-'
	}, name)
}

// Icon is the argument of template "icon".
type Icon struct{ Sprite, Name string }

func newIcon(asset func(string) string) func(string) Icon {
	return func(name string) Icon { return Icon{Sprite: asset("icons.svg"), Name: name} }
}
