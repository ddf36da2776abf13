// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"text/template"
	"text/template/parse"
)

//go:embed templates
var embedded embed.FS

const (
	fallbackLang = "it"     // the official language; its texts are complete by construction
	footerName   = "footer" // the text below each message
)

// footerFields are the values that every text may use besides its own.
var footerFields = fields{required: []string{"body", "site"}, optional: []string{"contact"}}

// Texts are the templates of all messages, per language.
//
// A file <lang>/<kind>.txt holds the subject on its first line, an empty line, and the text, in the syntax of text/template. Each
// message ends with <lang>/footer.txt. Plain text only: it is read by every program and by every person, and hides nothing.
type Texts struct {
	langs map[string]*langTexts
}

type langTexts struct {
	footer *template.Template
	kinds  map[Kind]*text
}

type text struct {
	subject, body *template.Template
}

// LoadTexts reads the built-in texts and, over them, those of a folder with the same layout, which may be nil. The folder may
// change some texts of a language we have, or add a language whole. The error names the file and what is wrong in it.
func LoadTexts(overrides fs.FS) (*Texts, error) {
	base, err := fs.Sub(embedded, "templates")
	if err != nil {
		return nil, err
	}
	source := layered{overrides, base}
	texts := &Texts{langs: map[string]*langTexts{}}
	for _, lang := range source.langs() {
		loaded, err := loadLang(source, lang)
		if err != nil {
			return nil, err
		}
		texts.langs[lang] = loaded
	}
	return texts, source.checkNames()
}

func loadLang(source layered, lang string) (*langTexts, error) {
	name := path.Join(lang, footerName+".txt")
	raw, err := source.read(name)
	if err != nil {
		return nil, err
	}
	footer, err := compile(name, raw, footerFields)
	if err != nil {
		return nil, err
	}
	loaded := &langTexts{footer: footer, kinds: map[Kind]*text{}}
	for _, kind := range Kinds() {
		if loaded.kinds[kind], err = loadText(source, lang, kind); err != nil {
			return nil, err
		}
	}
	return loaded, nil
}

func loadText(source layered, lang string, kind Kind) (*text, error) {
	name := path.Join(lang, string(kind)+".txt")
	raw, err := source.read(name)
	if err != nil {
		return nil, err
	}
	subject, body, ok := strings.Cut(raw, "\n\n")
	if !ok || strings.TrimSpace(subject) == "" || strings.Contains(subject, "\n") {
		return nil, fmt.Errorf("%s: the first line must be the subject, the second empty", name)
	}
	known, _ := fieldsOf(kind)
	known.required = append([]string{"body", "site"}, known.required...)
	known.optional = append([]string{"contact"}, known.optional...)
	t := &text{}
	if t.subject, err = compile(name, subject, known); err != nil {
		return nil, err
	}
	t.body, err = compile(name, body, known)
	return t, err
}

// compile parses one text and refuses each field that the kind does not have, so that a typing error is found at the start.
func compile(name, raw string, known fields) (*template.Template, error) {
	t, err := template.New(name).Option("missingkey=error").Parse(raw)
	if err != nil {
		return nil, err
	}
	if len(t.Templates()) > 1 {
		return nil, fmt.Errorf("%s: a text cannot define templates", name)
	}
	if err := checkFields(t.Root, known); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

// checkFields walks a parsed text. Inside range and with the dot is a line of a list or a value, which has no fields of its own;
// a field named there would fail when the mail is made, so it is refused like an unknown one.
func checkFields(node parse.Node, known fields) error {
	switch n := node.(type) {
	case *parse.ListNode:
		return checkList(n, known)
	case *parse.ActionNode:
		return checkPipe(n.Pipe, known)
	case *parse.IfNode:
		return errors.Join(checkPipe(n.Pipe, known), checkList(n.List, known), checkList(n.ElseList, known))
	case *parse.RangeNode:
		return errors.Join(checkPipe(n.Pipe, known), checkList(n.List, fields{}), checkList(n.ElseList, known))
	case *parse.WithNode:
		return errors.Join(checkPipe(n.Pipe, known), checkList(n.List, fields{}), checkList(n.ElseList, known))
	case *parse.PipeNode:
		return checkPipe(n, known)
	case *parse.FieldNode:
		return checkField(n.Ident, known)
	case *parse.ChainNode, *parse.TemplateNode, *parse.VariableNode:
		return fmt.Errorf("%s cannot be used in a text", node)
	}
	return nil
}

func checkList(list *parse.ListNode, known fields) error {
	if list == nil {
		return nil
	}
	var errs []error
	for _, node := range list.Nodes {
		errs = append(errs, checkFields(node, known))
	}
	return errors.Join(errs...)
}

func checkPipe(pipe *parse.PipeNode, known fields) error {
	var errs []error
	for _, command := range pipe.Cmds {
		for _, arg := range command.Args {
			errs = append(errs, checkFields(arg, known))
		}
	}
	return errors.Join(errs...)
}

func checkField(path []string, known fields) error {
	if len(path) == 1 && known.knows(path[0]) {
		return nil
	}
	return fmt.Errorf("unknown field .%s", strings.Join(path, "."))
}
