// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import (
	"bytes"
	"context"
	"encoding/json"
	"time"
)

// Record is a row by the names of its columns, for whoever gives a person what is
// held about them. JSON stays JSON, instants are in UTC.
type Record map[string]any

// Records reads every row of q.
func Records(ctx context.Context, tx *Tx, q string, args ...any) ([]Record, error) {
	rows, err := tx.query(ctx, q, args)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, classify(err)
	}
	list := []Record{}
	for rows.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, classify(err)
		}
		r := make(Record, len(names))
		for i, name := range names {
			r[name] = legible(values[i])
		}
		list = append(list, r)
	}
	return list, classify(rows.Err())
}

// RecordsOf reads what several tables hold under one key, by table.
func RecordsOf(ctx context.Context, tx *Tx, key string, queries map[string]string) (map[string][]Record, error) {
	held := make(map[string][]Record, len(queries))
	for table, q := range queries {
		list, err := Records(ctx, tx, q, key)
		if err != nil {
			return nil, err
		}
		held[table] = list
	}
	return held, nil
}

// legible is a value of a driver as JSON writes it for a person.
func legible(v any) any {
	switch v := v.(type) {
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	case string:
		return jsonOr([]byte(v), v)
	case []byte:
		return jsonOr(bytes.Clone(v), string(v))
	}
	return v
}

// jsonOr is an object or a list as it is, and a text for anything else.
func jsonOr(b []byte, text string) any {
	if b = bytes.TrimSpace(b); len(b) > 1 && (b[0] == '{' || b[0] == '[') && json.Valid(b) {
		return json.RawMessage(b)
	}
	return text
}
