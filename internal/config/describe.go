// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package config

import (
	"encoding"
	"fmt"
	"log/slog"
	"strings"
)

// Setting describes one setting to an operator.
type Setting struct {
	Name, Env, Type, Default, Help string
	Secret                         bool
}

// Describe lists every setting in the order of the file.
func Describe() []Setting {
	var list []Setting
	for _, s := range settingsOf(&Config{}) {
		list = append(list, Setting{s.name, s.env(), s.kind(), s.def, s.help, s.secret()})
	}
	return list
}

// Help is the list of settings as `pratica config --help` prints it.
func Help() string {
	var out strings.Builder
	for _, s := range Describe() {
		fmt.Fprintf(&out, "%s  (%s", s.Name, s.Env)
		if s.Secret {
			fmt.Fprintf(&out, " or %s_FILE", s.Env)
		}
		out.WriteString(")\n    " + s.Help + "\n")
		if s.Default != "" {
			out.WriteString("    Default: " + s.Default + "\n")
		}
	}
	return out.String()
}

const preamble = `<!-- Code generated from internal/config by "make generate"; DO NOT EDIT. -->
# Configuration

Every setting has a default; a body on one machine needs few of them. They are read from, each stronger than the one before:

1. the defaults below;
2. a YAML file: ` + "`--config FILE`" + `, or the environment variable ` + "`PRATICA_CONFIG`" + `. A dot in a name is a level: ` + "`smtp.host`" + ` is ` + "`host`" + ` under ` + "`smtp`" + `;
3. the environment. A secret may be given as a file instead: ` + "`PRATICA_SMTP_PASSWORD_FILE`" + ` names a file with the value of ` + "`smtp.password`" + `;
4. the command line: ` + "`--set name=value`" + `.

A name that is not in this list is an error, wherever it stands. ` + "`pratica config`" + ` shows the values in force, secrets hidden.

| setting | type | default | meaning |
|---|---|---|---|
`

// Markdown is docs/configuration.md.
func Markdown() string {
	var out strings.Builder
	out.WriteString(preamble)
	for _, s := range Describe() {
		def := ""
		if s.Default != "" {
			def = "`" + s.Default + "`"
		}
		fmt.Fprintf(&out, "| `%s`<br>`%s` | %s | %s | %s |\n", s.Name, s.Env, s.Type, def, s.Help)
	}
	return out.String()
}

// String is every value in force, one per line, secrets hidden.
func (c *Config) String() string {
	var out strings.Builder
	for _, s := range settingsOf(c) {
		fmt.Fprintf(&out, "%s: %s\n", s.name, s.text())
	}
	return out.String()
}

// LogValue is String as attributes.
func (c *Config) LogValue() slog.Value {
	var attrs []slog.Attr
	for _, s := range settingsOf(c) {
		attrs = append(attrs, slog.String(s.name, s.text()))
	}
	return slog.GroupValue(attrs...)
}

// text is the value in the form that the sources take, except for secrets.
func (s setting) text() string {
	if m, ok := s.value.Interface().(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		if err != nil {
			return err.Error()
		}
		return string(text)
	}
	return fmt.Sprint(s.value.Interface())
}
