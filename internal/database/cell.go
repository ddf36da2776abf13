// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import (
	"fmt"
	"time"
)

// cell reads one value of a known kind, whichever Go type the driver gives.
type cell struct {
	kind  Kind
	value any
}

// Scan implements sql.Scanner.
func (c *cell) Scan(v any) (err error) {
	if v == nil {
		c.value = nil
		return nil
	}
	switch c.kind {
	case Text, Document:
		c.value, err = textOf(v)
	case Integer:
		c.value, err = integerOf(v)
	case Real:
		c.value, err = realOf(v)
	case Boolean:
		c.value, err = booleanOf(v)
	case Instant:
		var at Time
		if err = at.Scan(v); err == nil {
			c.value = at.UTC().Format(layout)
		}
	case Binary:
		c.value, err = bytesOf(v)
	default:
		err = fmt.Errorf("database: no kind %q", c.kind)
	}
	return err
}

func unlike(kind Kind, v any) error {
	return fmt.Errorf("database: a column of %s holds a %T", kind, v)
}

func textOf(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case []byte:
		return string(v), nil
	}
	return "", unlike(Text, v)
}

func integerOf(v any) (int64, error) {
	if n, ok := v.(int64); ok {
		return n, nil
	}
	return 0, unlike(Integer, v)
}

func realOf(v any) (float64, error) {
	switch v := v.(type) {
	case float64:
		return v, nil
	case int64: // SQLite keeps a whole number as one
		return float64(v), nil
	}
	return 0, unlike(Real, v)
}

func booleanOf(v any) (bool, error) {
	switch v := v.(type) {
	case bool:
		return v, nil
	case int64:
		return v != 0, nil
	}
	return false, unlike(Boolean, v)
}

func bytesOf(v any) ([]byte, error) {
	switch v := v.(type) {
	case []byte:
		return append([]byte{}, v...), nil // the driver's bytes are its own
	case string: // SQLite: bytes that were written as text
		return []byte(v), nil
	}
	return nil, unlike(Binary, v)
}

// stored is a value of a kind as a statement takes it.
func stored(kind Kind, v any) (any, error) {
	if v == nil || kind != Instant {
		return v, nil
	}
	text, ok := v.(string)
	if !ok {
		return nil, unlike(Instant, v)
	}
	at, err := time.Parse(layout, text)
	if err != nil {
		return nil, fmt.Errorf("database: not an instant: %w", err)
	}
	return T(at), nil
}
