// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package config

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// setting is one field of a Config, found by its tags.
type setting struct {
	name, def, help string
	value           reflect.Value
}

// settingsOf lists the fields of c in the order in which they are declared, sections after the plain ones.
func settingsOf(c *Config) []setting { return walk("", reflect.ValueOf(c).Elem()) }

func walk(prefix string, v reflect.Value) []setting {
	var list []setting
	for i := range v.NumField() {
		field, tag := v.Field(i), v.Type().Field(i).Tag
		name := tag.Get("yaml")
		if name == "" {
			continue // not for operators
		}
		if field.Kind() == reflect.Struct {
			list = append(list, walk(prefix+name+".", field)...)
			continue
		}
		list = append(list, setting{prefix + name, tag.Get("default"), tag.Get("help"), field})
	}
	return list
}

// env is the name of the setting's environment variable.
func (s setting) env() string {
	return "PRATICA_" + strings.ToUpper(strings.ReplaceAll(s.name, ".", "_"))
}

func (s setting) secret() bool { return s.value.Type() == reflect.TypeFor[Secret]() }

// kind is the setting's type in words that an operator knows.
func (s setting) kind() string {
	switch s.value.Interface().(type) {
	case Secret:
		return "secret"
	case Networks:
		return "networks"
	case Words:
		return "words"
	case Bytes:
		return "size"
	case bool:
		return "true or false"
	case int:
		return "number"
	}
	return "text"
}

// set fills the field from text, whatever its type.
func (s setting) set(text string) error {
	if u, ok := s.value.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return u.UnmarshalText([]byte(text))
	}
	switch s.value.Kind() {
	case reflect.String:
		s.value.SetString(text)
	case reflect.Bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", text)
		}
		s.value.SetBool(b)
	case reflect.Int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Errorf("%q is not a whole number", text)
		}
		s.value.SetInt(int64(n))
	default:
		return fmt.Errorf("no text form for %s", s.value.Type())
	}
	return nil
}
