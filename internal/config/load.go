// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package config

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Sources is where the settings come from.
type Sources struct {
	// File is the YAML file. When empty, PRATICA_CONFIG in Environ names it; when that is empty too, there is none.
	File string
	// Environ holds "NAME=value" lines, as os.Environ gives them.
	Environ []string
	// Set holds the command line's settings by dotted name.
	Set map[string]string
}

// FromSystem is Sources with the environment of this process.
func FromSystem(file string, set map[string]string) Sources {
	return Sources{File: file, Environ: os.Environ(), Set: set}
}

// Names that begin like a setting and are not one: the file's own name, and what the test suite listens to.
var reserved = []string{"PRATICA_CONFIG", "PRATICA_CONFORMANCE", "PRATICA_SCREENSHOTS", "PRATICA_LANG"}

const reservedPrefix = "PRATICA_TEST_"

// Load reads the sources in order and checks the result. The error lists all that is wrong (see Problems); the
// returned Config is nil then.
func Load(from Sources) (*Config, error) {
	c := Default()
	env := environment(from.Environ)
	file := from.File
	if file == "" {
		file = env["PRATICA_CONFIG"]
	}
	var found Problems
	found = append(found, c.readFile(file)...)
	found = append(found, c.readEnvironment(env)...)
	found = append(found, c.readSet(from.Set)...)
	if len(found) == 0 {
		found = c.problems()
	}
	if len(found) > 0 {
		return nil, found
	}
	return c, nil
}

func environment(lines []string) map[string]string {
	env := map[string]string{}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, "=")
		if strings.HasPrefix(name, "PRATICA_") {
			env[name] = value
		}
	}
	return env
}

func (c *Config) readFile(name string) Problems {
	if name == "" {
		return nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return Problems{{Name: name, Text: "the configuration file cannot be read: " + cause(err)}}
	}
	return c.readYAML(name, data)
}

// readYAML fills c from a file's bytes. Values are read through the same text form as in the environment, so that a
// value means the same in every source; the line and column of a wrong name or value are those of the file.
func (c *Config) readYAML(name string, data []byte) Problems {
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return Problems{{Name: name, Text: strings.TrimSpace(yaml.FormatError(err, false, true))}}
	}
	byName := map[string]setting{}
	for _, s := range settingsOf(c) {
		byName[s.name] = s
	}
	r := reader{file: name, settings: byName}
	for _, doc := range file.Docs {
		if doc.Body != nil {
			r.node("", doc.Body)
		}
	}
	return r.found
}

// reader walks the tree of one file.
type reader struct {
	file     string
	settings map[string]setting
	found    Problems
}

func (r *reader) wrong(at ast.Node, format string, args ...any) {
	position := at.GetToken().Position
	place := fmt.Sprintf("%s:%d:%d", r.file, position.Line, position.Column)
	r.found = append(r.found, Problem{Name: place, Text: fmt.Sprintf(format, args...)})
}

func (r *reader) node(path string, n ast.Node) {
	switch n := n.(type) {
	case *ast.MappingNode:
		for _, entry := range n.Values {
			r.entry(path, entry)
		}
	case *ast.MappingValueNode:
		r.entry(path, n)
	case *ast.NullNode, *ast.CommentGroupNode: // an empty section keeps its defaults
	default:
		r.wrong(n, "%s expects settings of the form \"name: value\" here", orFile(path))
	}
}

func orFile(path string) string {
	if path == "" {
		return "the file"
	}
	return path
}

func (r *reader) entry(path string, entry *ast.MappingValueNode) {
	name := strings.TrimPrefix(path+"."+entry.Key.GetToken().Value, ".")
	if s, ok := r.settings[name]; ok {
		r.value(s, entry)
		return
	}
	if r.isSection(name) {
		r.node(name, entry.Value)
		return
	}
	r.wrong(entry.Key, "there is no setting %q%s", name, suggestion(name, slices.Collect(maps.Keys(r.settings))))
}

func (r *reader) isSection(name string) bool {
	for other := range r.settings {
		if strings.HasPrefix(other, name+".") {
			return true
		}
	}
	return false
}

func (r *reader) value(s setting, entry *ast.MappingValueNode) {
	text, err := scalar(entry.Value)
	if err == nil && text != nil {
		err = s.set(*text)
	}
	if err != nil {
		r.wrong(entry.Value, "%s: %v", s.name, err)
	}
}

// scalar is the text of a single value, or of a list of them joined by commas; nil for an empty one.
func scalar(n ast.Node) (*string, error) {
	switch n := n.(type) {
	case *ast.NullNode:
		return nil, nil
	case *ast.LiteralNode:
		return &n.Value.Value, nil
	case *ast.SequenceNode:
		var words []string
		for _, item := range n.Values {
			word, err := scalar(item)
			if err != nil || word == nil {
				return nil, errors.New("a list may only hold single values")
			}
			words = append(words, *word)
		}
		text := strings.Join(words, ",")
		return &text, nil
	case ast.ScalarNode:
		text := n.GetToken().Value
		return &text, nil
	}
	return nil, errors.New("a single value is expected here")
}

func (c *Config) readEnvironment(env map[string]string) Problems {
	var found Problems
	known := map[string]bool{}
	for _, s := range settingsOf(c) {
		known[s.env()] = true
		value, given := env[s.env()]
		if s.secret() {
			file := s.env() + "_FILE"
			known[file] = true
			if path := env[file]; path != "" {
				data, err := os.ReadFile(path)
				if err != nil {
					found = append(found, Problem{file, "the file with the secret cannot be read: " + cause(err)})
					continue
				}
				value, given = strings.TrimRight(string(data), "\r\n"), true
			}
		}
		if given {
			found = found.add(s.env(), s.set(value))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(env)) {
		if !known[name] && !slices.Contains(reserved, name) && !strings.HasPrefix(name, reservedPrefix) {
			found = append(found, Problem{name, "there is no such setting" + suggestion(name, slices.Collect(maps.Keys(known)))})
		}
	}
	return found
}

func (c *Config) readSet(set map[string]string) Problems {
	var found Problems
	byName := map[string]setting{}
	for _, s := range settingsOf(c) {
		byName[s.name] = s
	}
	for _, name := range slices.Sorted(maps.Keys(set)) {
		s, ok := byName[name]
		if !ok {
			found = append(found, Problem{"--set " + name, "there is no such setting" + suggestion(name, slices.Collect(maps.Keys(byName)))})
			continue
		}
		found = found.add("--set "+name, s.set(set[name]))
	}
	return found
}
