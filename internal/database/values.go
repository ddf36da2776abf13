// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// layout is fixed in width, so that text compares as time does.
const layout = "2006-01-02T15:04:05.000000Z"

// Time is an instant as stored: UTC, microseconds, the same on both databases.
type Time struct{ time.Time }

// T makes the stored form of an instant.
func T(t time.Time) Time { return Time{t.UTC().Truncate(time.Microsecond)} }

// Value implements driver.Valuer.
func (t Time) Value() (driver.Value, error) {
	return t.UTC().Truncate(time.Microsecond).Format(layout), nil
}

// Scan implements sql.Scanner.
func (t *Time) Scan(v any) error {
	switch v := v.(type) {
	case time.Time:
		t.Time = v.UTC()
		return nil
	case string:
		return t.parse(v)
	case []byte:
		return t.parse(string(v))
	}
	return fmt.Errorf("database: cannot read an instant from %T", v)
}

func (t *Time) parse(s string) error {
	parsed, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return fmt.Errorf("database: not an instant: %w", err)
	}
	t.Time = parsed.UTC()
	return nil
}

// NullTime is an instant that may be missing. The zero time is missing.
type NullTime struct{ time.Time }

// Value implements driver.Valuer.
func (t NullTime) Value() (driver.Value, error) {
	if t.IsZero() {
		return nil, nil
	}
	return Time(t).Value()
}

// Scan implements sql.Scanner.
func (t *NullTime) Scan(v any) error {
	if v == nil {
		t.Time = time.Time{}
		return nil
	}
	return (*Time)(t).Scan(v)
}

// JSONValue stores a Go value in a JSONB column, or reads one into a pointer.
type JSONValue struct{ v any }

// JSON wraps a value to store, or a pointer to read into. Only objects and
// arrays: SQLite would store a bare number as a number. What is hashed is never
// read back from JSONB, because a database may write it differently.
func JSON(v any) *JSONValue { return &JSONValue{v} }

// Value implements driver.Valuer.
func (j *JSONValue) Value() (driver.Value, error) {
	text, err := json.Marshal(j.v)
	return string(text), err
}

// Scan implements sql.Scanner.
func (j *JSONValue) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), j.v)
	case []byte:
		return json.Unmarshal(v, j.v)
	}
	return fmt.Errorf("database: cannot read JSON from %T", v)
}
