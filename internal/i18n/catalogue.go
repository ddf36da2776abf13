// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Default is the language of the law, and of whoever did not choose.
const Default = "it"

//go:embed locales
var embedded embed.FS

// Catalogue holds the texts of all languages. It does not change once loaded.
type Catalogue struct {
	texts map[string]map[string]entry // language, key
	tags  map[string]language.Tag
	names []string // the default language first
}

// Load reads the texts that the program carries.
func Load() (*Catalogue, error) {
	sub, err := fs.Sub(embedded, "locales")
	if err != nil {
		return nil, err
	}
	return LoadFS(sub)
}

// LoadFS reads <language>/<area>.yaml; each directory is a language.
func LoadFS(files fs.FS) (*Catalogue, error) {
	c := &Catalogue{texts: map[string]map[string]entry{}, tags: map[string]language.Tag{}}
	paths, err := fs.Glob(files, "*/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, p := range paths {
		if err := c.add(files, p); err != nil {
			return nil, fmt.Errorf("i18n: %s: %w", p, err)
		}
	}
	if c.texts[Default] == nil {
		return nil, errors.New("i18n: no texts in the default language")
	}
	c.names = slices.Sorted(maps.Keys(c.texts))
	sort.SliceStable(c.names, func(i, j int) bool { return c.names[i] == Default && c.names[j] != Default })
	return c, nil
}

func (c *Catalogue) add(files fs.FS, name string) error {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	var tree map[string]any
	if err := yaml.Unmarshal(data, &tree); err != nil {
		return err
	}
	lang := path.Dir(name)
	if c.texts[lang] == nil {
		tag, err := language.Parse(lang)
		if err != nil {
			return err
		}
		c.texts[lang], c.tags[lang] = map[string]entry{}, tag
	}
	return flatten(c.texts[lang], "", tree)
}

// flatten writes the texts below a node under their dotted keys.
func flatten(out map[string]entry, prefix string, node map[string]any) error {
	for name, value := range node {
		key := strings.TrimPrefix(prefix+"."+name, ".")
		if _, taken := out[key]; taken {
			return fmt.Errorf("%s is written twice", key)
		}
		switch v := value.(type) {
		case string:
			out[key] = entry{forms: map[string]string{other: v}}
		case map[string]any:
			if e, ok := pluralForms(v); ok {
				out[key] = e
			} else if err := flatten(out, key, v); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s: want a text, have %T", key, value)
		}
	}
	return nil
}

// Langs lists the languages, the default one first.
func (c *Catalogue) Langs() []string { return slices.Clone(c.names) }

// Has tells whether there are texts in this language.
func (c *Catalogue) Has(lang string) bool { return c.texts[lang] != nil }

// Keys lists the keys of the default language in order.
func (c *Catalogue) Keys() []string { return slices.Sorted(maps.Keys(c.texts[Default])) }

// For returns the printer of a language, or that of the default one.
func (c *Catalogue) For(lang string) *Printer {
	if !c.Has(lang) {
		lang = Default
	}
	return &Printer{
		lang: lang, tag: c.tags[lang],
		own: c.texts[lang], fallback: c.texts[Default],
		numbers: message.NewPrinter(c.tags[lang]),
	}
}

// Check proves that the languages say the same things. The error lists every
// difference, one a line.
func (c *Catalogue) Check() error {
	var faults []error
	for _, lang := range c.names {
		faults = append(faults, c.checkOne(lang)...)
	}
	return errors.Join(faults...)
}

func (c *Catalogue) checkOne(lang string) []error {
	var faults []error
	report := func(key, format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s: %s: %s", lang, key, fmt.Sprintf(format, args...)))
	}
	for _, key := range c.Keys() {
		e, found := c.texts[lang][key]
		if !found {
			report(key, "missing")
			continue
		}
		if e.isEmpty() {
			report(key, "empty")
		}
		if want, have := c.texts[Default][key].args(), e.args(); !slices.Equal(want, have) {
			report(key, "arguments %v, %s has %v", have, Default, want)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(c.texts[lang])) {
		if _, found := c.texts[Default][key]; !found {
			report(key, "not in %s", Default)
		}
	}
	return faults
}
