// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
)

// Answers are what a person answered, by field id. Values are string (texts,
// choices, days as "2006-01-02"), bool, int64 (integers, cents), float64
// (decimals), []any of string (several choices) or []any of items. An item is a
// map with the same kinds of values and its stable key under "_key".
//
// Keys that begin with "_" are not answers: "_raw" holds texts that could not be
// read, "_removed" the last item taken from each group, so that it can come back.
type Answers map[string]any

const (
	keyKey     = "_key"
	rawKey     = "_raw"
	removedKey = "_removed"
)

// ParseAnswers reads answers from JSON. Whole numbers become int64.
func ParseAnswers(b []byte) (Answers, error) {
	var a Answers
	err := json.Unmarshal(b, &a)
	return a, err
}

// UnmarshalJSON implements json.Unmarshaler.
func (a *Answers) UnmarshalJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var m map[string]any
	if err := d.Decode(&m); err != nil {
		return fmt.Errorf("answers: %w", err)
	}
	*a = Answers(plain(m).(map[string]any))
	return nil
}

// MarshalJSON implements json.Marshaler with the bytes of Canonical.
func (a Answers) MarshalJSON() ([]byte, error) { return Canonical(a), nil }

// Canonical returns the one JSON text of these answers: keys sorted, no blanks,
// no escapes beyond what JSON asks, nothing for answers that are empty.
func Canonical(a Answers) []byte {
	v, some := compact(map[string]any(a))
	if !some {
		return []byte("{}")
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		// Only values that Answers cannot hold (channels, infinities) get here.
		return []byte(fmt.Sprintf("{%q:%q}", "_error", err))
	}
	return bytes.TrimRight(out.Bytes(), "\n")
}

// Fingerprint is the SHA-256 of Canonical in hex.
func Fingerprint(a Answers) string {
	sum := sha256.Sum256(Canonical(a))
	return hex.EncodeToString(sum[:])
}

// compact drops what is empty; some tells whether anything is left. Items stay
// even when empty, because their key is an answer: "there is one more".
func compact(v any) (kept any, some bool) {
	switch v := plain(v).(type) {
	case nil:
		return nil, false
	case string:
		return v, v != ""
	case map[string]any:
		m := map[string]any{}
		for k, inner := range v {
			if c, ok := compact(inner); ok {
				m[k] = c
			}
		}
		return m, len(m) > 0
	case []any:
		all := make([]any, 0, len(v))
		for _, inner := range v {
			if c, ok := compact(inner); ok {
				all = append(all, c)
			}
		}
		return all, len(all) > 0
	default:
		return v, true
	}
}

// plain brings a value to the kinds that Answers have, copying containers.
func plain(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		f, err := v.Float64()
		if err != nil {
			return v.String()
		}
		return plain(f)
	case int:
		return int64(v)
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return int64(v)
		}
		return v
	case Answers:
		return plain(map[string]any(v))
	case map[string]any:
		m := make(map[string]any, len(v))
		for k, inner := range v {
			m[k] = plain(inner)
		}
		return m
	case []string:
		all := make([]any, len(v))
		for i, s := range v {
			all[i] = s
		}
		return all
	case []any:
		all := make([]any, len(v))
		for i, inner := range v {
			all[i] = plain(inner)
		}
		return all
	}
	return v
}

// Clone returns a deep copy.
func (a Answers) Clone() Answers { return Answers(plain(map[string]any(a)).(map[string]any)) }

// itemsOf returns the items of a group in order; entries that are no item, or
// repeat a key, are left out.
func itemsOf(record map[string]any, group string) []map[string]any {
	list, _ := record[group].([]any)
	items := make([]map[string]any, 0, len(list))
	seen := map[string]bool{}
	for _, v := range list {
		item, ok := v.(map[string]any)
		key, _ := item[keyKey].(string)
		if ok && key != "" && !seen[key] {
			seen[key] = true
			items = append(items, item)
		}
	}
	return items
}

// rawOf returns the text that could not be read as the value of a field.
func rawOf(record map[string]any, id string) (string, bool) {
	raw, _ := record[rawKey].(map[string]any)
	s, ok := raw[id].(string)
	return s, ok
}

// Unread is what was typed for an answer outside groups and could not be read as
// its value.
func (a Answers) Unread(id string) string {
	text, _ := rawOf(a, id)
	return text
}

func setRaw(record map[string]any, id, text string) {
	raw, _ := record[rawKey].(map[string]any)
	if raw == nil {
		raw = map[string]any{}
		record[rawKey] = raw
	}
	raw[id] = text
}

func dropRaw(record map[string]any, id string) {
	raw, _ := record[rawKey].(map[string]any)
	delete(raw, id)
	if len(raw) == 0 {
		delete(record, rawKey)
	}
}

// Name is the name of the input of a field: its id, or "group.key.id" within an
// item, so that a card that moves keeps what was typed in it.
func Name(f *Field, key string) string {
	if f.in == nil {
		return f.ID
	}
	return f.in.ID + "." + key + "." + f.ID
}

// Path is where a person finds a field: its id, or "group[2].id", items counted
// from zero.
func Path(f *Field, index int) string {
	if f.in == nil {
		return f.ID
	}
	return fmt.Sprintf("%s[%d].%s", f.in.ID, index, f.ID)
}
