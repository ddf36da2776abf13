// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pratica_test

import (
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pratica/internal/i18n"
)

// dynamic are beginnings of keys that code puts together in a way that this test cannot read, each with its reason.
// A key put together by `"beginning." + x` or by a format such as "beginning.%s" is found without being listed.
var dynamic = map[string]string{
	"problem.kind.": "i18n falls back to the kind of an error whose code has no text of its own",
}

// uses is what the sources say about texts.
type uses struct {
	keys     map[string]string // key that must exist -> place
	mentions map[string]bool   // every literal: a key may stand in a table and be looked up later
	prefixes map[string]bool   // beginnings of keys put together
	suffixes map[string]bool   // ends of keys put together, as in base + ".title"
}

func TestTexts(t *testing.T) {
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := catalogue.Check(); err != nil {
		t.Errorf("languages differ:\n%v", err)
	}
	u := uses{map[string]string{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, s := range mustSources(t) {
		if !s.test {
			u.readGo(s)
		}
	}
	if err := walk(u.readTemplate); err != nil {
		t.Fatal(err)
	}
	keys := catalogue.Keys()
	for _, key := range slices.Sorted(maps.Keys(u.keys)) {
		if _, found := slices.BinarySearch(keys, key); !found {
			t.Errorf("%s: there is no text %q in internal/i18n/locales", u.keys[key], key)
		}
	}
	for _, key := range keys {
		if !u.uses(key) {
			t.Errorf("the text %q is never used: remove it, or list how its key is put together", key)
		}
	}
}

// uses reports whether some source can ask for key.
func (u uses) uses(key string) bool {
	short, isProblem := strings.CutPrefix(key, "problem.")
	if u.keys[key] != "" || u.mentions[key] || (isProblem && u.mentions[short]) {
		return true
	}
	for end := strings.LastIndexByte(key, '.') + 1; end > 0; end = strings.LastIndexByte(key[:end-1], '.') + 1 {
		if u.mentions[key[:end-1]] && u.suffixes[key[end-1:]] {
			return true
		}
		if prefix := key[:end]; u.prefixes[prefix] || dynamic[prefix] != "" || (isProblem && u.prefixes[strings.TrimPrefix(prefix, "problem.")]) {
			return true
		}
	}
	return slices.ContainsFunc(partial(u.prefixes), func(prefix string) bool { return strings.HasPrefix(key, prefix) })
}

// partial are the beginnings that end inside a word, as in "month.m%d".
func partial(prefixes map[string]bool) []string {
	var list []string
	for prefix := range prefixes {
		if !strings.HasSuffix(prefix, ".") {
			list = append(list, prefix)
		}
	}
	return list
}

// readGo collects the literals of one file, and the keys that must exist.
func (u uses) readGo(s source) {
	ast.Inspect(s.tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.BasicLit:
			if text, ok := literal(n); ok {
				u.mention(text)
			}
		case *ast.BinaryExpr:
			if text, ok := literal(n.X); ok && n.Op == token.ADD && beginning.MatchString(text) {
				u.prefixes[text] = true
			}
			if text, ok := literal(n.Y); ok && n.Op == token.ADD && strings.HasPrefix(text, ".") && keyLike.MatchString(text[1:]) {
				u.suffixes[text] = true
			}
		case *ast.CallExpr:
			u.call(n)
		case *ast.CompositeLit:
			u.field(n)
		}
		return true
	})
}

var (
	beginning = regexp.MustCompile(`^[a-z][a-z0-9_]*\.([a-z0-9_]+\.)*([a-z0-9_]+_)?$`)
	keyLike   = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$`)
	formatted = regexp.MustCompile(`^([a-z][a-z0-9_]*\.(?:[a-z0-9_]+\.)*[a-z0-9_]*)%[sdvq]`)
)

func (u uses) mention(text string) {
	u.mentions[text] = true
	if m := formatted.FindStringSubmatch(text); m != nil {
		u.prefixes[m[1]] = true
	}
}

// call looks for x.T("key") and problem.New(kind, "code").
func (u uses) call(call *ast.CallExpr) {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	switch {
	case selector.Sel.Name == "T" && len(call.Args) > 0:
		if key, ok := literal(call.Args[0]); ok && strings.Contains(key, ".") {
			u.keys[key] = at(call)
		}
	case selector.Sel.Name == "New" && isPackage(selector.X, "problem") && len(call.Args) > 1:
		if code, ok := literal(call.Args[1]); ok {
			u.keys["problem."+code] = at(call)
		}
	}
}

// field looks for problem.Field{…, Code: "code"}.
func (u uses) field(lit *ast.CompositeLit) {
	selector, ok := lit.Type.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != "Field" || !isPackage(selector.X, "problem") {
		return
	}
	for _, element := range lit.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		name, isName := pair.Key.(*ast.Ident)
		if code, ok := literal(pair.Value); ok && isName && name.Name == "Code" {
			u.keys["problem."+code] = at(lit)
		}
	}
}

func isPackage(x ast.Expr, name string) bool {
	ident, ok := x.(*ast.Ident)
	return ok && ident.Name == name
}

func literal(x ast.Expr) (string, bool) {
	lit, ok := x.(*ast.BasicLit)
	if !ok {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil && lit.Value[0] != '\''
}

var (
	asked   = regexp.MustCompile(`\bt\s+"([a-z][a-z0-9_.]*)"`)
	printed = regexp.MustCompile(`\bprintf?\s+"([a-z][a-z0-9_.]*)`)
	strung  = regexp.MustCompile(`"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)"`)
)

// readTemplate collects the keys of one template.
func (u uses) readTemplate(name string) error {
	ext := path.Ext(name)
	if ext != ".html" && ext != ".txt" || !strings.HasPrefix(name, "internal/") {
		return nil
	}
	data, err := os.ReadFile(filepath.FromSlash(name))
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	text := string(data)
	for _, m := range asked.FindAllStringSubmatch(text, -1) {
		if strings.HasSuffix(m[1], ".") { // `t (print "a." .X)` is read below
			continue
		}
		u.keys[m[1]] = name
	}
	for _, m := range printed.FindAllStringSubmatch(text, -1) {
		u.prefixes[m[1]] = true
	}
	for _, m := range strung.FindAllStringSubmatch(text, -1) {
		u.mentions[m[1]] = true
	}
	return nil
}
